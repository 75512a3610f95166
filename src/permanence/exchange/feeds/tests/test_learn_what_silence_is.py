"""How long a feed may be silent at this hour of the week: pure decisions."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from permanence.exchange.feeds.rules.silence import HOUR, MISSED_TO_ALARM, Rhythm, alarm_at, learned

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 6, 1, tzinfo=PARIS)
NOW = MONDAY + timedelta(weeks=8)


def busy(hour: datetime) -> int:
    """A laboratory: 200 an hour on working days, 4 at night, 20 on Sundays."""
    if not 7 <= hour.hour < 19:
        return 4
    return 20 if hour.weekday() == 6 else 200


def heard(of=busy, weeks: int = 8) -> list[tuple[datetime, int]]:
    start = NOW - timedelta(weeks=weeks)
    return [(start + n * HOUR, of(start + n * HOUR)) for n in range(weeks * 168)]


def rhythm(of=busy, holidays=()) -> Rhythm:
    return learned(heard(of), MONDAY - timedelta(days=90), NOW, holidays)


def test_ten_minutes_on_a_monday_morning_are_more_than_an_hour_at_night():
    usual = rhythm()
    morning, night = NOW.replace(hour=9), NOW.replace(hour=2)
    assert usual.missed(morning, morning + timedelta(minutes=10)) > MISSED_TO_ALARM
    assert usual.missed(night, night + timedelta(hours=1)) < MISSED_TO_ALARM


def test_the_alarm_says_since_when_it_is_one():
    last = NOW.replace(hour=9)
    at = alarm_at(rhythm(), last, last + timedelta(hours=3))
    assert timedelta(minutes=2) < at - last < timedelta(minutes=4)
    assert alarm_at(rhythm(), last, last + timedelta(minutes=2)) is None


def test_a_feed_heard_for_a_week_has_not_been_learned():
    assert learned(heard(weeks=1), NOW - timedelta(weeks=1), NOW) is None
    assert learned(heard(weeks=3), NOW - timedelta(weeks=3), NOW) is not None


def test_an_outage_that_was_learned_from_does_not_make_silence_usual():
    def broken(hour: datetime) -> int:
        return 0 if MONDAY + timedelta(weeks=3) <= hour < MONDAY + timedelta(weeks=4) else busy(hour)

    usual, morning = rhythm(broken), NOW.replace(hour=9)
    assert usual.missed(morning, morning + timedelta(minutes=15)) > MISSED_TO_ALARM


def test_a_public_holiday_is_expected_to_be_a_sunday():
    usual, morning = rhythm(), NOW.replace(hour=9)
    assert usual.expected(morning, morning + HOUR, {morning.date()}) == 20
    assert usual.expected(morning, morning + HOUR) == 200


def test_holidays_are_not_learned_from():
    holiday = date(2026, 7, 14)

    def quiet_on_holiday(hour: datetime) -> int:
        return 1 if hour.date() == holiday else busy(hour)

    tuesday = datetime(2026, 7, 28, 10, tzinfo=PARIS)
    assert rhythm(quiet_on_holiday, {holiday}).expected(tuesday, tuesday + HOUR) == 200


def test_messages_that_come_in_bursts_are_given_more_time():
    dice = random.Random(4)  # noqa: S311 (made-up traffic)

    def bursts(hour: datetime) -> int:
        return 50 * sum(dice.random() < busy(hour) / 400 for _ in range(2))

    assert rhythm(bursts).cluster > 10
    assert rhythm().cluster == 1.0


@given(st.integers(0, 20 * 24 * 60), st.integers(0, 20 * 24 * 60), st.integers(0, 20 * 24 * 60))
def test_two_silences_in_a_row_miss_what_one_misses(one, two, three):
    usual = Rhythm(tuple(float(n % 24) for n in range(168)), 2.0)
    a, b, c = sorted(MONDAY + timedelta(minutes=minutes) for minutes in (one, two, three))
    assert abs(usual.missed(a, b) + usual.missed(b, c) - usual.missed(a, c)) < 1e-6 * (1 + usual.missed(a, c))
