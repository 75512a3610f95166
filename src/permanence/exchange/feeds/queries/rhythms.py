"""What each feed usually says at each hour of the week, learned from what it said in the last weeks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dates import WEEKDAYS

from permanence.exchange.feeds.models import Feed, FeedActivity
from permanence.exchange.feeds.rules.silence import (
    LEARNED,
    MISSED_TO_ALARM,
    MISSED_TO_WATCH,
    Rhythm,
    alarm_at,
    learned,
)
from permanence.foundation import clock
from permanence.foundation.board import Health
from permanence.foundation.calendar import holidays_between

# A silence this long needs no arithmetic.
_LONG = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a feed has been silent against what it usually says; `expected` messages would have come by now.

    `alarm_at` is when it became an alarm, None while it is none; `busiest` is what it says in its busiest hour.
    """

    health: Health
    expected: int
    alarm_at: datetime | None
    busiest: int


def silences(last_heard: dict[UUID, datetime], now: datetime) -> dict[UUID, Silence]:
    """The silence of each feed whose rhythm is learned; one query an hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    known = _rhythms(hour)
    zone = ZoneInfo(settings.TIME_ZONE)
    return {
        feed: _silence(known[feed], last.astimezone(zone), now.astimezone(zone))
        for feed, last in last_heard.items()
        if feed in known and last <= now
    }


def _silence(rhythm: Rhythm, last: datetime, now: datetime) -> Silence:
    since = max(last, now - _LONG)
    days = holidays_between(since.date(), now.date())
    busiest = max(1, round(max(rhythm.hourly)))
    expected, missed = rhythm.expected(since, now, days), rhythm.missed(since, now, days)
    if missed >= MISSED_TO_ALARM:
        return Silence(Health.BAD, round(expected), alarm_at(rhythm, since, now, days), busiest)
    return Silence(Health.WATCH if missed >= MISSED_TO_WATCH else Health.GOOD, round(expected), None, busiest)


# The rows of eight weeks are read once an hour, not at each look at the board.
@lru_cache(maxsize=2)
def _rhythms(hour: datetime) -> dict[UUID, Rhythm]:
    zone = ZoneInfo(settings.TIME_ZONE)
    counts: dict[UUID, list[tuple[datetime, int]]] = defaultdict(list)
    lately = FeedActivity.objects.filter(hour__gt=hour - LEARNED - timedelta(hours=1), hour__lt=hour)
    for feed, at, messages in lately.values_list("feed_id", "hour", "messages").iterator():
        counts[feed].append((at.astimezone(zone), messages))
    days = holidays_between((hour - LEARNED).date(), hour.date())
    now = hour.astimezone(zone)
    heard = dict(Feed.objects.filter(id__in=counts).values_list("id", "occurred_at"))
    found = ((feed, learned(rows, heard[feed].astimezone(zone), now, days)) for feed, rows in counts.items())
    return {feed: rhythm for feed, rhythm in found if rhythm is not None}


@dataclass(frozen=True, slots=True)
class UsualHour:
    """Messages of one hour of the week, and how busy that is: 0 nothing, 4 the busiest."""

    count: int
    level: int


@dataclass(frozen=True, slots=True)
class UsualDay:
    """One day of the week, hour by hour."""

    name: str
    hours: tuple[UsualHour, ...]


def usual_week(feed: UUID) -> list[UsualDay]:
    """What a feed usually says, from Monday; nothing while that is not learned."""
    rhythm = _rhythms(clock.now().replace(minute=0, second=0, microsecond=0)).get(feed)
    if rhythm is None:
        return []
    top = max(rhythm.hourly) or 1.0
    cells = [UsualHour(round(count), 0 if count < 0.5 else 1 + min(3, int(4 * count / top))) for count in rhythm.hourly]
    return [UsualDay(str(WEEKDAYS[day]), tuple(cells[24 * day : 24 * day + 24])) for day in range(7)]
