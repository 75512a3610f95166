"""How entries are chained, and how a broken chain is found."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import orjson

FIRST_PREVIOUS_HASH = "0" * 64
# No box ran this version earlier: a clock that says so is wrong. Raised with each release.
NOT_BEFORE = datetime(2026, 7, 1, tzinfo=UTC)
# Clocks that are set right step back by seconds; a box that is used writes every day.
STEP_BACK, LONGEST_REST = timedelta(minutes=2), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the hash of an entry covers: all of it."""

    id: UUID
    origin: str
    sequence: int
    kind: str
    subject: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    facts: str
    previous_hash: str


class Fault(StrEnum):
    """What is wrong with the first broken entry."""

    MISSING = "an entry before this one is missing"
    UNCHAINED = "it does not follow the entry before it"
    ALTERED = "its content does not match its hash"


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain first breaks."""

    origin: str
    sequence: int
    fault: Fault


class ClockDoubt(StrEnum):
    """Why the box's clock cannot be believed."""

    BEFORE_RELEASE = "it is earlier than the day this version was made"
    BEFORE_LEDGER = "it is earlier than the last entry of the ledger"
    LONG_SILENCE = "nothing was written for longer than a box rests"


def clock_doubt(now: datetime, last_recorded_at: datetime | None) -> ClockDoubt | None:
    """Why `now` cannot be the present instant, or None; `last_recorded_at` is the hour of the last ledger entry."""
    if now < NOT_BEFORE:
        return ClockDoubt.BEFORE_RELEASE
    if last_recorded_at is None:
        return None
    if now < last_recorded_at - STEP_BACK:
        return ClockDoubt.BEFORE_LEDGER
    return ClockDoubt.LONG_SILENCE if now > last_recorded_at + LONGEST_REST else None


def canonical_facts(facts: Mapping[str, object]) -> str:
    """Facts as JSON that is the same for the same facts: sorted keys, no spaces."""
    return orjson.dumps(dict(facts), default=str, option=orjson.OPT_SORT_KEYS).decode()


def hash_of(entry: Entry) -> str:
    """SHA-256, in hexadecimal, over the entry as a JSON array; instants in UTC to the microsecond."""
    covered = [
        entry.previous_hash,
        str(entry.id),
        entry.origin,
        entry.sequence,
        entry.kind,
        entry.subject,
        entry.actor,
        entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.facts,
    ]
    return hashlib.sha256(orjson.dumps(covered)).hexdigest()


def first_break(
    entries: Iterable[tuple[Entry, str]], *, sequence: int = 1, previous: str = FIRST_PREVIOUS_HASH
) -> Break | None:
    """The first entry that is missing, unchained or altered; entries come with their stored hash, in order.

    `sequence` and `previous` are where the entries begin: the whole chain, or what follows an entry known to be sound.
    """
    expected_sequence, expected_previous = sequence, previous
    for entry, stored_hash in entries:
        if entry.sequence != expected_sequence:
            return Break(entry.origin, expected_sequence, Fault.MISSING)
        if entry.previous_hash != expected_previous:
            return Break(entry.origin, entry.sequence, Fault.UNCHAINED)
        if hash_of(entry) != stored_hash:
            return Break(entry.origin, entry.sequence, Fault.ALTERED)
        expected_sequence, expected_previous = entry.sequence + 1, stored_hash
    return None


def spoken_head(hash_: str) -> str:
    """The first 16 figures of a hash in four groups, as printed on every page."""
    return " ".join(hash_[at : at + 4] for at in range(0, 16, 4)).upper()
