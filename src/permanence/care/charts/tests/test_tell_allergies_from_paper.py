"""An allergy that was written on paper and typed later."""

import pytest

from permanence.care.charts.queries.gathered import gather_alerts
from permanence.care.charts.rules import AllergyStatement, known_allergies
from permanence.care.patients import operations as patients
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.paper.desk import operations as desk
from permanence.paper.desk.models import DeskQuestion
from permanence.paper.desk.tests.made_up_sheets import ANNE, BORIS, at, fill, hold_forms, lay, type_in


def coded(code):
    return {"valueCoding": {"system": "urn:test", "code": code, "display": code}}


SUMMARY = {
    "resourceType": "Questionnaire",
    "status": "active",
    "name": "Summary",
    "title": "Summary",
    "language": "en",
    "subjectType": ["Patient"],
    "meta": {"tag": [{"system": "urn:permanence:tier", "code": "A"}]},
    "item": [
        {
            "linkId": "allergy.status",
            "text": "Allergy",
            "type": "choice",
            "answerOption": [coded("none-known"), coded("known"), coded("not-asked")],
        },
        {
            "linkId": "allergy.list",
            "text": "Which",
            "type": "group",
            "repeats": True,
            "item": [{"linkId": "allergy.list.substance", "text": "Substance", "type": "string", "maxLength": 18}],
        },
    ],
}


@pytest.fixture
def patient(db):
    traits = patients.Traits(birth_family="NOM", birth_given="ANNE", sex=patients.Sex.FEMALE)
    identity = patients.IdentityFact((patients.IdentifierFact("CHX", "80001", "PI"),), traits, at(0), new_id())
    (patient,) = patients.receive_identities(facts=[identity], by=Actor("feed", "GAM"))
    return patient


@pytest.fixture
def lay_summary(patient, tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    editions = hold_forms(SUMMARY)

    def write(status, substance="", serial=1, hour="23:05"):
        sheet = lay(editions, form="summary", serial=serial, patient=patient)
        for who in (ANNE, BORIS):
            type_in(sheet, {"allergy.status": ""}, who, ticks={"allergy.status": [status]})
            fill(sheet, who, allergy__list__substance=substance, _author__hour=hour)
        return desk.validate(sheet=sheet, by=ANNE, occurred_at=at(3))

    return write


def known(patient):
    return known_allergies(gather_alerts({patient}, [])[patient].allergies)


def test_the_allergy_is_on_the_chart_since_the_hour_on_the_sheet(patient, lay_summary):
    assert lay_summary("known", "PENICILLINE").acted
    (line,) = known(patient).allergies
    assert (line.allergy.label, line.said_at) == ("PENICILLINE", at(-1 - 55 / 60))


def test_none_known_is_said_when_the_chart_knows_of_none(patient, lay_summary):
    assert lay_summary("none-known").acted
    assert known(patient).statement == AllergyStatement.NONE_KNOWN


def test_none_known_against_a_known_one_is_a_question(patient, lay_summary):
    lay_summary("known", "PENICILLINE")
    outcome = lay_summary("none-known", serial=2)
    assert not outcome.done
    assert DeskQuestion.objects.get(answer__isnull=True).kind == "refused"
    assert len(known(patient).allergies) == 1
