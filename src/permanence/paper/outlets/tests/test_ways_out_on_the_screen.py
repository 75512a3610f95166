"""The pages of printers, of sticks and copies, and of stale paper: who may do what, and what they are told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from permanence.foundation import clock
from permanence.foundation.accounts.models import RoleGrant
from permanence.foundation.actors import Role
from permanence.foundation.places import operations as places
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.outlets.models import Printer
from permanence.paper.outlets.queries.folders import folders
from permanence.paper.press import operations as press
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, plan, subject
from permanence.paper.sheets import queries as sheets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "stick").mkdir()
    made_up.open_paper_door(monkeypatch)


def signed_in(client, role: Role):
    user = get_user_model().objects.create(username=role.value, display_name="Nora")
    RoleGrant.objects.create(user=user, role=role, granted_by="test", occurred_at=datetime(2026, 1, 1, tzinfo=UTC))
    client.force_login(user)
    client.cookies.load({"django_language": "en"})
    return client


@pytest.fixture
def manager(client):
    return signed_in(client, Role.NIGHT_MANAGER)


def printed(at=AT):
    run = plan([subject(1)], [subject(2)], occurred_at=at)
    press.print_run(run=run, by=ALICE, occurred_at=at)
    return run


def copy(client, run, folder, form="pdf"):
    said = {"run": str(run), "folder": str(folder), "form": form}
    return client.post(reverse("outlets:copies"), said)


def test_a_run_is_carried_away_and_the_page_says_that_it_is_whole(manager, tmp_path):
    assert copy(manager, printed(), tmp_path / "stick").status_code == 303
    assert "read back and found right" in manager.get(reverse("outlets:copies")).content.decode()
    assert len(list((tmp_path / "stick").glob("*/*.pdf"))) == 3


def test_the_passphrase_of_sealed_files_is_shown_once(manager, tmp_path):
    answer = copy(manager, printed(), tmp_path / "stick", "html")
    page = answer.content.decode()
    assert re.search(r'class="secret"[^>]*>[0-9A-Z]{4}(-[0-9A-Z]{4}){3}<', page)
    assert "no-store" in answer["Cache-Control"]
    assert 'class="secret"' not in manager.get(reverse("outlets:copies")).content.decode()


def test_a_stick_that_is_not_there_is_said_beside_the_field(manager, tmp_path):
    answer = copy(manager, printed(), tmp_path / "no-stick")
    assert answer.status_code == 422
    assert "plug the stick in" in answer.content.decode()
    assert copy(manager, printed(), "stick").status_code == 422


def test_what_answers_as_no_printer_is_refused_with_what_to_do(manager):
    said = {"name": "Cable", "uri": "ipp://127.0.0.1:9/ipp/print"}
    answer = manager.post(reverse("outlets:add_printer"), said)
    assert answer.status_code == 422
    assert "No printer answers there" in answer.content.decode()
    assert manager.post(reverse("outlets:sendings"), {"run": str(printed()), "printer": ""}).status_code == 303
    assert "There is no such printer" in manager.get(reverse("outlets:printers")).content.decode()


def test_each_printer_says_for_whom_it_prints_what_ails_it_and_what_waits(manager):
    ward = places.ensure_places(facts=[PlaceFact("Cardiologie", "101", "P")], by=ALICE, occurred_at=AT)
    (place,) = ward.values()
    for name, wards in (("Office", []), ("Cable", [str(place.ward)])):
        row = Printer.objects.create(name=name, uri="ipp://127.0.0.1:9/", wards=wards, added_by="x", occurred_at=AT)
    row.sights.create(trouble="paper", occurred_at=AT)
    run = printed()
    assert manager.post(reverse("outlets:sendings"), {"run": str(run), "printer": str(row.id)}).status_code == 303
    unsure = row.deliveries.first()
    unsure.events.create(fate="unknown", by="x", occurred_at=AT)
    page = manager.get(reverse("outlets:printers")).content.decode()
    for told in ("Cardiologie", "all wards", "fill its tray", "Service n° 2", "look in the tray", "takes the rest"):
        assert told in page
    answer = manager.post(reverse("outlets:fate", args=[unsure.id]), {"came_out": "yes"})
    assert answer.status_code == 303
    assert "look in the tray" not in manager.get(reverse("outlets:printers")).content.decode()


def test_a_folder_is_kept_up_and_left(manager, tmp_path):
    path = reverse("outlets:add_folder")
    assert manager.post(path, {"path": str(tmp_path / "away")}).status_code == 422
    assert manager.post(path, {"path": str(tmp_path / "stick")}).status_code == 303
    (row,) = folders()
    assert str(tmp_path / "stick") in manager.get(reverse("outlets:stale")).content.decode()
    assert manager.post(reverse("outlets:leave_folder", args=[row.id])).status_code == 303
    assert folders() == []


def test_a_stale_print_is_listed_and_printed_again_from_its_line(manager):
    run = printed(clock.now() - timedelta(hours=13))
    page = manager.get(reverse("outlets:stale")).content.decode()
    assert "Service n° 1" in page
    part = sheets.parts_on_paper()[0].part
    assert reverse("press:again", args=[part]) in page
    press.retire_run(run=run, reason="a newer one", by=ALICE, occurred_at=AT)
    assert "Nothing on paper is stale" in manager.get(reverse("outlets:stale")).content.decode()


def test_a_nurse_sends_to_printers_and_carries_nothing_away(client, tmp_path):
    nurse = signed_in(client, Role.NURSE)
    page = nurse.get(reverse("outlets:printers")).content.decode()
    assert reverse("outlets:copies") not in page
    assert reverse("outlets:add_printer") not in page
    assert copy(nurse, printed(), tmp_path / "stick").status_code == 403
    assert nurse.post(reverse("outlets:add_folder"), {"path": str(tmp_path / "stick")}).status_code == 403
    assert list((tmp_path / "stick").iterdir()) == []
