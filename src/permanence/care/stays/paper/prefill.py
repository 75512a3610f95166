"""What a form for a patient carries before anybody writes on it: traits, number, and where the patient is."""

from uuid import UUID

from permanence.care.patients import queries as patients
from permanence.care.patients.queries import PatientRow
from permanence.care.stays import queries
from permanence.paper.forms.queries import Prefill

_SEXES = {"F": "female", "M": "male", "O": "other"}


def prefill(patient: UUID) -> Prefill | None:
    """The patient a file lives on in, with the stay in hospital if there is one; None when nobody knows the file."""
    person = patients.patient(patient)
    if person is None:
        return None
    here = [stay.id for stay in queries.stays_of(person.id) if stay.in_hospital]
    # Two stays at once are a question for the admissions desk: neither's bed is printed.
    stay = queries.inpatients(here)[0] if len(here) == 1 else None
    name = f"{person.birth_family or person.family} {person.birth_given or person.given}".strip()
    return Prefill(
        subject=stay.name if stay else name,
        subject_line=stay.told_apart if stay else _told_apart(person),
        name=" ".join(filter(None, [name, person.sex.value if person.sex else ""])),
        number=person.ipp,
        birth_date=person.birth_date.isoformat() if person.birth_date else "",
        ward=stay.ward if stay else None,
        place=" ".join(filter(None, [stay.ward_name, stay.room, stay.bed])) if stay else "",
        stay=stay.stay if stay else None,
        data_as_of=stay.known_at if stay else person.traits_at,
        facts=_facts(person),
    )


def _told_apart(person: PatientRow) -> str:
    born = person.birth_date.strftime("%d/%m/%Y") if person.birth_date else person.birth_date_as_sent
    told = [born, person.sex.value if person.sex else "", f"IPP {person.ipp}" if person.ipp else ""]
    return " · ".join(filter(None, told))


def _facts(person: PatientRow) -> dict[str, str]:
    """By the element of FHIR's Patient a questionnaire names."""
    return {
        "Patient.name.family": person.birth_family or person.family,
        "Patient.name.given": person.birth_given or person.given,
        "Patient.birthDate": person.birth_date.isoformat() if person.birth_date else "",
        "Patient.gender": _SEXES.get(person.sex.value, "") if person.sex else "",
        "Patient.identifier": person.ipp,
        "Patient.identifier.value": person.ipp,
        "Patient.telecom": person.phone,
        "Patient.address": person.address,
    }
