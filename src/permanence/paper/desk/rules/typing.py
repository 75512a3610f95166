"""From what a person types to the cells and boxes of a sheet, and back."""

import re

from permanence.paper.desk.rules.places import Place
from permanence.paper.forms.rules import Item, ItemType, Reading
from permanence.paper.forms.rules.combs import CellsUnclear, cells_for, comb_of, value_in

_COUNTED = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.QUANTITY})
_INSTANTS = frozenset({ItemType.DATE, ItemType.TIME, ItemType.DATETIME})


class NotTyped(ValueError):
    """What was typed does not fit the place: too long, no number, no date."""


def reading_typed(place: Place, text: str, ticks: frozenset[str] = frozenset()) -> Reading:
    """The reading that the typed text and the chosen boxes make.

    A date is typed `23/11/2026` or `23112026` in the order of the paper, an hour `4:05` or `0405`, a number with a
    comma or a point; a minus in front ticks the box for it. Raises `NotTyped`: nothing is cut or guessed.
    """
    said = " ".join(text.split()) if not place.is_long_text else text.strip()
    known = frozenset(choice.code for choice in place.choices)
    if not ticks <= known or (len(ticks) > 1 and not place.several and not _has_unit(place)):
        raise NotTyped(place.link_id)
    if not place.cells:
        return Reading(ticks=ticks, text=said if place.framed else None)
    if place.framed and said and not _in_cells(said):
        return Reading(ticks=ticks, text=said)
    if said.startswith("-") and "-" in known:
        ticks, said = ticks | {"-"}, said[1:].strip()
    return Reading(ticks=ticks, cells=tuple(_cells(place, said)), text="" if place.framed else None)


def text_of_reading(place: Place, reading: Reading) -> str:
    """What stands in the input for a reading: cells as people write them, else the text."""
    if not place.cells or not any(cell.strip() for cell in reading.cells):
        return reading.text or ""
    if place.item is None or comb_of(place.item) is None:
        item = Item(place.link_id, place.kind, "", "")
        return _spoken(item, reading.cells) if place.kind in _INSTANTS else "".join(reading.cells).strip()
    return _spoken(place.item, reading.cells)


def same(one: Reading, other: Reading) -> bool:
    """Whether two people typed the same: blanks around and the case of letters do not count."""
    return _plain(one) == _plain(other)


def as_json(reading: Reading) -> dict[str, object]:
    """A reading as a row keeps it."""
    return {"ticks": sorted(reading.ticks), "cells": list(reading.cells), "text": reading.text}


def from_json(held: dict[str, object]) -> Reading:
    """The reading that `as_json` gave."""
    ticks, cells, text = held["ticks"], held["cells"], held["text"]
    if not isinstance(ticks, list) or not isinstance(cells, list):
        raise TypeError(held)
    return Reading(frozenset(ticks), tuple(cells), None if text is None else str(text))


def _plain(reading: Reading) -> tuple[object, ...]:
    cells = "".join(cell or " " for cell in reading.cells).strip().casefold()
    return reading.ticks, cells, " ".join((reading.text or "").split()).casefold()


def _has_unit(place: Place) -> bool:
    return place.item is not None and place.kind in _COUNTED


def _in_cells(said: str) -> bool:
    return bool(re.fullmatch(r"[-0-9.,:/ ]+", said))


def _cells(place: Place, said: str) -> list[str]:
    if not said:
        return [""] * place.cells
    if place.kind in _INSTANTS:
        cells = _instant_cells(place, said)
    elif place.kind in _COUNTED and place.item is not None:
        cells = _number_cells(place.item, said)
    elif place.item is not None and place.item.chooses:
        cells = list(said.rjust(place.cells))
    else:
        cells = list(said.ljust(place.cells))
    if len(cells) != place.cells:
        raise NotTyped(place.link_id)
    return cells


def _number_cells(item: Item, said: str) -> list[str]:
    plain = said.replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", plain):
        raise NotTyped(item.link_id)
    value = float(plain) if "." in plain else int(plain)
    cells = cells_for(item, value)
    if cells is None:
        raise NotTyped(item.link_id)
    return cells


def _instant_cells(place: Place, said: str) -> list[str]:
    item = place.item or Item(place.link_id, place.kind, "", "")
    comb = comb_of(item)
    if comb is None:
        raise NotTyped(place.link_id)
    groups = re.findall(r"\d+", said)
    if re.sub(r"[\d/:.\-T hH]", "", said) or not groups:
        raise NotTyped(place.link_id)
    if len(groups) == len(comb.parts):
        parts = [group.zfill(part.cells) for group, part in zip(groups, comb.parts, strict=True)]
    else:
        digits = "".join(groups)
        # A day without its hour, or a year alone, is what the paper may say.
        parts = [digits if len(digits) == comb.cells else _partial(digits, comb.cells)]
    cells = list("".join(parts))
    try:
        value_in(item, cells)
    except CellsUnclear as unclear:
        raise NotTyped(place.link_id) from unclear
    return cells


def _partial(digits: str, cells: int) -> str:
    if cells == len("23112026") + len("0405") and len(digits) == len("23112026"):
        return digits.ljust(cells)
    if cells == len("23112026") and len(digits) == len("2026"):
        return digits.rjust(cells)
    if cells == len("23112026") and len(digits) == len("112026"):
        return digits.rjust(cells)
    return digits


def _spoken(item: Item, cells: tuple[str, ...]) -> str:
    comb = comb_of(item)
    if comb is None or comb.cells != len(cells):
        return "".join(cells).strip()
    parts, start = [], 0
    for part in comb.parts:
        parts.append("".join(cell or " " for cell in cells[start : start + part.cells]).strip())
        start += part.cells
    if item.type in _COUNTED:
        return ",".join(part for part in parts if part)
    dates = [part for part, at in zip(parts, comb.parts, strict=True) if at.label in {"day", "month", "year"} and part]
    hours = [part for part, at in zip(parts, comb.parts, strict=True) if at.label in {"hour", "minute"} and part]
    spoken = " ".join(filter(None, ["/".join(dates), ":".join(hours)]))
    return spoken or "".join(parts)
