"""Receiving messages: kept as they came, applied, and answered for only once both are on disk."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from permanence.exchange.feeds.models import FeedHold, Message, Outcome, Quarantine
from permanence.exchange.feeds.operations.applying import NOT_THE_MESSAGE, Application
from permanence.exchange.feeds.operations.guarding import FeedFlooded, Guard, hold_flooding_feed
from permanence.exchange.feeds.operations.reading import Arrival, Reading, Sources
from permanence.exchange.feeds.rules.refusals import Reason, Refusal
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, read, read_pairs, take_turns

TURNS = "feeds"
GUARD = Guard()
_MESSAGE_COLUMNS = (
    "id", "feed", "format", "occurred_at", "raw", "digest", "control_id", "event", "sent_at", "charset", "outcome",
    "hold", "patient", "stay", "ledger_entry",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one arrival; `read` is the message its format found, or its bytes when none is in them.

    A duplicate has the outcome of the message it repeats. `refusal` is None when the sender may forget the message.
    """

    message: UUID
    outcome: Outcome
    duplicate: bool
    read: Any
    refusal: Refusal | None


def receive(*, arrivals: Sequence[Arrival], by: Actor, occurred_at: datetime) -> list[Receipt]:
    """Keep messages and apply them to the picture of the hospital, in one durable transaction; a receipt for each.

    `occurred_at` is when they arrived. What was received before from the same feed, byte for byte, changes nothing.
    What cannot be applied is kept in quarantine with its reason; while feeds are held, everything is kept and nothing
    applied; a feed that floods (`rules/guard.py`) is held apart, with this batch of it. Refuses the whole batch,
    nothing of it kept, when the database cannot take it (`OperationalError`, `InterfaceError`). Logs one
    `feeds.messages_received`.
    """
    try:
        return _received(arrivals, by, occurred_at)
    except NOT_THE_MESSAGE:
        raise
    except FeedFlooded as flooded:
        hold_flooding_feed(feed=flooded.feed, flood=flooded.flood, by=by, occurred_at=occurred_at)
        return receive(arrivals=arrivals, by=by, occurred_at=occurred_at)
    except Exception:  # noqa: BLE001 (no single message may keep the others from being kept)
        # Something broke outside any message's own savepoint, as a constraint checked at the commit does.
        if len(arrivals) == 1:
            return _received(arrivals, by, occurred_at, apply=False)
        return [
            receipt for arrival in arrivals for receipt in receive(arrivals=[arrival], by=by, occurred_at=occurred_at)
        ]


def _received(arrivals: Sequence[Arrival], by: Actor, occurred_at: datetime, *, apply: bool = True) -> list[Receipt]:
    with transaction.atomic(durable=True):
        take_turns(TURNS)
        codes = Sources.codes_of(arrivals)
        sources = Sources(codes, by=by, occurred_at=occurred_at)
        readings = [
            Reading.of(arrival, sources[code], occurred_at) for arrival, code in zip(arrivals, codes, strict=True)
        ]
        known = _known_before(readings)
        fresh = _first_of_each(reading for reading in readings if reading.key not in known)
        holds = _holds_in_force()
        for reading in fresh:
            reading.hold = holds.get(reading.source.id, holds.get(None))
        believed = [reading for reading in fresh if reading.hold is None]
        if not apply:
            _set_aside(believed)
        elif believed:
            Application(by).apply(believed)
            GUARD.watch(believed, occurred_at)
        _store(fresh, by, occurred_at)
        GUARD.count(fresh, occurred_at)
    outcomes = {reading.key: (reading, _outcome(reading)) for reading in fresh}
    return [_receipt(reading, known, outcomes) for reading in readings]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A message received before: what became of it, and why it still waits when it does."""

    id: UUID
    outcome: Outcome
    refusal: Refusal | None


def _known_before(readings: Sequence[Reading]) -> dict[tuple[UUID, bytes], _Stored]:
    sent = {(reading.control_id, reading.digest) for reading in readings}
    rows = read_pairs(Message, ("id", "feed", "digest", "outcome"), ("control_id", "digest"), sent)
    found = {(feed, bytes(digest)): (id_, Outcome(outcome)) for id_, feed, digest, outcome in rows}
    refused = [id_ for id_, outcome in found.values() if outcome is not Outcome.APPLIED]
    refusals = _open_refusals(refused) if refused else {}
    return {key: _Stored(id_, outcome, refusals.get(id_)) for key, (id_, outcome) in found.items()}


def _open_refusals(messages: Sequence[UUID]) -> dict[UUID, Refusal]:
    waiting = Quarantine.objects.filter(message__in=messages, resolutions__isnull=True)
    return {
        message: Refusal(Reason(reason), detail=detail, location=location)
        for message, reason, detail, location in waiting.values_list("message_id", "reason", "detail", "location")
    }


def _first_of_each(readings: Iterable[Reading]) -> list[Reading]:
    return list({reading.key: reading for reading in reversed(list(readings))}.values())[::-1]


def _holds_in_force() -> dict[UUID | None, UUID]:
    """Feed -> the hold behind which its messages wait now; that of all feeds is under None.

    A hold is in force while it is open, and while what it held is replayed.
    """
    return {feed: hold for hold, feed in sorted(read(FeedHold, ("id", "feed"), "in_force", [True]))}


def _set_aside(readings: Iterable[Reading]) -> None:
    for reading in readings:
        reading.refusal = reading.refusal or Refusal(Reason.FAULT)
        reading.patient = reading.stay = None


def _outcome(reading: Reading) -> Outcome:
    if reading.refusal:
        return Outcome.QUARANTINED
    return Outcome.HELD if reading.hold else Outcome.APPLIED


def _store(readings: Sequence[Reading], by: Actor, occurred_at: datetime) -> None:
    if not readings:
        return
    outcomes = Counter(_outcome(reading) for reading in readings)
    digest = hashlib.sha256(b"".join(reading.digest for reading in readings)).hexdigest()
    entry = ledger.record(
        kind="feeds.messages_received",
        subject=readings[0].id if len(readings) == 1 else "messages",
        by=by,
        occurred_at=occurred_at,
        facts={"count": len(readings), "sha256": digest} | {str(outcome): count for outcome, count in outcomes.items()},
    )
    insert(Message, _MESSAGE_COLUMNS, (_row(reading, entry.id, occurred_at) for reading in readings))
    Reading.quarantine(readings, occurred_at)


def _row(reading: Reading, entry: UUID, occurred_at: datetime) -> tuple[object, ...]:
    outcome, heading = _outcome(reading), reading.heading
    sent_at = min(heading.sent_at or occurred_at, occurred_at)
    said = (reading.control_id, reading.event, sent_at, heading.charset)
    held = reading.hold if outcome is Outcome.HELD else None
    kept = (reading.id, reading.source.id, reading.format.name, occurred_at, reading.raw, reading.digest)
    return (*kept, *said, outcome, held, reading.patient, reading.stay, entry)


def _receipt(
    reading: Reading,
    known: dict[tuple[UUID, bytes], _Stored],
    outcomes: dict[tuple[UUID, bytes], tuple[Reading, Outcome]],
) -> Receipt:
    read = reading.raw if reading.message is None else reading.message
    if stored := known.get(reading.key):
        return Receipt(stored.id, stored.outcome, duplicate=True, read=read, refusal=stored.refusal)
    first, outcome = outcomes[reading.key]
    return Receipt(first.id, outcome, duplicate=reading is not first, read=read, refusal=first.refusal)
