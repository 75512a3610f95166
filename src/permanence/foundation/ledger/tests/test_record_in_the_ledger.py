"""Appending to the ledger, verifying it, and finding what was tampered with."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations, queries, rules
from permanence.foundation.ledger.cli import ledger
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
ALICE = Actor("person", "alice")
AT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)


def write(count: int) -> list[LedgerEntry]:
    with transaction.atomic():
        return [
            operations.record(kind="beds.closed", subject=f"bed-{n}", by=ALICE, occurred_at=AT, facts={"n": n})
            for n in range(count)
        ]


def tamper(sql: str) -> None:
    """Change the table as somebody with the database's own password would: triggers off first."""
    on_table = " ON ledger_ledgerentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("UPDATE", "DELETE"):
            cursor.execute(f"DROP TRIGGER ledger_refuses_{verb}{on_table}")
        cursor.execute(sql)


def test_entries_follow_one_another_in_one_unbroken_chain():
    entries = write(3)
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:2]]
    (report,) = queries.verify()
    assert report.first_break is None
    assert report.head.sequence == 3
    assert queries.head().hash == entries[-1].hash


def test_it_refuses_to_write_outside_the_transaction_of_the_change():
    connection.in_atomic_block, before = False, connection.in_atomic_block
    try:
        with pytest.raises(transaction.TransactionManagementError):
            operations.record(kind="beds.closed", subject="x", by=ALICE, occurred_at=AT)
    finally:
        connection.in_atomic_block = before


def test_a_rolled_back_change_leaves_no_entry():
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        operations.record(kind="beds.closed", subject="x", by=ALICE, occurred_at=AT)
        raise ZeroDivisionError
    assert queries.verify() == []


@pytest.mark.parametrize("change", ["UPDATE ledger_ledgerentry SET actor = 'x'", "DELETE FROM ledger_ledgerentry"])
def test_the_database_itself_refuses_to_change_or_remove_an_entry(change):
    write(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    ("change", "sequence", "fault"),
    [
        ("UPDATE ledger_ledgerentry SET actor = 'person:mallory' WHERE sequence = 2", 2, rules.Fault.ALTERED),
        ("UPDATE ledger_ledgerentry SET facts = '{}' WHERE sequence = 3", 3, rules.Fault.ALTERED),
        ("DELETE FROM ledger_ledgerentry WHERE sequence = 2", 2, rules.Fault.MISSING),
        ("UPDATE ledger_ledgerentry SET previous_hash = hash WHERE sequence = 4", 4, rules.Fault.UNCHAINED),
    ],
)
def test_verify_shows_the_first_broken_entry(change, sequence, fault):
    write(5)
    tamper(change)
    (report,) = queries.verify()
    assert report.first_break == rules.Break(report.head.origin, sequence, fault)


def test_a_printed_head_tells_a_ledger_that_was_rewritten_from_end_to_end():
    printed = write(3)[-1]
    assert queries.holds(rules.spoken_head(printed.hash))
    tamper("DELETE FROM ledger_ledgerentry WHERE sequence = 3")
    assert queries.verify()[0].first_break is None
    assert not queries.holds(rules.spoken_head(printed.hash))


def test_recorded_at_never_runs_backwards_when_the_clock_does(monkeypatch):
    first = write(1)[0]
    monkeypatch.setattr(clock, "now", lambda: first.recorded_at - timedelta(hours=1))
    assert write(1)[0].recorded_at == first.recorded_at


def test_the_command_exits_with_one_and_names_the_entry_when_the_ledger_is_broken():
    write(3)
    assert CliRunner().invoke(ledger, ["verify", "--json"]).exit_code == 0
    tamper("UPDATE ledger_ledgerentry SET kind = 'x' WHERE sequence = 2")
    answer = CliRunner().invoke(ledger, ["verify", "--json"])
    assert answer.exit_code == 1
    assert '"first_broken":{"sequence":2,"fault":"altered"}' in answer.output


def test_the_command_refuses_a_head_that_no_chain_holds():
    write(1)
    answer = CliRunner().invoke(ledger, ["verify", "--head", "DEAD BEEF"])
    assert answer.exit_code == 1
