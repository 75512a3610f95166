"""Emergency summaries: what a doctor must know of a patient when every screen is dark."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from permanence.care.charts.queries.body import (
    CodeStatusLine,
    DeviceLine,
    KnownSections,
    ProcedureLine,
    body,
    known_sections,
)
from permanence.care.charts.queries.gathered import Care, gather
from permanence.care.charts.queries.lines import (
    AllergyLine,
    ConditionLine,
    PrecautionLine,
    ResultLine,
    allergy_lines,
    condition_lines,
    precaution_lines,
    result_lines,
)
from permanence.care.charts.queries.treatments import DoseLine, TreatmentLine, medication
from permanence.care.charts.rules import AllergyStatement, Report, known_allergies
from permanence.care.patients import queries as patients
from permanence.care.patients.queries import Contacts, Homonymy, IdentityStatus, PatientRow
from permanence.care.stays import queries as stays
from permanence.care.stays.queries import StayRow, StayState
from permanence.foundation import clock
from permanence.foundation.places import queries as places
from permanence.foundation.places.queries import WardRow

# Results older than this before the admission are in the record, not on the page one grabs.
_RESULTS_BEFORE_ADMISSION = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class EmergencySummary:
    """One page for one stay: who, where, and what would harm the patient if nobody knew it.

    `family` and `given` are at birth; `used_*` are empty when the same. `reliability` holds HL7 table 0445 codes.
    `ins` is shown only with its state `ins_qualified`. `data_as_of` is the newest thing told about this patient.
    Results are the latest of each code, abnormal ones first, then the newest. `other_doses` are those of the last day
    that belong to no treatment shown. `known` says of each section without a line whether anything was said of it.
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
    code_status: tuple[CodeStatusLine, ...]
    code_status_contradictory: bool
    precautions: tuple[PrecautionLine, ...]
    devices: tuple[DeviceLine, ...]
    treatments: tuple[TreatmentLine, ...]
    other_doses: tuple[DoseLine, ...]
    conditions: tuple[ConditionLine, ...]
    procedures: tuple[ProcedureLine, ...]
    results: tuple[ResultLine, ...]
    known: KnownSections
    phone: str
    contacts: Contacts
    data_as_of: datetime


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What summaries share: places by id, stays absorbed into others, who bears another's name, the time."""

    wards: dict[UUID, WardRow]
    labels: dict[UUID, str]
    parts: dict[UUID, set[UUID]]
    namesakes: Collection[UUID]
    as_of: datetime

    def label(self, place: UUID | None) -> str:
        """What a place is called; empty for none."""
        return self.labels.get(place, "") if place else ""


def emergency_summaries(stay_ids: Sequence[UUID]) -> list[EmergencySummary]:
    """The summary of each of these stays, in their order; a constant number of queries for any number of stays.

    A stay absorbed into another gives the one it is part of, once; unknown ids are left out.
    """
    known = stays.stays(stay_ids)
    rows = list({known[id_].id: known[id_] for id_ in stay_ids if id_ in known}.values())
    if not rows:
        return []
    people = patients.patients({row.patient for row in rows})
    contacts = patients.contacts_of({row.patient for row in rows})
    surroundings = _surroundings(rows)
    care = gather(
        {row.patient for row in rows},
        [stay for parts in surroundings.parts.values() for stay in parts],
        reports_since=min(_results_since(row) for row in rows),
    )
    return [_summary(row, people[row.patient], care[row.patient], contacts[row.patient], surroundings) for row in rows]


def _surroundings(rows: Sequence[StayRow]) -> _Surroundings:
    parts = {row.id: {row.id} for row in rows}
    for part, whole in stays.absorbed_stays(parts.keys()).items():
        parts[whole].add(part)
    return _Surroundings(
        wards={ward.id: ward for ward in places.wards()},
        labels=places.labels({id_ for row in rows for id_ in (row.room, row.bed) if id_}),
        parts=parts,
        namesakes=stays.namesakes_in_wards({row.ward for row in rows if row.ward}),
        as_of=clock.now(),
    )


def _results_since(row: StayRow) -> datetime:
    return (row.admitted_at or row.since or row.latest_at) - _RESULTS_BEFORE_ADMISSION


def _recent(row: StayRow, care: Care) -> Iterator[Report]:
    since = _results_since(row)
    return (report for _, report in care.reports if report.occurred_at >= since)


def _summary(
    row: StayRow, person: PatientRow, care: Care, contacts: Contacts, around: _Surroundings
) -> EmergencySummary:
    ward, parts = around.wards.get(row.ward) if row.ward else None, around.parts[row.id]
    known = known_allergies(care.allergies)
    given = medication(care.orders, care.doses, parts, around.as_of)
    precautions, conditions = precaution_lines(care.precautions, parts), condition_lines(care.conditions, parts)
    within = body(care, parts, around.as_of)
    return EmergencySummary(
        stay=row.id,
        patient=row.patient,
        family=person.birth_family,
        used_family=person.used_family if person.renamed else "",
        given=person.birth_given or person.given,
        used_given=person.used_given if person.used_given.casefold() != person.birth_given.casefold() else "",
        sex=person.sex.value if person.sex else "",
        birth_date=person.birth_date,
        birth_date_as_sent=person.birth_date_as_sent,
        ipp=person.ipp,
        ins=person.ins.number if person.ins else "",
        ins_qualified=person.status is IdentityStatus.QUALIFIED,
        reliability=person.reliability,
        homonym=row.id in around.namesakes or person.homonym is Homonymy.SAME,
        confidential=row.confidential,
        visit_number=row.visit_number,
        ward=row.ward,
        ward_code=ward.code if ward else "",
        ward_name=ward.name if ward else "",
        room=around.label(row.room),
        bed_label=around.label(row.bed),
        on_leave=row.state is StayState.ON_LEAVE,
        attending_doctor=row.attending_doctor,
        admitted_at=row.admitted_at,
        reason=row.reason,
        allergy_statement=known.statement,
        allergies=allergy_lines(known),
        code_status=within.code_status,
        code_status_contradictory=within.contradictory,
        precautions=precautions,
        devices=within.devices,
        treatments=given.treatments,
        other_doses=given.other_doses,
        conditions=conditions,
        procedures=within.procedures,
        results=result_lines(_recent(row, care), shown=care.codes_of_sections()),
        known=known_sections(care, parts, within, (precautions, conditions, given.treatments)),
        phone=person.phone,
        contacts=contacts,
        data_as_of=_newest(row, person, care, contacts, around.as_of),
    )


def _newest(row: StayRow, person: PatientRow, care: Care, contacts: Contacts, as_of: datetime) -> datetime:
    """The newest thing told; what is planned for later was not told later."""
    told = [row.latest_at, person.traits_at, *([contacts.said_at] if contacts.said_at else [])]
    told += care.said_at()
    past = [instant for instant in told if instant <= as_of]
    return max(past, default=as_of)
