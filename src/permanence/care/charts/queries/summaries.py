"""Emergency summaries: what a doctor must know of a patient when every screen is dark."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from permanence.care.charts.queries.gathered import Care, gather
from permanence.care.charts.queries.lines import (
    AllergyLine,
    ConditionLine,
    ContactLine,
    PrecautionLine,
    ResultLine,
    TreatmentLine,
    allergy_lines,
    condition_lines,
    precaution_lines,
    result_lines,
    treatment_lines,
)
from permanence.care.charts.rules import AllergyStatement, known_allergies
from permanence.care.patients import queries as patients
from permanence.care.patients.queries import Homonymy, IdentityStatus, PatientRow
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


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What summaries share: places by id, stays absorbed into others, who bears another's name, the time."""

    wards: dict[UUID, WardRow]
    labels: dict[UUID, str]
    parts: dict[UUID, set[UUID]]
    namesakes: Collection[UUID]
    as_of: datetime


def emergency_summaries(stay_ids: Sequence[UUID]) -> list[EmergencySummary]:
    """The summary of each of these stays, in their order; a constant number of queries for any number of stays.

    A stay absorbed into another gives the one it is part of, once; unknown ids are left out.
    """
    known = stays.stays(stay_ids)
    rows = list({known[id_].id: known[id_] for id_ in stay_ids if id_ in known}.values())
    if not rows:
        return []
    people = patients.patients({row.patient for row in rows})
    surroundings = _surroundings(rows)
    care = gather(
        {row.patient for row in rows},
        [stay for parts in surroundings.parts.values() for stay in parts],
        reports_since=min(_results_since(row) for row in rows),
    )
    return [_summary(row, people[row.patient], care[row.patient], surroundings) for row in rows]


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


def _summary(row: StayRow, person: PatientRow, care: Care, around: _Surroundings) -> EmergencySummary:
    ward = around.wards.get(row.ward) if row.ward else None
    parts = around.parts[row.id]
    known = known_allergies(care.allergies)
    since = _results_since(row)
    return EmergencySummary(
        stay=row.id,
        patient=row.patient,
        family=person.birth_family,
        used_family=person.used_family if person.renamed else "",
        given=person.birth_given or person.given,
        used_given=person.used_given if person.used_given != person.birth_given else "",
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
        room=around.labels.get(row.room, "") if row.room else "",
        bed_label=around.labels.get(row.bed, "") if row.bed else "",
        on_leave=row.state is StayState.ON_LEAVE,
        attending_doctor=row.attending_doctor,
        admitted_at=row.admitted_at,
        reason=row.reason,
        allergy_statement=known.statement,
        allergies=allergy_lines(known),
        treatments=treatment_lines(care.orders, parts, around.as_of),
        precautions=precaution_lines(care.precautions, parts),
        conditions=condition_lines(care.conditions, parts),
        results=result_lines(report for _, report in care.reports if report.occurred_at >= since),
        contacts=(ContactLine("patient", "", person.phone),) if person.phone else (),
        data_as_of=_newest(row, person, care, around.as_of),
    )


def _newest(row: StayRow, person: PatientRow, care: Care, as_of: datetime) -> datetime:
    """The newest thing told; what is planned for later was not told later."""
    told = [row.latest_at, person.traits_at]
    told += [listed.said_at for listed in care.allergies]
    told += [said.said_at for said in (*care.conditions, *care.precautions)]
    told += [one.order.latest_at for one in care.orders] + [report.occurred_at for _, report in care.reports]
    past = [instant for instant in told if instant <= as_of]
    return max(past, default=as_of)
