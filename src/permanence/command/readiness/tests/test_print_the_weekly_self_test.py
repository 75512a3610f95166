"""The self-test: once a week, kept, in the ledger, on one numbered page."""

import json
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from permanence.command.readiness import operations, queries, rules
from permanence.command.readiness.cli import doctor
from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.press import queries as press

pytestmark = pytest.mark.django_db
BOX = Actor("box", "K7Q2")
# A Wednesday.
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    monkeypatch.setenv("PERMANENCE_LANGUAGE", "en")


def test_it_prints_one_numbered_page_that_says_what_fails_and_what_to_do():
    done = CliRunner().invoke(doctor, ["--print", "--json"])
    report = json.loads(done.output)
    assert (report["pages"], report["failed"]) == (1, 0)
    (run,) = press.runs()
    with pypdfium2.PdfDocument(run.parts[0].path) as document:
        text = document[0].get_textpage().get_text_bounded()
    (first, *_rest) = (check for check in report["checks"] if check["health"] == "bad")
    flat = " ".join(text.split())
    assert first["name"] in flat
    assert first["remedy"].split(".")[0] in flat


def test_it_is_kept_and_in_the_ledger_with_its_counts():
    operations.test_itself(by=BOX, occurred_at=NOW)
    (test,) = queries.self_tests()
    (entry,) = entries_about(test.id)
    assert entry.kind == "readiness.tested"
    assert json.loads(entry.facts)["failing"] == test.failing > 0


def test_the_night_porter_owes_one_a_week_and_makes_it_once(monkeypatch):
    operations.test_itself(by=BOX, occurred_at=NOW - timedelta(days=7))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert operations.test_if_due(by=BOX, occurred_at=NOW) is not None
    assert operations.test_if_due(by=BOX, occurred_at=NOW) is None
    assert len(queries.self_tests()) == 2


def test_a_box_that_was_never_used_owes_nothing():
    assert operations.test_if_due(by=BOX, occurred_at=NOW) is None


@given(st.integers(0, 10_000_000), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_no_more_than_a_week_passes_without_one_and_never_two_in_a_row(minutes, since):
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = rules.self_test_is_due(now=now, last=now - since)
    assert due or since <= timedelta(days=7)
    assert not rules.self_test_is_due(now=now, last=now)
