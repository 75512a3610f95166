"""How long a ward's blank sheets last, and how many to print for it."""

import math
from dataclasses import dataclass

# One busy night says little: what was used within less than a day counts as a day's use.
_SHORTEST_DAYS = 1.0


@dataclass(frozen=True, slots=True)
class StockTarget:
    """What the hospital wants of a form in a ward: warned below `warn_days`, filled up to `hold_days`.

    `least` is how many sheets lie there whatever the use; where nobody used the form lately it alone decides.
    """

    warn_days: float = 3.0
    hold_days: float = 7.0
    least: int = 10


@dataclass(frozen=True, slots=True)
class StockLevel:
    """A form in a ward: sheets on hand, use a day, days that lasts (None: nobody used it lately), sheets to print."""

    on_hand: int
    per_day: float
    days: float | None
    to_print: int
    short: bool


def use_per_day(uses: int, days: float) -> float:
    """Sheets a day over the days looked at."""
    return uses / max(days, _SHORTEST_DAYS)


def level(on_hand: int, per_day: float, target: StockTarget) -> StockLevel:
    """How a form stands in a ward; what is to print fills it up to what the hospital wants, never less.

    Printing `to_print` sheets leaves at least `target.least` and at least `hold_days` of use.
    """
    days = on_hand / per_day if per_day > 0 else None
    wanted = max(target.least, math.ceil(per_day * target.hold_days))
    short = on_hand < target.least if days is None else days < target.warn_days or on_hand < target.least
    return StockLevel(on_hand, per_day, days, max(0, wanted - on_hand) if short else 0, short)
