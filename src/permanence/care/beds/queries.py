"""Reads of wards and beds: censuses for the screen and for paper."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CensusLine:
    """One line of a ward's census: a bed with who lies in it, an empty or closed bed, or a patient without a bed.

    Two patients in one bed are two lines with the same `bed`; a patient without a bed has `bed` None.
    An empty bed has `stay` and `patient` None; a closed one says why in `closed_reason` (None when open).
    """

    bed: UUID | None
    room: str
    bed_label: str
    closed_reason: str | None
    stay: UUID | None
    patient: UUID | None
    family: str
    used_family: str
    given: str
    sex: str
    birth_date: date | None
    ipp: str
    visit_number: str
    admitted_at: datetime | None
    attending_doctor: str
    reason: str
    confidential: bool
    on_leave: bool
    homonym: bool


@dataclass(frozen=True, slots=True)
class WardCensus:
    """Who is in a ward; `present` counts patients, `free` beds open and empty, `closed` beds closed."""

    ward: UUID
    ward_code: str
    ward_name: str
    lines: tuple[CensusLine, ...]
    present: int
    free: int
    closed: int
