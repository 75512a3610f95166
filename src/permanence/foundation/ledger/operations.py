"""The only way into the ledger."""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import connection, transaction

from permanence.foundation import clock, node
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import queries, rules
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.rows import insert, read_last

# Any number will do as long as nothing else in the database locks it: it makes appends to the chain take turns.
_CHAIN_LOCK = 0x5045524D
_COLUMNS = (*rules.Entry.__slots__, "hash")
_VALUES = attrgetter(*rules.Entry.__slots__)


def record(
    *, kind: str, subject: object, by: Actor, occurred_at: datetime, facts: Mapping[str, object] | None = None
) -> LedgerEntry:
    """Append one entry to this box's chain, in the transaction of the change it records.

    `kind` names the operation (`beds.closed`), `subject` the id of what changed. Facts hold references,
    figures and reasons, never a patient's traits. Refuses to run outside a transaction
    (`TransactionManagementError`): a change and its entry stand or fall together.
    """
    return _append(kind, subject, by, occurred_at, facts or {})


def confirm_clock(*, by: Actor, occurred_at: datetime) -> LedgerEntry:
    """A person looked at a watch and says that the box's clock is right now, though it was ahead before.

    Entries say no earlier hour than the one before them; from this one on they follow the clock again. Refuses nothing.
    Logs itself, with the hour it went back from.
    """
    with transaction.atomic():
        facts = {"last": queries.last_recorded_at(), "now": clock.now()}
        return _append("ledger.clock_confirmed", "clock", by, occurred_at, facts, trusting_the_clock=True)


def _append(
    kind: str,
    subject: object,
    by: Actor,
    occurred_at: datetime,
    facts: Mapping[str, object],
    *,
    trusting_the_clock: bool = False,
) -> LedgerEntry:
    _require_transaction()
    last = _last_of_chain()
    sequence, previous_hash, not_before = last or (0, rules.FIRST_PREVIOUS_HASH, None)
    now = clock.now()
    recorded_at = now if trusting_the_clock or not_before is None else max(now, not_before)
    entry = rules.Entry(
        id=new_id(),
        origin=node.origin(),
        sequence=sequence + 1,
        kind=kind,
        subject=str(subject),
        actor=str(by),
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        facts=rules.canonical_facts(facts),
        previous_hash=previous_hash,
    )
    values = (*_VALUES(entry), rules.hash_of(entry))
    insert(LedgerEntry, _COLUMNS, [values])
    return LedgerEntry(**dict(zip(_COLUMNS, values, strict=True)))


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a ledger entry is written in the transaction of its change")


def _last_of_chain() -> tuple[Any, ...] | None:
    """Sequence, hash and hour of the last entry."""
    # SQLite's IMMEDIATE transactions already take turns; PostgreSQL's do not.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    return read_last(LedgerEntry, ("sequence", "hash", "recorded_at"), "origin", node.origin(), "sequence")
