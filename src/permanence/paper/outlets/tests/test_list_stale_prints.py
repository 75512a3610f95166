"""Paper that should no longer be trusted is listed: older than a shift, of a ward that has changed since."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import translation

from permanence.foundation import clock
from permanence.foundation.board import Health
from permanence.foundation.places import operations as places
from permanence.foundation.places import queries as known_places
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.outlets.cli import outlets
from permanence.paper.outlets.queries import board_signs, readiness_checks
from permanence.paper.outlets.queries.stale import stale_prints
from permanence.paper.outlets.rules.staleness import is_stale
from permanence.paper.press import operations as press
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, subject

pytestmark = pytest.mark.django_db
NOW = clock.now()
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    made_up.open_paper_door(monkeypatch)


@pytest.fixture
def ward():
    places.ensure_places(facts=[PlaceFact("Cardiologie", "101", "P")], by=ALICE, occurred_at=NOW)
    return known_places.wards()[0].id


def printed(ward, ago: timedelta):
    run = press.plan_run(
        title="Kit", picture_at=NOW - ago, by=ALICE, occurred_at=NOW - ago, language="en",
        parts=[press.PartPlan("Cardiologie", [("made_up.lines", [subject(1), subject(2)])], ward=ward)],
    )  # fmt: skip
    press.print_run(run=run, by=ALICE, occurred_at=NOW - ago)
    return run


def test_a_ward_that_changed_since_makes_its_old_print_stale_and_the_board_says_so(ward):
    run = printed(ward, 13 * HOUR)
    (row,) = stale_prints()
    assert (row.run, row.label, row.sheets) == (run, "Cardiologie", 2)
    with translation.override("en"):
        (sign,) = [sign for sign in board_signs() if sign.name == "Stale paper"]
        assert sign.detail == "1 print is stale: change it."
        assert [check.health for check in readiness_checks()] == [Health.OFF, Health.OFF]
    said = json.loads(CliRunner().invoke(outlets, ["stale", "--json"]).output)
    assert [one["label"] for one in said["prints"]] == ["Cardiologie"]


def test_a_print_of_this_shift_and_one_that_was_retired_are_not_stale(ward):
    printed(ward, 2 * HOUR)
    old = printed(ward, 40 * HOUR)
    press.retire_run(run=old, reason="a newer one", by=ALICE, occurred_at=NOW)
    assert stale_prints() == []


def test_paper_of_a_ward_that_did_not_change_holds_however_old():
    shift = 12 * HOUR
    assert not is_stale(NOW - 90 * HOUR, NOW - 91 * HOUR, NOW, shift)
    assert is_stale(NOW - 90 * HOUR, NOW - 89 * HOUR, NOW, shift)
    assert not is_stale(NOW - 11 * HOUR, NOW, NOW, shift)
    assert is_stale(NOW - 13 * HOUR, None, NOW, shift)
