"""How entries are chained, and how a broken chain is found."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import orjson

FIRST_PREVIOUS_HASH = "0" * 64


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


def first_break(entries: Iterable[tuple[Entry, str]]) -> Break | None:
    """The first entry that is missing, unchained or altered; entries come with their stored hash, in order."""
    expected_sequence, expected_previous = 1, FIRST_PREVIOUS_HASH
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
