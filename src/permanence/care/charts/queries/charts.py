"""One patient's chart, whole: identity, care, stays with their movements, appointments."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from permanence.care.agenda import queries as agenda
from permanence.care.agenda.queries import AppointmentRow
from permanence.care.charts.queries.body import (
    CodeStatusLine,
    DeviceLine,
    KnownSections,
    ProcedureLine,
    body,
    known_sections,
)
from permanence.care.charts.queries.gathered import Care, DocumentRow, documents_of, gather
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
from permanence.care.charts.rules import AllergyStatement, known_allergies
from permanence.care.patients import queries as patients
from permanence.care.patients.queries import Contacts, PatientRow
from permanence.care.stays import queries as stays
from permanence.care.stays.queries import MovementRow, StayRow
from permanence.foundation import clock
from permanence.foundation.places import queries as places

_RESULTS_KEPT_IN_SIGHT = timedelta(days=365)
_APPOINTMENTS_KEPT_IN_SIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StayLine:
    """A stay with the names of where it is, or was last, and all that was told of it."""

    stay: StayRow
    ward: str
    room: str
    bed: str
    movements: tuple[MovementRow, ...]


@dataclass(frozen=True, slots=True)
class PatientChart:
    """What is known of a patient; `current` are the stays in the hospital now, more than one being a contradiction.

    What is told of care is that of the current stays, else of the last one, and what was told of no stay; `known` says
    of each section without a line whether anything was said of it.
    """

    person: PatientRow
    current: tuple[StayLine, ...]
    stays: tuple[StayLine, ...]
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
    known: KnownSections
    contacts: Contacts
    results: tuple[ResultLine, ...]
    documents: tuple[DocumentRow, ...]
    appointments: tuple[AppointmentRow, ...]


def patient_chart(file: UUID) -> PatientChart | None:
    """The chart of the patient this file lives on in, None when nobody knows the file."""
    person = patients.patient(file)
    if person is None:
        return None
    now = clock.now()
    rows = stays.stays_of(person.id)
    parts = [*(row.id for row in rows), *stays.absorbed_stays([row.id for row in rows])]
    care = gather([person.id], parts, reports_since=now - _RESULTS_KEPT_IN_SIGHT)[person.id]
    lines = _stay_lines(rows)
    upcoming = [
        one for one in agenda.appointments(patient=person.id) if one.starts_at >= now - _APPOINTMENTS_KEPT_IN_SIGHT
    ]
    documents = documents_of([person.id], parts)[person.id]
    return _chart(person, lines, care, documents, upcoming, now)


def _chart(
    person: PatientRow,
    lines: list[StayLine],
    care: Care,
    documents: list[DocumentRow],
    upcoming: list[AppointmentRow],
    now: datetime,
) -> PatientChart:
    current = tuple(line for line in lines if line.stay.in_hospital)
    known = known_allergies(care.allergies)
    shown = [line.stay.id for line in current or lines[:1]]
    of = {*shown, *stays.absorbed_stays(shown)}
    given = medication(care.orders, care.doses, of, now)
    precautions, conditions = precaution_lines(care.precautions, of), condition_lines(care.conditions, of)
    within = body(care, of, now)
    return PatientChart(
        person=person,
        current=current,
        stays=tuple(lines),
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
        known=known_sections(care, of, within, (precautions, conditions, given.treatments)),
        contacts=patients.contacts_of([person.id])[person.id],
        results=result_lines((report for _, report in care.reports), shown=care.codes_of_sections()),
        documents=tuple(documents),
        appointments=tuple(upcoming),
    )


def _stay_lines(rows: list[StayRow]) -> list[StayLine]:
    movements = stays.movements_of([row.id for row in rows])
    ids = {id_ for row in rows for id_ in (row.ward, row.room, row.bed) if id_}
    names: dict[UUID | None, str] = dict(places.labels(ids).items())
    return [
        StayLine(
            row, names.get(row.ward, ""), names.get(row.room, ""), names.get(row.bed, ""), tuple(movements[row.id])
        )
        for row in rows
    ]
