"""How often the silence alarm cries wolf in a year of a made-up hospital, and how soon it notices a real silence.

Beside it, what people set by hand: one longest silence for all hours, chosen as short as gives no more false alarms
than the learned one. Feeds have their nights, Sundays, public holidays and an August; messages come in bursts.
"""

import bisect
import itertools
import json
import math
import random
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from permanence.exchange.feeds.rules.silence import HOUR, LEARNED, Rhythm, alarm_at, learned

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2025, 1, 6, tzinfo=PARIS)
WEEKS = 60
OUTAGES = 400
DAYS_OFF = frozenset(holidays.country_holidays("FR", years=[2025, 2026]))


@dataclass(frozen=True)
class MadeUpFeed:
    """Messages an hour by day, at night and on Sundays by day, and how many come together."""

    name: str
    day: float
    night: float
    sunday: float
    burst: int


FEEDS = (
    MadeUpFeed("admissions of 900 beds", 220, 25, 90, 4),
    MadeUpFeed("laboratory", 160, 12, 40, 6),
    MadeUpFeed("prescriptions", 90, 6, 60, 3),
    MadeUpFeed("appointments", 70, 0, 0, 2),
    MadeUpFeed("small clinic", 12, 0.5, 2, 2),
)


def main() -> None:
    """Print the table."""
    rows = [measured(feed) for feed in FEEDS]
    if "--json" in sys.argv:
        print(json.dumps(rows))
        return
    print(f"{'feed':<24} {'messages':>9} {'false alarms/year':>17} {'noticed after (median / worst), learned':>40}")
    print(f"{'':<24} {'':>9} {'':>17} {'by day':>13} {'by night':>13} {'by hand, as few false alarms':>30}")
    for row in rows:
        print(
            f"{row['feed']:<24} {row['messages']:>9} {row['false_alarms_a_year']:>17.1f}"
            f" {row['day_min']:>6}/{row['day_worst_min']:<6} {row['night_min']:>6}/{row['night_worst_min']:<6}"
            f" {row['by_hand_min']:>26} min"
        )
    print("minutes; 'by hand' is the shortest single limit with no more false alarms than the learned one")


def measured(feed: MadeUpFeed) -> dict[str, object]:
    """One feed over a year after eight weeks of learning."""
    dice = random.Random(feed.name)  # noqa: S311 (made-up traffic)
    times = list(arrivals(feed, dice))
    counts: dict[datetime, int] = {}
    for at in times:
        hour = at.replace(minute=0, second=0, microsecond=0)
        counts[hour] = counts.get(hour, 0) + 1
    rhythms = {week: rhythm_at(counts, week) for week in range(8, WEEKS)}
    first = START + timedelta(weeks=8)
    false = 0
    gaps = []
    for last, following in itertools.pairwise(times):
        if last < first:
            continue
        gaps.append((following - last) / timedelta(minutes=1))
        false += alarm_at(rhythms[week_of(last)], last, following, DAYS_OFF) is not None
    years = (WEEKS - 8) * 7 / 365.25
    day, night = noticed(times, rhythms, dice)
    by_hand = sorted(gaps, reverse=True)[false]
    return {
        "feed": feed.name,
        "messages": len(times),
        "false_alarms_a_year": false / years,
        "day_min": round(statistics.median(day)),
        "day_worst_min": round(max(day)),
        "night_min": round(statistics.median(night)),
        "night_worst_min": round(max(night)),
        "by_hand_min": round(by_hand),
    }


def noticed(times: list[datetime], rhythms: dict[int, Rhythm], dice: random.Random) -> tuple[list[float], list[float]]:
    """Minutes until a feed that stops at a random moment is noticed, for stops by day and by night."""
    day, night = [], []
    for _ in range(OUTAGES):
        stop = START + timedelta(weeks=8, minutes=dice.uniform(0, (WEEKS - 10) * 7 * 24 * 60))
        last = times[bisect.bisect(times, stop) - 1]
        at = alarm_at(rhythms[week_of(last)], last, stop + timedelta(days=5), DAYS_OFF) or stop + timedelta(days=5)
        (day if 8 <= stop.hour < 20 else night).append(max(0.0, (at - stop) / timedelta(minutes=1)))
    return day, night


def week_of(at: datetime) -> int:
    """The week of the year in which what was learned until then is used."""
    return min(WEEKS - 1, (at - START) // timedelta(weeks=1))


def rhythm_at(counts: dict[datetime, int], week: int) -> Rhythm:
    """What is learned by the beginning of a week."""
    now = START + timedelta(weeks=week)
    lately = [(hour, count) for hour, count in counts.items() if now - LEARNED - HOUR <= hour < now]
    rhythm = learned(lately, START - timedelta(days=1), now, DAYS_OFF)
    if rhythm is None:
        raise SystemExit("eight weeks were not enough to learn from")
    return rhythm


def arrivals(feed: MadeUpFeed, dice: random.Random) -> Iterator[datetime]:
    """When messages come: bursts at random, at the rate of the hour."""
    hour = START
    while hour < START + timedelta(weeks=WEEKS):
        rate = rate_of(feed, hour) / feed.burst
        starts = sorted(dice.uniform(0, 3600) for _ in range(poisson(rate, dice)))
        for second in starts:
            for n in range(1 + poisson(feed.burst - 1, dice)):
                yield hour + timedelta(seconds=min(3599.9, second + n * 0.2))
        hour += HOUR


def rate_of(feed: MadeUpFeed, hour: datetime) -> float:
    """Messages an hour: a working day rises to eleven and falls until eight in the evening."""
    off = hour.weekday() == 6 or hour.date() in DAYS_OFF
    top = feed.sunday if off else feed.day * (0.7 if hour.weekday() == 5 else 1.0)
    summer = 0.7 if hour.month == 8 else 0.85 if hour.month == 12 and hour.day > 20 else 1.0
    if not 7 <= hour.hour < 20:
        return feed.night * summer
    return max(feed.night, top * summer * (0.4 + 0.6 * math.sin(math.pi * (hour.hour - 6) / 15)))


def poisson(mean: float, dice: random.Random) -> int:
    """A Poisson number (Knuth; the normal one above 50)."""
    if mean > 50:
        return max(0, round(dice.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count


if __name__ == "__main__":
    main()
