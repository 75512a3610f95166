"""Watching what feeds say: counted hour by hour, doubted when it floods, held apart when it does."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from permanence.exchange.feeds.models import FeedActivity, FeedHold, FeedRelease
from permanence.exchange.feeds.operations.reading import Reading
from permanence.exchange.feeds.rules.guard import Flood, Said, Suspicion, Window
from permanence.exchange.feeds.rules.refusals import Reason
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import add_to

_COUNTED = ("messages", *(suspicion.value for suspicion in Suspicion))
_USUAL_OVER = timedelta(weeks=8)
_ASKED_AGAIN_AFTER = timedelta(hours=1)
# A person who released a feed vouched for what was doubted; it is believed for a day.
VOUCHED_FOR = timedelta(days=1)


class FeedFlooded(Exception):
    """What a feed says is no longer believable; nothing of the batch is applied."""

    def __init__(self, feed: UUID, flood: Flood) -> None:
        self.feed = feed
        self.flood = flood
        super().__init__(flood.suspicion.value)


@dataclass(frozen=True, slots=True)
class _Usual:
    """What a feed said in the last weeks, and what a person vouched for since."""

    asked_at: datetime
    counts: Mapping[Suspicion, int]
    messages: int
    vouched: frozenset[Suspicion]


class Guard:
    """The last messages of each feed, in this process: a feed is judged on what it says now, not on a count of rows."""

    def __init__(self) -> None:
        self._windows: dict[UUID, Window] = defaultdict(Window)
        self._usual: dict[UUID, _Usual] = {}

    def watch(self, readings: Sequence[Reading], now: datetime) -> None:
        """Add applied messages to what is known of their feeds. Raises `FeedFlooded`, and then forgets that feed."""
        for feed, said in _by_feed(readings).items():
            suspicious = [Said(one.id, doubts) for one in said if (doubts := _doubts(one))]
            window = self._windows[feed]
            window.add(len(said), suspicious)
            if not suspicious:
                continue
            usual = self._usual_of(feed, now)
            if flood := window.flood(usual.counts, usual.messages, usual.vouched):
                self.forget(feed)
                raise FeedFlooded(feed, flood)

    def forget(self, feed: UUID) -> None:
        """Judge a feed anew: it was held, or released."""
        self._windows.pop(feed, None)
        self._usual.pop(feed, None)

    @staticmethod
    def count(readings: Iterable[Reading], occurred_at: datetime) -> None:
        """Add messages to the hour in which they came."""
        hour = occurred_at.replace(minute=0, second=0, microsecond=0)
        rows = []
        for feed, said in _by_feed(readings).items():
            doubts = Counter(doubt for one in said for doubt in _doubts(one))
            rows.append((feed, hour, len(said), *(doubts[suspicion] for suspicion in Suspicion)))
        add_to(FeedActivity, ("feed", "hour"), _COUNTED, rows)

    def _usual_of(self, feed: UUID, now: datetime) -> _Usual:
        known = self._usual.get(feed)
        if known is None or not known.asked_at <= now < known.asked_at + _ASKED_AGAIN_AFTER:
            known = self._usual[feed] = _asked(feed, now)
        return known


@transaction.atomic(durable=True)
def hold_flooding_feed(*, feed: UUID, flood: Flood, by: Actor, occurred_at: datetime) -> UUID:
    """Stop believing one feed: its messages are kept and not applied until a named person releases it.

    Logs `feeds.feed_held`.
    """
    hold = FeedHold.objects.create(
        feed_id=feed,
        suspicion=flood.suspicion,
        flood=flood.count,
        window=flood.of,
        earlier=[str(message) for message in flood.earlier],
        held_by=str(by),
        occurred_at=occurred_at,
    )
    facts: dict[str, object] = {
        "feed": feed, "suspicion": flood.suspicion.value, "count": flood.count, "of": flood.of
    }  # fmt: skip
    ledger.record(kind="feeds.feed_held", subject=hold.id, by=by, occurred_at=occurred_at, facts=facts)
    return hold.id


def _by_feed(readings: Iterable[Reading]) -> dict[UUID, list[Reading]]:
    said: dict[UUID, list[Reading]] = defaultdict(list)
    for reading in readings:
        said[reading.source.id].append(reading)
    return said


def _doubts(reading: Reading) -> frozenset[Suspicion]:
    if reading.refusal is not None and reading.refusal.reason is Reason.DELETION_OF_A_PERSON:
        return frozenset({Suspicion.DELETION})
    return reading.suspicions


def _asked(feed: UUID, now: datetime) -> _Usual:
    lately = FeedActivity.objects.filter(feed=feed, hour__gt=now - _USUAL_OVER)
    sums = lately.aggregate(**{f"sum_{name}": Sum(name) for name in _COUNTED})
    released = FeedRelease.objects.filter(hold__feed=feed, discard=False, occurred_at__gt=now - VOUCHED_FOR)
    vouched = frozenset(Suspicion(one) for one in released.values_list("hold__suspicion", flat=True) if one)
    counts = {suspicion: sums[f"sum_{suspicion.value}"] or 0 for suspicion in Suspicion}
    return _Usual(now, counts, sums["sum_messages"] or 0, vouched)
