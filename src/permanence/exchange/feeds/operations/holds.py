"""During a crisis feeds are heard and not believed; after it, what they said is replayed in order or left apart."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from permanence.exchange.feeds.models import FeedHold, FeedRelease, HeldReplay, Message, ReplayCompletion
from permanence.exchange.feeds.operations.applying import Application
from permanence.exchange.feeds.operations.reading import Reading
from permanence.exchange.feeds.operations.receiving import GUARD, TURNS
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, take_turns

# Held messages applied in one transaction: many enough to be quick, few enough to let others in between.
CHUNK = 400


class Fate(StrEnum):
    """What becomes of held messages at the end of their hold."""

    REPLAY = "replay"
    APART = "apart"
    DISCARD = "discard"


class FeedsAlreadyHeld(Exception):
    """A hold is in force."""


class FeedsNotHeld(Exception):
    """No hold is in force, and no message was left apart."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of some held messages."""

    applied: int
    quarantined: int


@transaction.atomic
def hold_feeds(*, reason: str, by: Actor, occurred_at: datetime, feed: UUID | None = None) -> UUID:
    """Stop believing the feeds, or one of them: messages are stored and acknowledged, and nothing of them is applied.

    Refuses when such a hold is in force (`FeedsAlreadyHeld`). Logs `feeds.feeds_held`.
    """
    take_turns(TURNS)
    if FeedHold.objects.filter(feed=feed, releases__isnull=True).exists():
        raise FeedsAlreadyHeld
    hold = FeedHold.objects.create(feed_id=feed, reason=reason, held_by=str(by), occurred_at=occurred_at)
    facts: dict[str, object] = {"reason": reason} | ({"feed": feed} if feed else {})
    ledger.record(kind="feeds.feeds_held", subject=hold.id, by=by, occurred_at=occurred_at, facts=facts)
    return hold.id


@transaction.atomic
def release_feeds(*, fate: Fate, reason: str, by: Actor, occurred_at: datetime, feed: UUID | None = None) -> UUID:
    """Believe the feeds again, or the one that was held apart.

    With `Fate.REPLAY`, what was held is to be applied first, by `replay_held`, and what arrives meanwhile waits behind
    it; `Fate.APART` leaves it apart, and it may be replayed or discarded by releasing once more; `Fate.DISCARD` says
    that nothing of it is needed: it is kept, and waits for nobody. What a person releases is not doubted for the same
    thing for a day. Refuses when nothing is held (`FeedsNotHeld`). Logs `feeds.feeds_released`.
    """
    take_turns(TURNS)
    holds = FeedHold.objects.filter(feed=feed).order_by("-id")
    hold = holds.filter(releases__isnull=True).first()
    if hold is None and fate is not Fate.APART:
        hold = holds.exclude(Q(releases__replay=True) | Q(releases__discard=True)).first()
    if hold is None:
        raise FeedsNotHeld
    replay = fate is Fate.REPLAY
    said = {"replay": replay, "discard": fate is Fate.DISCARD, "reason": reason}
    release = FeedRelease.objects.create(hold=hold, released_by=str(by), occurred_at=occurred_at, **said)
    FeedHold.objects.filter(id=hold.id).update(in_force=replay)
    facts: dict[str, object] = {"reason": reason, "fate": fate.value} | ({"feed": feed} if feed else {})
    ledger.record(kind="feeds.feeds_released", subject=hold.id, by=by, occurred_at=occurred_at, facts=facts)
    if feed:
        GUARD.forget(feed)
    return release.id


def replay_held(*, by: Actor, occurred_at: datetime) -> Replayed | None:
    """Apply the next held messages of a release that asks for it, oldest first; None when there are none.

    Call it until it gives None: each call is one transaction of bounded length, and a call that is cut off is simply
    made again. What cannot be applied goes to quarantine. Logs one `feeds.held_replayed` for each call that does
    something.
    """
    pending = FeedRelease.objects.filter(replay=True, completion__isnull=True).order_by("hold_id")
    if FeedHold.objects.filter(feed__isnull=True, releases__isnull=True).exists():
        pending = pending.filter(hold__feed__isnull=True)
    # Asked again and again by the night porter: nothing is locked to find that there is nothing to do.
    if not pending.exists():
        return None
    with transaction.atomic():
        take_turns(TURNS)
        release = pending.first()
        return _replay_next(release, by, occurred_at) if release else None


def _replay_next(release: FeedRelease, by: Actor, occurred_at: datetime) -> Replayed:
    readings = [Reading.again(message) for message in _waiting(release)[:CHUNK]]
    Application(by).apply(readings)
    applied = [reading for reading in readings if not reading.refusal]
    insert(
        HeldReplay,
        ("message", "patient", "stay", "occurred_at"),
        ((reading.id, reading.patient, reading.stay, occurred_at) for reading in applied),
    )
    replayed = Replayed(len(applied), Reading.quarantine(readings, occurred_at))
    if len(readings) < CHUNK:
        ReplayCompletion.objects.create(release=release, occurred_at=occurred_at)
        FeedHold.objects.filter(id=release.hold_id).update(in_force=False)
    facts = {"applied": replayed.applied, "quarantined": replayed.quarantined}
    ledger.record(kind="feeds.held_replayed", subject=release.hold_id, by=by, occurred_at=occurred_at, facts=facts)
    return replayed


def _waiting(release: FeedRelease) -> "QuerySet[Message]":
    held = Message.objects.filter(hold=release.hold_id, replay__isnull=True, quarantine__isnull=True)
    return held.select_related("feed").order_by("id")
