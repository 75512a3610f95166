"""Combs: how many cells a value is written in, what stands between them, and what filled cells say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from permanence.paper.forms.rules.items import Item, ItemType, decimal_of
from permanence.paper.forms.rules.layout import Hand

CELL_MM = 5.8
GAP_MM = 1.6
MOST_LETTERS = 20
_DEFAULT_DIGITS = 4
_DEFAULT_DECIMALS = 2
_MOST_DIGITS = 9
BLANK = " "
_COUNTED = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.QUANTITY})


class CellsUnclear(ValueError):
    """The cells hold no value of this kind; the text says why, as a key of `Doubt`."""


@dataclass(frozen=True, slots=True)
class Part:
    """Cells that stand together; `label` is a key of the house's words, `before` what is printed ahead of them."""

    cells: int
    label: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Comb:
    """The parts of one comb."""

    parts: tuple[Part, ...]
    hand: Hand = Hand.FIGURES

    @property
    def cells(self) -> int:
        """How many cells there are in all."""
        return sum(part.cells for part in self.parts)

    @property
    def width_mm(self) -> float:
        """How wide it is on paper."""
        signs = sum(1.2 for part in self.parts if part.before)
        return self.cells * CELL_MM + (len(self.parts) - 1) * GAP_MM + signs


_DATE = (Part(2, "day"), Part(2, "month"), Part(4, "year"))
_TIME = (Part(2, "hour"), Part(2, "minute", ":"))
DATE_COMB, TIME_COMB = Comb(_DATE), Comb(_TIME)


def comb_of(item: Item) -> Comb | None:
    """The comb a value of this item is written in; None when it is written in a frame or ticked."""
    if item.chooses or item.option_list:
        return None
    if item.type in _COUNTED:
        return _figures(item)
    if item.type in {ItemType.DATE, ItemType.DATETIME, ItemType.TIME}:
        day = () if item.type is ItemType.TIME else _date_parts(item.entry_format)
        return Comb((*day, *(() if item.type is ItemType.DATE else _TIME)))
    if item.type is ItemType.STRING and item.max_length and item.max_length <= MOST_LETTERS:
        return Comb((Part(item.max_length),), Hand.LETTERS)
    return None


def code_comb(options: int) -> Comb:
    """The comb for the number of one option of a long list."""
    return Comb((Part(len(str(options))),))


def signed(item: Item) -> bool:
    """Whether a minus can be meant: there is a box for it then."""
    low = decimal_of(item.minimum)
    return item.type in _COUNTED and low is not None and low < 0


def value_in(item: Item, cells: Sequence[str], *, minus: bool = False) -> Any:
    """What filled cells say as FHIR writes it: text for dates and times, int or Decimal for figures; None when empty.

    Raises `CellsUnclear` when no value can be made of them; nothing is guessed.
    """
    comb = comb_of(item)
    if comb is None or not any(cell.strip() for cell in cells):
        return None
    parts = _parts(comb, cells)
    if item.type in _COUNTED:
        return _number(item, parts, minus=minus)
    if item.type is ItemType.STRING:
        return "".join(cell or BLANK for cell in cells).strip()
    return _instant(item, dict(zip((part.label for part in comb.parts), parts, strict=True)))


def cells_for(item: Item, value: Any) -> list[str] | None:
    """The cells a value fills, blanks included; None when it does not fit."""
    comb = comb_of(item)
    if comb is None:
        return None
    if item.type in _COUNTED:
        return _number_cells(comb, decimal_of(value))
    if item.type is ItemType.STRING:
        text = str(value)
        return list(text.ljust(comb.cells)) if len(text) <= comb.cells else None
    return _instant_cells(item, comb, str(value))


def _date_parts(entry_format: str) -> tuple[Part, ...]:
    said = re.sub(r"[^a-z]", "", entry_format.lower().replace("j", "d").replace("a", "y"))
    letters = set(said)
    if letters == {"y"}:
        return (Part(4, "year"),)
    return (Part(2, "month"), Part(4, "year")) if letters == {"m", "y"} else _DATE


def _figures(item: Item) -> Comb:
    bounds = [abs(bound) for bound in (decimal_of(item.minimum), decimal_of(item.maximum)) if bound is not None]
    known = decimal_of(item.maximum) is not None
    digits = len(str(int(max(bounds)))) if known else (item.max_length or _DEFAULT_DIGITS)
    whole = Part(max(1, min(_MOST_DIGITS, digits)))
    decimals = _DEFAULT_DECIMALS if item.decimals is None else min(item.decimals, 4)
    if item.type is ItemType.INTEGER or not decimals:
        return Comb((whole,))
    return Comb((whole, Part(decimals, "", ",")))


def _parts(comb: Comb, cells: Sequence[str]) -> list[str]:
    if len(cells) != comb.cells:
        raise CellsUnclear("cells_missing")
    parts, start = [], 0
    for part in comb.parts:
        parts.append("".join(cell or BLANK for cell in cells[start : start + part.cells]).strip())
        start += part.cells
    return parts


def _number(item: Item, parts: list[str], *, minus: bool) -> int | Decimal:
    whole, fraction = parts[0] or "0", parts[1] if len(parts) > 1 else ""
    # A blank between figures is a figure that was not read.
    if not (whole.isdecimal() and whole.isascii() and (not fraction or fraction.isdecimal())):
        raise CellsUnclear("no_number")
    sign = "-" if minus else ""
    if item.type is ItemType.INTEGER:
        return int(f"{sign}{whole}")
    return Decimal(f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}")


def _instant(item: Item, parts: Mapping[str, str]) -> str:
    if any(part and not part.isdecimal() for part in parts.values()):
        raise CellsUnclear("no_date")
    clock = _clock(parts) if "hour" in parts else ""
    if item.type is ItemType.TIME:
        return f"{clock}:00"
    day = _day(parts)
    if item.type is ItemType.DATETIME and clock:
        return f"{day}T{clock}:00"
    return day


def _clock(parts: Mapping[str, str]) -> str:
    hour, minute = parts["hour"], parts["minute"]
    if not hour and not minute:
        return ""
    if not (hour and minute and int(hour) < 24 and int(minute) < 60):
        raise CellsUnclear("no_time")
    return f"{int(hour):02d}:{int(minute):02d}"


def _day(parts: Mapping[str, str]) -> str:
    """`2026-11-23`; FHIR lets the day, or day and month, be unknown."""
    year, month, day = (parts.get(name, "") for name in ("year", "month", "day"))
    if len(year) != len("2026") or (day and not month):
        raise CellsUnclear("no_date")
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as wrong:
        raise CellsUnclear("no_date") from wrong
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def _number_cells(comb: Comb, value: Decimal | None) -> list[str] | None:
    if value is None or not value.is_finite():
        return None
    whole, _, fraction = f"{abs(value):f}".partition(".")
    room = [part.cells for part in comb.parts]
    fraction = fraction.rstrip("0")
    if len(whole) > room[0] or len(fraction) > sum(room[1:]):
        return None
    tail = fraction.ljust(room[1], "0") if len(room) > 1 else ""
    return list(whole.rjust(room[0]) + tail)


def _instant_cells(item: Item, comb: Comb, text: str) -> list[str] | None:
    day, _, clock = ("", "", text) if item.type is ItemType.TIME else text.partition("T")
    date_parts, clock_parts = [*day.split("-"), "", ""], [*clock.split(":"), "", ""]
    held = dict(zip(("year", "month", "day"), date_parts, strict=False))
    held |= dict(zip(("hour", "minute"), clock_parts, strict=False))
    cells = [held.get(part.label, "")[: part.cells].ljust(part.cells) for part in comb.parts]
    return list("".join(cells))
