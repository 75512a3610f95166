"""Printing on a printer by a cable, with a real CUPS as the printer: each part once, whatever happens."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import translation

from permanence.foundation import clock
from permanence.foundation.board import Health
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.outlets import operations
from permanence.paper.outlets.queries import board_queues, board_signs
from permanence.paper.outlets.queries.printers import deliveries, open_deliveries, printer_named
from permanence.paper.outlets.rules.printers import Fate, Trouble
from permanence.paper.press import operations as press
from permanence.paper.press import queries as prints
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, plan, subject
from tests.peers.cups import Cups, missing

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(bool(missing()), reason=missing() or "CUPS is here")]


@pytest.fixture
def cups(tmp_path: Path) -> Iterator[Cups]:
    made = Cups(tmp_path / "cups")
    yield made
    made.stop()


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path / "home"))
    made_up.open_paper_door(monkeypatch)
    planned = plan(*([subject(serial)] for serial in range(4)))
    press.print_run(run=planned, by=ALICE, occurred_at=AT)
    return planned


def add(uri: str, name: str = "Cable", wards=()):
    return operations.add_printer(name=name, uri=uri, wards=wards, by=ALICE, occurred_at=clock.now())


def send(run, **more) -> operations.SendReport:
    return operations.send_run(run=run, by=ALICE, occurred_at=clock.now(), **more)


def visited_until(true: Callable[[], object], steps: list | None = None) -> None:
    """Let the porter visit the printers until something holds."""
    for _ in range(300):
        operations.deliver_waiting(by=ALICE, on_step=steps.append if steps is not None else None)
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it never came to that")


def all_over() -> bool:
    return not open_deliveries()


def in_tray(tray: Path) -> Counter:
    return Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in tray.glob("*.pdf"))


def parts_of(run) -> list[str]:
    return [part.sha256 for part in prints.run(run).parts]


def fates(run) -> list[Fate]:
    return [row.fate for row in deliveries(run)]


def test_every_part_comes_out_once_in_order_and_the_ledger_says_so(cups, run):
    uri, tray = cups.printer("a")
    add(uri)
    assert send(run) == operations.SendReport(asked=4, already=0)
    assert send(run) == operations.SendReport(asked=0, already=4)
    steps: list[operations.Step] = []
    visited_until(all_over, steps)
    assert in_tray(tray) == Counter(parts_of(run))
    assert fates(run) == [Fate.PRINTED] * 4
    sent = [step.part for step in steps if step.fate is Fate.SENT]
    assert sent == [part.id for part in prints.run(run).parts]
    (first, *_rest) = deliveries(run)
    assert [entry.kind for entry in entries_about(first.id)] == ["outlets.taken"] + ["outlets.delivery"] * 3
    with translation.override("en"):
        (sign,) = [sign for sign in board_signs() if "rinter" in sign.name]
        assert (sign.name, sign.health, sign.detail) == ("Printers", Health.GOOD, "Ready.")


def test_a_part_of_a_ward_comes_out_of_the_wards_own_printer(cups, run):
    ward = subject(900)
    mine = press.plan_run(
        title="Kit", picture_at=AT, by=ALICE, occurred_at=AT, language="en",
        parts=[press.PartPlan("Ward", [("made_up.lines", [subject(50)])], ward=ward),
               press.PartPlan("Other", [("made_up.lines", [subject(51)])], ward=subject(901))],
    )  # fmt: skip
    press.print_run(run=mine, by=ALICE, occurred_at=AT)
    own, own_tray = cups.printer("own")
    free, free_tray = cups.printer("free")
    add(own, "Own", [ward])
    add(free, "Free")
    send(mine)
    visited_until(all_over)
    first, second = parts_of(mine)
    assert in_tray(own_tray) == Counter([first])
    assert in_tray(free_tray) == Counter([second])


def test_out_of_paper_is_said_with_what_to_do_and_it_goes_on_by_itself(cups, run):
    uri, tray = cups.printer("a")
    (tray / "no-paper").touch()
    add(uri)
    send(run)
    visited_until(lambda: printer_named("Cable").trouble is Trouble.PAPER)
    with translation.override("en"):
        (sign,) = [sign for sign in board_signs() if "rinter" in sign.name]
    assert (sign.name, sign.health) == ("Printer Cable", Health.BAD)
    assert "fill its tray" in sign.detail
    assert not in_tray(tray)
    (tray / "no-paper").unlink()
    visited_until(all_over)
    assert in_tray(tray) == Counter(parts_of(run))
    assert printer_named("Cable").trouble is None


def test_an_unplugged_printer_is_said_and_gets_the_rest_once_it_is_back(cups, run):
    uri, tray = cups.printer("a")
    add(uri)
    cups.stop()
    send(run)
    visited_until(lambda: printer_named("Cable").trouble is Trouble.SILENT)
    assert fates(run) == [Fate.WAITING] * 4
    cups.start()
    visited_until(all_over)
    assert in_tray(tray) == Counter(parts_of(run))


def test_another_printer_takes_what_the_first_has_not_begun(cups, run):
    first, first_tray = cups.printer("first")
    second, second_tray = cups.printer("second")
    cups.says("cupsdisable", "first")
    ill, well = add(first, "First"), add(second, "Second")
    send(run, printer=ill)
    visited_until(lambda: printer_named("First").trouble is Trouble.PAUSED)
    report = operations.move(printer=ill, to=well, by=ALICE, occurred_at=clock.now())
    assert report == operations.SendReport(asked=4, already=0)
    visited_until(all_over)
    assert in_tray(second_tray) == Counter(parts_of(run))
    cups.says("cupsenable", "first")
    time.sleep(0.5)
    assert not in_tray(first_tray)


def test_what_a_printer_may_have_begun_waits_for_somebody_who_looks(cups, run):
    first, first_tray = cups.printer("first")
    second, second_tray = cups.printer("second")
    (first_tray / "no-paper").touch()
    ill, well = add(first, "First"), add(second, "Second")
    send(run, printer=ill)
    visited_until(lambda: printer_named("First").trouble is Trouble.PAPER)
    report = operations.move(printer=ill, to=well, by=ALICE, occurred_at=clock.now())
    assert report.asked + report.already == 4
    assert report.already >= 1
    assert board_queues()[0].count == report.already
    visited_until(lambda: len(open_deliveries()) == report.already)
    for place, row in enumerate(open_deliveries()):
        assert row.fate is Fate.UNKNOWN
        operations.settle(delivery=row.id, came_out=bool(place), by=ALICE, occurred_at=clock.now())
    visited_until(all_over)
    assert len(in_tray(second_tray)) == 4 - (report.already - 1)
    assert max(in_tray(second_tray).values()) == 1
    with pytest.raises(operations.FateKnown):
        operations.settle(delivery=row.id, came_out=True, by=ALICE, occurred_at=clock.now())


def test_a_job_the_printer_gave_up_waits_for_a_person_and_is_printed_again_on_their_word(cups, run):
    uri, tray = cups.printer("a")
    (tray / "chews").touch()
    add(uri)
    send(run, parts=[prints.run(run).parts[0].id])
    visited_until(lambda: fates(run) == [Fate.FAILED])
    (tray / "chews").unlink()
    (row,) = open_deliveries()
    operations.settle(delivery=row.id, came_out=False, by=ALICE, occurred_at=clock.now())
    visited_until(all_over)
    assert in_tray(tray) == Counter(parts_of(run)[:1])


def test_what_is_no_printer_is_not_taken_into_use(cups):
    uri, _tray = cups.printer("a")
    with pytest.raises(operations.PrinterSilent):
        add(uri.replace("/a", "/nobody"))
    with pytest.raises(operations.NotAnAddress):
        add("http://127.0.0.1/")
    add(uri)
    with pytest.raises(operations.PrinterKnown):
        add(uri, "CABLE")


MOMENTS = ["create_job-before", "create_job-after", "send_document-before", "send_document-after", "job-before"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_delivery_killed_at_any_moment_prints_no_part_twice_and_forgets_none(cups, tmp_path, moment):
    uri, tray = cups.printer("a")
    home = tmp_path / "home"
    said = os.environ | {
        "PERMANENCE_HOME": str(home), "PERMANENCE_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "permanence.entrance.settings",
    }  # fmt: skip

    def program(*words: str) -> int:
        command = [sys.executable, "-m", "tests.peers.delivering_program", *words]
        return subprocess.run(command, env=said, check=False).returncode

    assert program("prepare", uri) == 0
    for _ in range(2):
        assert program("deliver", moment) == -signal.SIGKILL
    assert program("deliver") == 0
    files = [hashlib.sha256(path.read_bytes()).hexdigest() for path in home.glob("prints/*/*.pdf")]
    assert len(files) == 5
    assert in_tray(tray) == Counter(files)
