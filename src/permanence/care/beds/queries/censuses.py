"""Censuses: who lies where in a ward, for the screen and for paper."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from permanence.care.beds.queries.closures import open_closures
from permanence.care.beds.rules import Closure
from permanence.care.patients import queries as patients
from permanence.care.patients.queries import Homonymy
from permanence.care.stays import queries as stays
from permanence.foundation.places import queries as places
from permanence.foundation.places.queries import BedRow


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


@dataclass(frozen=True, slots=True)
class WardSummary:
    """One ward among the others: how many patients, and how many of its beds are free or closed."""

    ward: UUID
    code: str
    name: str
    building: str
    floor: str
    beds: int
    present: int
    free: int
    closed: int


def ward_censuses(wards: Sequence[UUID]) -> list[WardCensus]:
    """The census of each of these wards, in their order; a constant number of queries for any number of wards."""
    known = {row.id: row for row in places.wards()}
    rows = stays.in_wards(wards)
    beds = places.beds_of(wards)
    people = patients.patients({row.patient for row in rows})
    namesakes = stays.namesakes_in_wards(wards)
    closures = open_closures(bed.id for bed in beds)
    lines: dict[UUID, list[CensusLine]] = defaultdict(list)
    for bed, row in _beds_and_stays(beds, rows):
        ward = bed.ward if bed else row.ward if row else None
        if ward:
            closure = closures.get(bed.id) if bed else None
            lines[ward].append(_line(bed, closure, row, people.get(row.patient) if row else None, namesakes))
    return [_census(known[ward], lines[ward]) for ward in wards if ward in known]


def ward_summaries() -> list[WardSummary]:
    """Every ward with its counts, by name; five queries."""
    known = places.wards()
    beds = places.beds_of([ward.id for ward in known])
    closed = open_closures(bed.id for bed in beds).keys()
    here = stays.in_hospital()
    taken = {row.bed for row in here}
    of_ward = {bed.id: bed.ward for bed in beds}
    counts: dict[UUID, list[int]] = {ward.id: [0, 0, 0] for ward in known}
    for row in here:
        if row.ward in counts:
            counts[row.ward][0] += 1
    for bed, ward_id in of_ward.items():
        counts[ward_id][1] += bed not in closed and bed not in taken
        counts[ward_id][2] += bed in closed
    return [
        WardSummary(ward.id, ward.code, ward.name, ward.building, ward.floor, ward.beds, *counts[ward.id])
        for ward in known
    ]


def _beds_and_stays(
    beds: Sequence[BedRow], rows: Sequence[stays.StayRow]
) -> Iterable[tuple[BedRow | None, stays.StayRow | None]]:
    """Every bed with each of its patients, then the patients without a bed by admission."""
    by_bed: dict[UUID | None, list[stays.StayRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.admitted_at or row.latest_at, row.id)):
        by_bed[row.bed].append(row)
    for bed in beds:
        occupants = by_bed.pop(bed.id, [])
        yield from ((bed, occupant) for occupant in occupants or (None,))
    for others in by_bed.values():
        for other in others:
            yield None, other


def _line(
    bed: BedRow | None,
    closure: Closure | None,
    row: stays.StayRow | None,
    person: patients.PatientRow | None,
    namesakes: Collection[UUID],
) -> CensusLine:
    return CensusLine(
        bed=bed.id if bed else None,
        room=bed.room_label if bed else "",
        bed_label=bed.label if bed else "",
        closed_reason=closure.reason if closure else None,
        stay=row.id if row else None,
        patient=row.patient if row else None,
        family=person.birth_family if person else "",
        used_family=person.used_family if person and person.renamed else "",
        given=person.given if person else "",
        sex=person.sex.value if person and person.sex else "",
        birth_date=person.birth_date if person else None,
        ipp=person.ipp if person else "",
        visit_number=row.visit_number if row else "",
        admitted_at=row.admitted_at if row else None,
        attending_doctor=row.attending_doctor if row else "",
        reason=row.reason if row else "",
        confidential=row.confidential if row else False,
        on_leave=row.state is stays.StayState.ON_LEAVE if row else False,
        homonym=row is not None and person is not None and (row.id in namesakes or person.homonym is Homonymy.SAME),
    )


def _census(ward: places.WardRow, lines: Sequence[CensusLine]) -> WardCensus:
    beds: Mapping[UUID, CensusLine] = {line.bed: line for line in lines if line.bed}
    return WardCensus(
        ward=ward.id,
        ward_code=ward.code,
        ward_name=ward.name,
        lines=tuple(lines),
        present=sum(line.stay is not None for line in lines),
        free=sum(line.stay is None and line.closed_reason is None for line in beds.values()),
        closed=sum(line.closed_reason is not None for line in beds.values()),
    )
