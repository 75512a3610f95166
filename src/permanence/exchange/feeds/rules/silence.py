"""The silence alarm: a feed is silent for too long when many messages would have come by now, at this hour of the week.

Learned from the hours of the last weeks, hour of the week by hour of the week: a Sunday night is not a Monday morning.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

HOURS = 168
HOUR = timedelta(hours=1)
# How far back is learned from, and from when on what was learned is believed.
LEARNED = timedelta(weeks=8)
LEARNED_ENOUGH = timedelta(weeks=2)
# Independent messages missed. At ten a made-up hospital had one false alarm a year (benchmarks/silence.py),
# at seven nineteen times, at fifteen never, and took half as long again to notice.
MISSED_TO_WATCH = 5.0
MISSED_TO_ALARM = 10.0
SUNDAY = 6
# A quarter of the weeks may be quieter than what is expected: holidays, an outage that was learned from.
QUARTILE = 0.25
# Of eight normal values, the mean square of the six nearest the middle is this many times less than the variance.
_TRIMMED = 2.86


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a feed usually says: messages for each hour of the week, from Monday 0 h, and how many come together.

    `cluster` is the variance of the hours over their mean, 1 when messages come one by one.
    """

    hourly: tuple[float, ...]
    cluster: float

    def expected(self, start: datetime, end: datetime, holidays: Collection[date] = ()) -> float:
        """How many messages would usually have come between two instants, given in the hospital's local time."""
        return sum(self._of_hour(hour, holidays) * part for hour, part in _hours(start, end))

    def missed(self, start: datetime, end: datetime, holidays: Collection[date] = ()) -> float:
        """How many independent messages a silence of that length has missed."""
        return self.expected(start, end, holidays) / self.cluster

    def _of_hour(self, hour: datetime, holidays: Collection[date]) -> float:
        usual = self.hourly[hour.weekday() * 24 + hour.hour]
        return min(usual, self.hourly[SUNDAY * 24 + hour.hour]) if hour.date() in holidays else usual


def learned(
    counts: Iterable[tuple[datetime, int]], since: datetime, now: datetime, holidays: Collection[date] = ()
) -> Rhythm | None:
    """What is usual, from (beginning of an hour, messages in it) in local time; None when too little was heard.

    `since` is when the feed was first heard; an hour without a count had no message. Holidays are not learned from.
    """
    begin = max(since, now - LEARNED).replace(minute=0, second=0, microsecond=0) + HOUR
    if now - begin < LEARNED_ENOUGH:
        return None
    said = dict(counts)
    by_hour: dict[int, list[int]] = defaultdict(list)
    hour = begin
    while hour + HOUR <= now:
        if hour.date() not in holidays:
            by_hour[hour.weekday() * 24 + hour.hour].append(said.get(hour, 0))
        hour += HOUR
    return Rhythm(tuple(_quiet(by_hour[n]) for n in range(HOURS)), _cluster(by_hour.values()))


def _quiet(values: list[int]) -> float:
    """What is expected with some doubt: the lower quartile."""
    return float(sorted(values)[int(QUARTILE * (len(values) - 1))]) if values else 0.0


def _cluster(hours: Iterable[list[int]]) -> float:
    """Variance over mean of the same hours of different weeks, the busiest counting most; never below 1.

    The quarter of the weeks that lies farthest from the middle is left out, and what that takes off a normal spread is
    given back: one outage in eight weeks must not make every silence seem usual.
    """
    spread = mean = 0.0
    for values in hours:
        if len(values) > 1:
            middle = median(values)
            squares = sorted((value - middle) ** 2 for value in values)
            kept = squares[: max(1, len(squares) - len(squares) // 4)]
            spread += _TRIMMED * sum(kept) / len(kept)
            mean += middle
    return max(1.0, spread / mean) if mean else 1.0


def _hours(start: datetime, end: datetime) -> Iterator[tuple[datetime, float]]:
    """The hours between two instants, with the part of each that lies between them."""
    hour = start.replace(minute=0, second=0, microsecond=0)
    while hour < end:
        part = (min(end, hour + HOUR) - max(start, hour)) / HOUR
        yield hour, part
        hour += HOUR


def alarm_at(rhythm: Rhythm, last: datetime, until: datetime, holidays: Collection[date] = ()) -> datetime | None:
    """When a silence that began at `last` becomes an alarm, None when it does not before `until`."""
    missed = 0.0
    for hour, part in _hours(last, until):
        rate = rhythm.missed(hour, hour + HOUR, holidays)
        if rate and missed + rate * part >= MISSED_TO_ALARM:
            return max(hour, last) + timedelta(hours=math.ceil((MISSED_TO_ALARM - missed) / rate * 60) / 60)
        missed += rate * part
    return None
