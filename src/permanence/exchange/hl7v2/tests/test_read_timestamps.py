"""Reading dates and times as senders write them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.exchange.hl7v2.rules.timestamps import day, instant, legible
from permanence.exchange.hl7v2.tests.speech import PARIS, paris


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260307110000", paris(2026, 3, 7, 11)),
        ("202603071100", paris(2026, 3, 7, 11)),
        ("2026030711", paris(2026, 3, 7, 11)),
        ("20260307", paris(2026, 3, 7)),
        ("20260707110000", paris(2026, 7, 7, 11)),
        ("20260307110000+0000", datetime(2026, 3, 7, 11, tzinfo=UTC)),
        ("20260307110000-0500", datetime(2026, 3, 7, 16, tzinfo=UTC)),
        ("20260307110000+05:30", datetime(2026, 3, 7, 5, 30, tzinfo=UTC)),
        ("20260307110000Z", datetime(2026, 3, 7, 11, tzinfo=UTC)),
        ("202603071100+01", datetime(2026, 3, 7, 10, tzinfo=UTC)),
        ("20260307110000.1234+0100", datetime(2026, 3, 7, 10, 0, 0, 123400, tzinfo=UTC)),
        ("20260307110000123", paris(2026, 3, 7, 11) + timedelta(milliseconds=123)),
        ("2026-03-07T11:00:00Z", datetime(2026, 3, 7, 11, tzinfo=UTC)),
        ("2026-03-07 11:00", paris(2026, 3, 7, 11)),
        ("202603072400", paris(2026, 3, 8)),
        ("20260307235960", paris(2026, 3, 7, 23, 59) + timedelta(seconds=59)),
        (" 20260307 ", paris(2026, 3, 7)),
    ],
)
def test_an_instant_is_read(text, expected):
    assert instant(text, PARIS) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", '""', "2026", "202603", "20261301", "20260230", "19410000", "19411300", "00000000", "2026030725",
        "20260307116000", "20260307110000+2500", "20260307110000+0160", "Aug 15, 1942", "07/03/2026", "hier",
        "99991231235959-1500", "00010101+1400", "202603071", "٢٠٢٦٠٣٠٧",
    ],
)  # fmt: skip
def test_what_says_no_instant_gives_none(text):
    assert instant(text, PARIS) is None


def test_a_month_or_a_year_is_its_first_instant_only_when_asked():
    assert instant("2026", PARIS, partial=True) == paris(2026, 1, 1)
    assert instant("202603", PARIS, partial=True) == paris(2026, 3, 1)


def test_an_hour_told_twice_is_the_first_and_an_hour_skipped_goes_on_from_before():
    assert instant("20261025023000", PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant("20260329023000", PARIS) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19790328", date(1979, 3, 28)),
        ("197903281126+0215", date(1979, 3, 28)),
        ("1979-03-28", date(1979, 3, 28)),
        ("19790230", None),
        ("19791300", None),
        ("1979", None),
        ("197903", None),
        ("Aug 15, 1942", None),
        ("", None),
    ],
)
def test_a_calendar_date_is_read_or_none(text, expected):
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260307", "2026-03-07"),
        ("202603071100", "2026-03-07 11:00"),
        ("1130", "11:30"),
        ("113005", "11:30:05"),
        ("soon", "soon"),
    ],
)
def test_dates_are_made_legible(text, expected):
    assert legible(text) == expected


zones = st.sampled_from(
    [PARIS, ZoneInfo("Indian/Reunion"), ZoneInfo("America/Cayenne"), ZoneInfo("Pacific/Noumea"), UTC]
)
# Hypothesis wants its bounds without a zone.
clocks = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1850, 1, 1), datetime(2150, 1, 1), timezones=offsets)  # noqa: DTZ001


@given(instants, zones)
def test_an_instant_written_with_its_offset_is_read_back_whatever_the_zone(moment, zone):
    written = moment.strftime("%Y%m%d%H%M%S.%f%z").zfill(26)
    assert instant(written, zone) == moment


@given(clocks, zones)
def test_an_instant_by_the_clock_on_the_wall_is_read_back(moment, zone):
    expected = moment.replace(microsecond=0, tzinfo=zone).astimezone(UTC)
    assert instant(moment.strftime("%Y%m%d%H%M%S"), zone) == expected


@given(st.text(st.sampled_from('0123456789+-.:TZ ,"٣'), max_size=24) | st.text(max_size=12), zones)
def test_no_text_breaks_the_reading_of_time(text, zone):
    moment = instant(text, zone, partial=True)
    assert moment is None or moment.tzinfo is UTC
    day(text)
    legible(text)
