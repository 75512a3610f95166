"""A recent kit lies ready in peace: planned in its rhythm, brought to the wards' folders, older ones taken away."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import translation

from permanence.command.crisis import operations as crisis
from permanence.command.crisis.tests.test_declare_blackout import FEED, MARIE, admission
from permanence.command.standby import operations, queries
from permanence.command.standby.cli import standby
from permanence.command.standby.rules import is_due
from permanence.exchange.feeds import operations as feeds
from permanence.foundation import clock
from permanence.foundation.board import Health
from permanence.foundation.ledger.queries import entries_about
from permanence.foundation.places import queries as places
from permanence.paper.outlets import operations as outlets
from permanence.paper.outlets.queries.board import board_signs as outlet_signs
from permanence.paper.outlets.queries.folders import folders
from permanence.paper.press import operations as press
from permanence.paper.press import queries as prints
from permanence.paper.sheets import queries as sheets

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()


@pytest.fixture
def hospital() -> None:
    messages = [admission(n, f"{ward}^{n}^P^CHT") for n, ward in enumerate(["CARD", "CARD", "NEPH"])]
    arrivals = [feeds.Arrival(message, "hl7v2") for message in messages]
    feeds.receive(arrivals=arrivals, by=FEED, occurred_at=NOW)


def porter(at=NOW):
    """One round of the night porter."""
    run = operations.make_ready_if_due(by=MARIE, occurred_at=at)
    press.print_waiting_runs(by=MARIE, occurred_at=at)
    operations.make_ready_if_due(by=MARIE, occurred_at=at)
    return run


def every(hours: int) -> None:
    operations.set_rhythm(hours=hours, by=MARIE, occurred_at=NOW)


@pytest.mark.usefixtures("hospital")
def test_a_kit_is_made_ready_in_its_rhythm_and_an_older_one_is_taken_away():
    assert porter() is None
    every(6)
    first = porter()
    assert queries.standby().ready == first
    assert [check.health for check in queries.readiness_checks()] == [Health.GOOD]
    assert [entry.kind for entry in entries_about(first)][:2] == ["press.planned", "crisis.standby_kit_planned"]
    assert porter(NOW + timedelta(hours=5)) is None
    second = porter(NOW + timedelta(hours=6))
    assert queries.standby().ready == second != first
    assert {part.state for part in prints.run(first).parts} == {prints.PartState.RETIRED}
    assert not prints.run(first).folder.exists()
    assert {pile.run for pile in sheets.parts_on_paper()} == {second}
    every(0)
    assert [check.health for check in queries.readiness_checks()] == [Health.OFF]
    assert porter(NOW + timedelta(days=9)) is None
    assert queries.board_signs()[0].health is Health.OFF


@pytest.mark.usefixtures("hospital")
def test_the_older_kit_stays_until_the_newer_one_is_whole():
    every(6)
    first = porter()
    second = operations.make_ready_if_due(by=MARIE, occurred_at=NOW + timedelta(hours=6))
    operations.make_ready_if_due(by=MARIE, occurred_at=NOW + timedelta(hours=6))
    assert second is not None
    assert queries.standby().ready == first
    assert prints.run(first).parts[0].path.exists()


@pytest.mark.usefixtures("hospital")
def test_a_wards_folder_holds_its_newest_kit_and_only_its_own_ward(tmp_path):
    card = next(ward for ward in places.wards() if ward.name == "CARD")
    shared, whole = tmp_path / "ward-pc", tmp_path / "office"
    for path, wards in ((shared, [card.id]), (whole, [])):
        path.mkdir()
        outlets.keep_folder(path=path, wards=wards, by=MARIE, occurred_at=NOW)
    (shared / "the ward's own.txt").write_text("not ours", encoding="ascii")
    every(6)
    porter()
    (kit,) = [path for path in shared.iterdir() if path.is_dir()]
    assert [path.name[2:] for path in sorted(kit.glob("*.pdf"))] == ["-card.pdf"]
    said = json.loads((kit / "manifest.json").read_text(encoding="utf-8"))
    assert [file["label"] for file in said["files"]] == ["CARD"]
    second = porter(NOW + timedelta(hours=6))
    (newer,) = [path for path in shared.iterdir() if path.is_dir()]
    assert newer.name == prints.run(second).folder.name != kit.name
    assert (shared / "the ward's own.txt").exists()
    (office,) = whole.iterdir()
    assert len(list(office.glob("*.pdf"))) == len([part for part in prints.run(second).parts if part.path]) + 1


@pytest.mark.usefixtures("hospital")
def test_a_folder_that_is_away_keeps_its_sign_until_it_is_back(tmp_path):
    shared = tmp_path / "ward-pc"
    shared.mkdir()
    outlets.keep_folder(path=shared, wards=[], by=MARIE, occurred_at=NOW)
    every(6)
    away = shared.rename(tmp_path / "away")
    porter()
    (row,) = folders()
    assert (row.whole, row.last.stop) == (None, "missing")
    with translation.override("en"):
        (sign,) = [sign for sign in outlet_signs() if "ward-pc" in sign.name]
    assert sign.health is Health.BAD
    assert "not there" in sign.detail
    away.rename(shared)
    porter(NOW + timedelta(minutes=1))
    assert folders()[0].whole is None
    porter(NOW + timedelta(minutes=6))
    assert folders()[0].whole is not None


@pytest.mark.usefixtures("hospital")
def test_in_a_crisis_the_folders_get_the_crisis_kit_and_no_standby_kit_is_planned(tmp_path):
    shared = tmp_path / "ward-pc"
    shared.mkdir()
    outlets.keep_folder(path=shared, wards=[], by=MARIE, occurred_at=NOW)
    every(6)
    kit = crisis.declare(reason="Dark", exercise=False, by=MARIE, occurred_at=NOW)
    assert porter() is None
    assert [path.name for path in shared.iterdir()] == [prints.run(kit).folder.name]
    with pytest.raises(operations.CrisisAlreadyOpen):
        operations.make_ready(by=MARIE, occurred_at=NOW)


@pytest.mark.usefixtures("hospital")
def test_the_console_makes_a_kit_ready_and_says_how_old_it_is():
    ready = CliRunner().invoke(standby, ["now", "--json"])
    assert ready.exit_code == 0, ready.output
    assert json.loads(ready.output)["pages"] > 0
    assert CliRunner().invoke(standby, ["every", "6", "--json"]).exit_code == 0
    said = json.loads(CliRunner().invoke(standby, ["status", "--json"]).output)
    assert (said["hours"], said["run"]) == (6, json.loads(ready.output)["run"])


@pytest.mark.parametrize(
    ("hours", "ago", "due"),
    [(0, None, False), (6, None, True), (6, 5, False), (6, 6, True), (6, -1, True), (0, 99, False)],
)
def test_a_kit_is_due_by_its_rhythm_whatever_the_clock_did(hours, ago, due):
    assert is_due(hours, None if ago is None else NOW - timedelta(hours=ago), NOW) is due
