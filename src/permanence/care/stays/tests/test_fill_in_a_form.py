"""A form printed for a patient carries who it is and where, as the picture knows them."""

from datetime import date
from uuid import uuid4

import pytest

from permanence.care.patients import operations as patients
from permanence.care.stays import queries
from permanence.care.stays.paper.prefill import prefill
from permanence.care.stays.tests.hospital import FEED, admit
from permanence.care.stays.tests.stories import at
from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.paper.forms import operations as forms
from permanence.paper.press import queries as press
from permanence.paper.press.tests.reading import read_pages
from permanence.paper.sheets import queries as sheets

pytestmark = pytest.mark.django_db
ALICE = Actor("person", "alice")
BIRTH_DATE = "http://hl7.org/fhir/StructureDefinition/Patient#Patient.birthDate"
TRIAGE = {"resourceType": "Questionnaire", "name": "Triage", "title": "Triage", "language": "en", "item": [
    {"linkId": "name", "type": "string", "text": "Name", "extension": [{
        "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-initialExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": "%patient.name.family"}}]},
    {"linkId": "born", "type": "date", "text": "Born", "definition": BIRTH_DATE},
]}  # fmt: skip


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def test_the_sheet_says_who_it_is_for_in_clear_and_in_its_code():
    stay = admit("800001", used_family="MARTIN")
    (row,) = queries.inpatients([stay])
    forms.import_forms(sources=[forms.Source("triage", TRIAGE)], by=ALICE, occurred_at=clock.now())
    made = forms.print_forms(code="triage", patient=row.patient, by=ALICE, occurred_at=clock.now())
    (part,) = press.run(made.run).parts
    (page,) = read_pages(part.path.read_bytes())
    words = " ".join(page.words.split())
    assert words.count("NOM800001") >= 4
    assert "CARD" in words
    assert page.code.patient_key == sheets.patient_key(row.patient)
    (sheet,) = sheets.sheets_of_part(part.id)
    assert (sheet.patient, sheet.stay, sheet.ward) == (row.patient, stay, row.ward)


def test_a_patient_who_is_not_here_is_known_all_the_same():
    traits = patients.Traits(birth_family="DURAND", birth_given="ZOE", birth_date=date(2001, 2, 3))
    fact = patients.IdentityFact((patients.IdentifierFact("CHX", "800002", "PI"),), traits, at(0), new_id())
    (patient,) = patients.receive_identities(facts=[fact], by=FEED)
    known = prefill(patient)
    assert (known.subject, known.number, known.birth_date) == ("DURAND ZOE", "800002", "2001-02-03")
    assert (known.stay, known.ward, known.facts["Patient.birthDate"]) == (None, None, "2001-02-03")


def test_a_file_nobody_knows_fills_nothing_in():
    assert prefill(uuid4()) is None
