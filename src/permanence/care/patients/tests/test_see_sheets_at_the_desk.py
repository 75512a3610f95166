"""Whoever sees a patient's sheet at the transcription desk has seen that patient's data."""

import pytest

from permanence.care.patients import operations as patients
from permanence.care.patients import queries as patient_queries
from permanence.foundation.actors import Actor, Role
from permanence.foundation.ids import new_id
from permanence.paper.desk.models import DeskSheet
from permanence.paper.desk.tests.made_up_sheets import WALK, at, field, hold_forms, keep_page, lay


@pytest.fixture
def editions(db, tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    return hold_forms(WALK)


@pytest.fixture
def patient(db):
    traits = patients.Traits(birth_family="NOM", birth_given="ANNE", sex=patients.Sex.FEMALE)
    identity = patients.IdentityFact((patients.IdentifierFact("CHX", "80001", "PI"),), traits, at(0), new_id())
    (patient,) = patients.receive_identities(facts=[identity], by=Actor("feed", "GAM"))
    return patient


def test_crops_are_accounted_for_once_a_while(editions, signed_in, patient):
    sheet = lay(editions, pictures=[keep_page()], patient=patient)
    anne = signed_in("anne", Role.SECRETARY)
    for link_id in ("pulse", "woke"):
        assert anne.get(f"/desk/fields/{field(sheet, link_id).pk}/crop/").status_code == 200
    assert anne.get(f"/desk/sheets/{sheet}/pages/1/").status_code == 200
    (read,) = patient_queries.reads_of(patient)
    assert (read.screen, read.by) == ("desk:crop", "person:anne")


def test_a_sheet_without_a_patient_is_given_to_one_by_a_person_who_compares(editions, signed_in, patient):
    anne, sheet = signed_in("anne", Role.SECRETARY), lay(editions)
    page = anne.post(f"/desk/sheets/{sheet}/patient/", {"text": "80001"}).content.decode()
    assert f'value="{patient}"' in page
    assert [read.screen for read in patient_queries.reads_of(patient)] == ["desk:patient"]
    anne.post(f"/desk/sheets/{sheet}/patient/", {"patient": str(patient)})
    assert DeskSheet.objects.get(pk=sheet).patient == patient
    assert "NOM ANNE" in anne.get(f"/desk/sheets/{sheet}/").content.decode()
