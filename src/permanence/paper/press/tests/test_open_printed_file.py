"""The page of print runs: how far they are, their files, printing again, trying again."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from permanence.foundation.accounts.models import RoleGrant
from permanence.foundation.actors import Role
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.press import operations, queries
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, REFUSED, plan, subject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    made_up.open_paper_door(monkeypatch)


def signed_in(client, role: Role):
    user = get_user_model().objects.create(username=role.value, display_name="Nora")
    RoleGrant.objects.create(user=user, role=role, granted_by="test", occurred_at=datetime(2026, 1, 1, tzinfo=UTC))
    client.force_login(user)
    return client


@pytest.fixture
def nurse(client):
    return signed_in(client, Role.NURSE)


def printed(*parts) -> queries.RunRow:
    run = plan(*parts)
    operations.print_run(run=run, by=ALICE, occurred_at=AT)
    return queries.run(run)


def test_the_file_opens_as_it_was_written_and_the_ledger_names_the_patients(nurse):
    (part,) = printed([subject(1), subject(2)]).parts
    answer = nurse.get(reverse("press:file", args=[part.id]))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content == part.path.read_bytes()
    opened = entries_about(part.id)[-1]
    assert (opened.kind, opened.actor) == ("press.opened", "person:nurse")
    assert all(str(patient) in opened.facts for patient in (subject(1), subject(2)))


def test_a_file_that_was_changed_is_never_handed_out(nurse):
    (part,) = printed([subject(1)]).parts
    part.path.write_bytes(part.path.read_bytes() + b" ")
    answer = nurse.get(reverse("press:file", args=[part.id]))
    assert answer.status_code == 409
    assert answer["Content-Type"].startswith("text/html")
    with pytest.raises(operations.FileChanged):
        operations.open_file(part=part.id, by=ALICE, occurred_at=AT)


def test_a_file_that_is_gone_or_not_ready_is_not_found(nurse):
    (part,) = printed([subject(1)]).parts
    part.path.unlink()
    (waiting,) = queries.run(plan([subject(1)])).parts
    for one in (part.id, waiting.id, uuid4()):
        assert nurse.get(reverse("press:file", args=[one])).status_code == 404


def test_the_run_page_looks_again_until_all_is_done(nurse):
    run = plan([subject(1)])
    page = reverse("press:run", args=[run])
    assert 'hx-trigger="every' in nurse.get(page).content.decode()
    operations.print_run(run=run, by=ALICE, occurred_at=AT)
    ready = nurse.get(page).content.decode()
    assert 'hx-trigger="every' not in ready
    assert reverse("press:file", args=[queries.run(run).parts[0].id]) in ready
    assert nurse.get(reverse("press:run", args=[uuid4()])).status_code == 404


def test_the_list_of_runs_says_how_each_stands(nurse):
    assert nurse.get(reverse("press:runs")).status_code == 200
    printed([subject(1)], [subject(2, REFUSED)])
    assert "1/2" in nurse.get(reverse("press:runs")).content.decode()


def test_one_ward_is_printed_again(nurse):
    (part,) = printed([subject(1)]).parts
    answer = nurse.post(reverse("press:again", args=[part.id]))
    assert answer.status_code == 303
    newest = queries.runs(1)[0]
    assert answer["Location"] == reverse("press:run", args=[newest.id])
    assert newest.planned_by == "person:nurse"
    assert [one.state for one in newest.parts] == [queries.PartState.WAITING]
    assert nurse.post(reverse("press:again", args=[uuid4()])).status_code == 404


def test_failed_files_are_tried_again_by_a_button(nurse):
    run = printed([subject(1, REFUSED)])
    assert reverse("press:retries", args=[run.id]) in nurse.get(reverse("press:run", args=[run.id])).content.decode()
    assert nurse.post(reverse("press:retries", args=[run.id])).status_code == 303
    assert queries.waiting_runs() == [run.id]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.FINANCE, Role.HR, Role.AUDITOR])
def test_who_has_no_business_with_patients_paper_is_refused(client, role):
    (part,) = printed([subject(1)]).parts
    assert signed_in(client, role).get(reverse("press:file", args=[part.id])).status_code == 403


def test_nobody_opens_a_file_without_signing_in(client):
    (part,) = printed([subject(1)]).parts
    assert client.get(reverse("press:file", args=[part.id])).status_code == 302
