"""How paper writes instants, dates and ages: the same on every page, day first, in the hospital's time."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from permanence.foundation import clock
from permanence.paper.press.rules import age_at

# Closer than this, a day and a month can only be of one year.
_NO_OTHER_YEAR = timedelta(days=180)


def moment(instant: datetime | None) -> str:
    """`23/11/2026 04:05`; empty when there is none."""
    return "" if instant is None else f"{timezone.localtime(instant):%d/%m/%Y %H:%M}"


def short_moment(instant: datetime | None) -> str:
    """`23/11 04:05` for narrow columns, with the year when it is not of these months; empty when there is none."""
    if instant is None:
        return ""
    recent = abs(clock.now() - instant) < _NO_OTHER_YEAR
    return f"{timezone.localtime(instant):{'%d/%m %H:%M' if recent else '%d/%m/%Y %H:%M'}}"


def day(when: date | None) -> str:
    """`23/11/2026`; empty when there is none."""
    return "" if when is None else f"{when:%d/%m/%Y}"


def today() -> date:
    """The day it is in the hospital."""
    return timezone.localdate(clock.now())


def spoken_age(birth_date: date | None, on: date) -> str:
    """`76 years`, `5 months`, `3 days`: the smaller the child, the smaller the unit; empty when nobody knows."""
    if birth_date is None:
        return ""
    count, unit = age_at(birth_date, on)
    said = {
        "year": ngettext("{count} year", "{count} years", count),
        "month": ngettext("{count} month", "{count} months", count),
        "day": ngettext("{count} day", "{count} days", count),
    }
    return said[unit].format(count=count)
