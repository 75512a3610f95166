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
from permanence.care.charts.queries.gathered import Care, DocumentRow, Kin, gather, standing_documents
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
from permanence.care.patients.queries import Contacts, PatientRow, WholePatient
from permanence.care.stays import queries as stays
from permanence.care.stays.queries import Histories, StayHistory
from permanence.foundation import clock

_RESULTS_KEPT_IN_SIGHT = timedelta(days=365)
_APPOINTMENTS_KEPT_IN_SIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PatientChart:
    """What is known of a patient; `current` are the stays in the hospital now, more than one being a contradiction.

    What is told of care is that of the current stays, else of the last one, and what was told of no stay; `known` says
    of each section without a line whether anything was said of it.
    """

    person: PatientRow
    current: tuple[StayHistory, ...]
    stays: tuple[StayHistory, ...]
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
    whole = patients.whole_patient(file)
    if whole is None:
        return None
    now, of_person = clock.now(), stays.histories(whole.files)
    parts = [*(line.stay.id for line in of_person.stays), *of_person.absorbed]
    kin = Kin({one: survivor or one for one, survivor in whole.files.items()}, of_person.taken)
    id_ = whole.person.id
    care = gather([id_], parts, reports_since=now - _RESULTS_KEPT_IN_SIGHT, kin=kin)[id_]
    upcoming = agenda.upcoming(whole.person, whole.files, now - _APPOINTMENTS_KEPT_IN_SIGHT)
    return _chart(whole, of_person, care, upcoming, now)


def _chart(
    whole: WholePatient, of_person: Histories, care: Care, upcoming: list[AppointmentRow], now: datetime
) -> PatientChart:
    lines = of_person.stays
    current = tuple(line for line in lines if line.stay.in_hospital)
    known = known_allergies(care.allergies)
    shown = {line.stay.id for line in current or lines[:1]}
    of = shown | {part for part, into in of_person.absorbed.items() if into in shown}
    given = medication(care.orders, care.doses, of, now)
    precautions, conditions = precaution_lines(care.precautions, of), condition_lines(care.conditions, of)
    within = body(care, of, now)
    return PatientChart(
        person=whole.person,
        current=current,
        stays=lines,
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
        contacts=whole.contacts,
        results=result_lines((report for _, report in care.reports), shown=care.codes_of_sections()),
        documents=tuple(standing_documents(care)),
        appointments=tuple(upcoming),
    )
