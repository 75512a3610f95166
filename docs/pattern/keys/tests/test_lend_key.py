"""Lending a key."""

from datetime import UTC, datetime

import pytest

from permanence.command.keys import operations, queries
from permanence.command.keys.rules import KeyAlreadyLent
from permanence.foundation.actors import Actor
from permanence.foundation.ledger.queries import entries_about

pytestmark = pytest.mark.django_db
ALICE = Actor("person", "alice")
AT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)


def test_it_hands_the_key_over_and_writes_the_ledger():
    loan = operations.lend(key="Pharmacy", holder="Bob", by=ALICE, occurred_at=AT)
    assert [row.holder for row in queries.keys_out()] == ["Bob"]
    assert [entry.kind for entry in entries_about(loan.id)] == ["keys.lent"]


def test_it_refuses_a_key_that_is_out():
    operations.lend(key="Pharmacy", holder="Bob", by=ALICE, occurred_at=AT)
    with pytest.raises(KeyAlreadyLent):
        operations.lend(key="Pharmacy", holder="Carol", by=ALICE, occurred_at=AT)
