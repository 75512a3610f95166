"""Reads of charts: what a doctor must know of a patient when every screen is dark."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class AllergyStatement(StrEnum):
    """What is known of a patient's allergies; "not said" is never "none"."""

    NOT_SAID = "not_said"
    NONE_KNOWN = "none_known"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class AllergyLine:
    """One allergy; `kind` is HL7 table 0127, `severity` table 0128 (SV, MO, MI, U)."""

    code: str
    label: str
    kind: str
    severity: str
    reaction: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class TreatmentLine:
    """One active medication order; `last_given_at` is None when no feed said it was given."""

    label: str
    dose: str
    route: str
    frequency: str
    starts_at: datetime | None
    ends_at: datetime | None
    last_given_at: datetime | None
    order_number: str


@dataclass(frozen=True, slots=True)
class PrecautionLine:
    """One active precaution: isolation, fall risk, code status..."""

    code: str
    label: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One diagnosis or problem; `kind` is HL7 table 0052 (A admitting, W working, F final)."""

    code: str
    label: str
    kind: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ResultLine:
    """The latest result of one code; `flag` is HL7 table 0078, empty when normal or not said.

    `status` is HL7 table 0085: P preliminary, F final, C corrected. `abnormal` and `critical` read the flag.
    """

    code: str
    label: str
    value: str
    unit: str
    reference_range: str
    flag: str
    status: str
    report: str
    observed_at: datetime
    abnormal: bool
    critical: bool


@dataclass(frozen=True, slots=True)
class ContactLine:
    """How to reach the patient or somebody close; `kind` says whose number it is (`patient`)."""

    kind: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class EmergencySummary:
    """One page for one stay: who, where, and what would harm the patient if nobody knew it.

    `family` and `given` are at birth; `used_*` are empty when the same. `reliability` holds HL7 table 0445 codes.
    `ins` is shown only with its state `ins_qualified`. `data_as_of` is the newest thing told about this patient.
    Results are the latest of each code, abnormal ones first, then the newest.
    """

    stay: UUID
    patient: UUID
    family: str
    used_family: str
    given: str
    used_given: str
    sex: str
    birth_date: date | None
    birth_date_as_sent: str
    ipp: str
    ins: str
    ins_qualified: bool
    reliability: tuple[str, ...]
    homonym: bool
    confidential: bool
    visit_number: str
    ward: UUID | None
    ward_code: str
    ward_name: str
    room: str
    bed_label: str
    on_leave: bool
    attending_doctor: str
    admitted_at: datetime | None
    reason: str
    allergy_statement: AllergyStatement
    allergies: tuple[AllergyLine, ...]
    treatments: tuple[TreatmentLine, ...]
    precautions: tuple[PrecautionLine, ...]
    conditions: tuple[ConditionLine, ...]
    results: tuple[ResultLine, ...]
    contacts: tuple[ContactLine, ...]
    data_as_of: datetime
