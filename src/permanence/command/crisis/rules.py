"""How the days of a crisis are counted, and what is refused."""

from datetime import datetime


class CrisisAlreadyOpen(Exception):
    """A crisis was declared and not lifted; the argument is its H0."""


class NoCrisisOpen(Exception):
    """There is no crisis to print for or to end."""


def crisis_day(declared_at: datetime, now: datetime) -> int:
    """The day of the crisis at an instant: H0 opens day 1, and each 24 hours since H0 the next."""
    return max(0, (now - declared_at).days) + 1
