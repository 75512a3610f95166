"""A clock wrong by years is said aloud, and nothing is lost by it."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import transaction

from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.board import Health
from permanence.foundation.ledger import operations, queries, rules
from permanence.foundation.ledger.cli import ledger
from permanence.foundation.ledger.rules import ClockDoubt

pytestmark = pytest.mark.django_db
ALICE = Actor("person", "alice")
TODAY = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def says(monkeypatch):
    """Set the clock of the box."""

    def set_to(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    set_to(TODAY)
    return set_to


def write() -> None:
    with transaction.atomic():
        operations.record(kind="beds.closed", subject="x", by=ALICE, occurred_at=clock.now())


def the_check():
    return queries.readiness_checks()[0]


def test_a_box_that_starts_in_1970_says_so_on_the_board_and_to_the_doctor(says):
    says(datetime(1970, 1, 1, 0, 3, tzinfo=UTC))
    assert queries.clock_doubt() is ClockDoubt.BEFORE_RELEASE
    assert [sign.health for sign in queries.board_signs()] == [Health.BAD]
    assert the_check().health is Health.BAD
    assert "01/01/1970" in str(the_check().found)
    assert the_check().remedy


def test_a_clock_that_fell_back_below_the_last_entry_is_bad_and_entries_keep_their_order(says):
    write()
    says(TODAY - timedelta(days=20))
    assert queries.clock_doubt() is ClockDoubt.BEFORE_LEDGER
    write()
    assert queries.last_recorded_at() == TODAY
    assert queries.verify()[0].first_break is None
    assert queries.clock_doubt() is ClockDoubt.BEFORE_LEDGER, "writing must not hide it"


def test_a_clock_years_ahead_is_watched_because_the_box_may_have_been_off(says):
    write()
    says(TODAY + timedelta(days=12 * 365))
    assert queries.clock_doubt() is ClockDoubt.LONG_SILENCE
    assert [sign.health for sign in queries.board_signs()] == [Health.WATCH]


def test_after_an_hour_in_2038_a_person_confirms_the_clock_and_entries_follow_it_again(says):
    says(datetime(2038, 1, 1, tzinfo=UTC))
    write()
    says(TODAY)
    assert queries.clock_doubt() is ClockDoubt.BEFORE_LEDGER
    done = CliRunner().invoke(ledger, ["confirm-clock", "--yes", "--json"])
    assert done.exit_code == 0, done.output
    write()
    assert queries.last_recorded_at() == TODAY
    assert queries.clock_doubt() is None
    assert queries.board_signs() == []
    (report,) = queries.verify()
    assert (report.first_break, report.head.sequence) == (None, 3)


def test_a_clock_set_right_by_seconds_is_no_doubt():
    assert rules.clock_doubt(TODAY, TODAY + timedelta(seconds=90)) is None
    assert rules.clock_doubt(TODAY, None) is None


def test_the_tail_is_checked_from_the_entry_before_it(says):
    for _ in range(5):
        write()
    assert queries.verify_tail(2).first_break is None
    assert queries.verify_tail(100).first_break is None
    assert queries.readiness_checks()[1].health is Health.GOOD
