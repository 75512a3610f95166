"""The lists of a ward's paper, printed, numbered and read back."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from permanence.foundation.accounts.models import RoleGrant
from permanence.foundation.actors import Role
from permanence.foundation.places.models import Location
from permanence.paper.press import queries as press
from permanence.paper.press.tests.printing import printed as pages_of
from permanence.paper.sheets.tests.made_up import ALICE, AT, at, back, issued, printed
from permanence.paper.tallies import operations
from permanence.paper.tallies.operations import Tally

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


@pytest.fixture
def ward():
    return Location.objects.create(kind="ward", code="CARD", name="Cardiology", occurred_at=AT).pk


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reconciliation_list_has_every_sheet_that_is_out_and_no_other(ward, language):
    numbers = printed(45, ward=ward, title="Observation chart")
    issued(numbers, ward=ward)
    back(numbers[:3])
    pages = pages_of(("tallies.out", [ward]), language=language)
    words = " ".join(page.words for page in pages)
    assert len(pages) > 1
    assert [number.spoken for number in numbers if number.spoken in words] == [one.spoken for one in numbers[3:]]
    assert "Cardiology" in words
    assert "42" in words


def test_a_ward_that_holds_nothing_gets_a_list_that_says_so(ward):
    (page,) = pages_of(("tallies.out", [ward]))
    assert "No sheet is handed out to this ward." in page.words


def test_the_replenishment_list_says_how_many_to_print(ward):
    printed(4, blank=True, ward=ward, title="Lab request")
    (page,) = pages_of(("tallies.stock", [ward]))
    assert "Lab request" in page.words
    assert "RUNS OUT" in page.words
    assert "Sheets to print: 6" in page.words


def test_every_ward_that_holds_something_gets_its_own_part(ward):
    other = Location.objects.create(kind="ward", code="NEPH", name="Nephrology", occurred_at=AT).pk
    Location.objects.create(kind="ward", code="NONE", name="Empty", occurred_at=AT)
    for one in (ward, other):
        issued(printed(2, ward=one), ward=one)
    run = operations.print_tallies(tally=Tally.OUT, ward=None, by=ALICE, occurred_at=at(3))
    assert [part.label for part in press.run(run).parts] == ["Cardiology", "Nephrology"]


def test_nothing_to_list_is_refused():
    with pytest.raises(operations.NothingToTally):
        operations.print_tallies(tally=Tally.STOCK, ward=None, by=ALICE, occurred_at=at(3))


def test_a_nurse_prints_her_wards_list_from_the_page(client, ward):
    user = get_user_model().objects.create(username="nora", display_name="Nora")
    RoleGrant.objects.create(user=user, role=Role.NURSE, granted_by="test", occurred_at=AT)
    client.force_login(user)
    answer = client.post(reverse("tallies:prints", args=["out"]), {"ward": str(ward)})
    assert answer.status_code == 303
    assert answer["Location"].startswith("/press/")
    assert client.post(reverse("tallies:prints", args=["stock"])).status_code == 303
    assert client.post(reverse("tallies:prints", args=["other"])).status_code == 404
