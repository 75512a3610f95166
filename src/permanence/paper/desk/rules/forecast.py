"""The day the queue empties with the people planned, and what one more person would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

HOURS_A_DAY = 7.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """`days` until nothing waits, counted from today as 1 (0: nothing waits now); None: never with these people."""

    days: int | None
    with_one_more: int | None

    @property
    def days_won(self) -> int | None:
        """How many days sooner with one more person; None when there is no day to compare with."""
        if self.days is None or self.with_one_more is None:
            return None
        return self.days - self.with_one_more


def forecast(
    *, waiting: float, arriving_a_day: float, an_hour: float, people: Sequence[float], hours: float = HOURS_A_DAY
) -> Forecast:
    """Forecast from the sheets waiting, those that come each day, and the sheets one person does in an hour.

    `people` are those planned for each day from today; the last day's number holds from then on. `hours`: at the desk
    in a day. All are 0 or more; with nobody planned at all, nobody comes.
    """
    planned = list(people) or [0.0]
    more = [one + 1 for one in planned]
    each = an_hour * hours
    return Forecast(
        _days(waiting, arriving_a_day, [one * each for one in planned]),
        _days(waiting, arriving_a_day, [one * each for one in more]),
    )


def _days(waiting: float, arriving: float, done: Sequence[float]) -> int | None:
    """A day's sheets come in the morning; the queue is empty when a day's work covers all that lies there."""
    if waiting <= 0:
        return 0
    left = waiting
    for day, done_today in enumerate(done, start=1):
        left += arriving - done_today
        if left <= 0:
            return day
    a_day = done[-1] - arriving
    return len(done) + ceil(left / a_day) if a_day > 0 else None
