"""The page of forms: what is printed, how it looks, blank sheets, and retiring."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from permanence.foundation.accounts.tests.people import create
from permanence.foundation.actors import Role
from permanence.paper.forms import queries
from permanence.paper.forms.tests.made_up import imported, item, questionnaire
from permanence.paper.press import queries as press

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    monkeypatch.setenv("PERMANENCE_LANGUAGE", "en")
    imported(questionnaire(item("1", "string", "Name"), title="Stock card"))


def signed_in(client, role: Role):
    client.force_login(get_user_model().objects.get(pk=create(role.value, role)))
    return client


def test_a_nurse_looks_at_a_form_and_prints_sheets_of_it(client):
    nurse = signed_in(client, Role.NURSE)
    page = nurse.get(reverse("forms:forms")).content.decode()
    assert "Stock card" in page
    assert reverse("forms:retirements", args=["made_up"]) not in page
    row = queries.form_named("made_up")
    assert nurse.get(reverse("forms:blank", args=["made_up", row.edition])).content.startswith(b"%PDF")
    answer = nurse.post(reverse("forms:prints", args=["made_up"]), {"language": "en", "count": "2"})
    assert answer.status_code == 303
    (run,) = press.runs()
    assert (run.sheets, answer["Location"]) == (2, reverse("press:run", args=[run.id]))


def test_too_many_sheets_are_not_printed(client):
    signed_in(client, Role.NURSE).post(reverse("forms:prints", args=["made_up"]), {"language": "en", "count": "5000"})
    assert press.runs() == []


def test_whoever_leads_the_crisis_retires_a_form_and_takes_it_back(client):
    lead = signed_in(client, Role.CRISIS_CELL)
    assert lead.post(reverse("forms:retirements", args=["made_up"])).status_code == 303
    assert queries.form_named("made_up") is None
    assert "Retiré" in lead.get(reverse("forms:forms") + "?all").content.decode()
    lead.post(reverse("forms:returns", args=["made_up"]))
    assert queries.form_named("made_up") is not None


def test_a_nurse_retires_nothing(client):
    assert signed_in(client, Role.NURSE).post(reverse("forms:retirements", args=["made_up"])).status_code == 403
