"""What is enough for one night, and when the weekly self-test is due: figures for 1,000 patients in bed."""

from datetime import datetime, timedelta

GIGABYTE, MEGABYTE = 1_000_000_000, 1_000_000
# A kit of 1,000 patients and a month of messages fit in the first, a night in the second.
DISK_ENOUGH, DISK_LEAST = 10 * GIGABYTE, 2 * GIGABYTE
# Printing a kit takes 1.5 GB at most; below the second the system kills programs.
MEMORY_ENOUGH, MEMORY_LEAST = 1_500 * MEGABYTE, 700 * MEGABYTE
# A USB stick that is dying writes less than the second.
SPEED_ENOUGH, SPEED_LEAST = 15 * MEGABYTE, 2 * MEGABYTE
CERTIFICATE_ENOUGH, CERTIFICATE_LEAST = timedelta(days=30), timedelta(days=1)
WEEK, LATE_AFTER = timedelta(days=7), timedelta(days=8)
# Monday, before the day team comes: the page lies there when somebody can act on it.
_HOUR = timedelta(hours=3)


def grade(value: float, enough: float, least: float) -> int:
    """2 when there is enough, 1 when it is to be watched, 0 when it is too little."""
    return 2 if value >= enough else 1 if value >= least else 0


def self_test_is_due(*, now: datetime, last: datetime | None) -> bool:
    """Whether a self-test is owed since Monday 3 a.m.; instants in the hospital's time.

    `last` is the last self-test, or the birth of a box that had none; None: a box that never wrote anything.
    """
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0) + _HOUR
    owed_since = monday if now >= monday else monday - WEEK
    return last is not None and last < owed_since
