"""Which days are public holidays where the hospital lies."""

from datetime import date
from functools import lru_cache

from django.conf import settings


@lru_cache(maxsize=16)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year, in the country of the settings; none in a country that is not known."""
    # Takes a sixth of a second: nobody waits for it before the first page.
    import holidays  # noqa: PLC0415

    try:
        return frozenset(holidays.country_holidays(settings.COUNTRY, years=year))
    except NotImplementedError:
        return frozenset()


def holidays_between(first: date, last: date) -> frozenset[date]:
    """The public holidays of every year that these days touch."""
    return frozenset().union(*(public_holidays(year) for year in range(first.year, last.year + 1)))
