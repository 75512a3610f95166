"""Where every field of a form lies on its pages: what the press draws and the reader looks for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

# x, y, width, height in millimetres from the top left corner of the page.
Box = tuple[float, float, float, float]


class FieldKind(StrEnum):
    """What a person does with a field."""

    TICK = "tick"
    COMB = "comb"
    TEXT = "text"


class Hand(StrEnum):
    """What is expected in the cell of a comb."""

    FIGURES = "figures"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Field:
    """One place to write in.

    A choice has one TICK for each `option` (its code, or its text when it has none). A comb has one field for each of
    its cells, `cell` counting from 0 in reading order. `row` counts the repeats of an item or of a line of a table,
    from 0. `box_mm` is the inner edge of the printed rule.
    """

    link_id: str
    kind: FieldKind
    page: int
    box_mm: Box
    option: str | None = None
    cell: int | None = None
    row: int = 0
    hand: Hand | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """All fields of one edition of a form, in reading order; pages count from 1."""

    form: str
    edition: int
    pages: int
    page_mm: tuple[float, float]
    fields: tuple[Field, ...]

    def of_page(self, page: int) -> tuple[Field, ...]:
        """The fields of one page."""
        return tuple(field for field in self.fields if field.page == page)

    def as_json(self) -> dict[str, Any]:
        """The layout as JSON holds it."""
        return asdict(self)


def layout_from_json(held: Mapping[str, Any]) -> Layout:
    """The layout that `as_json` gave."""
    fields = tuple(
        replace(
            Field(**field),
            kind=FieldKind(field["kind"]),
            box_mm=_box(field["box_mm"]),
            hand=Hand(field["hand"]) if field["hand"] else None,
        )
        for field in held["fields"]
    )
    width, height = held["page_mm"]
    return Layout(held["form"], held["edition"], held["pages"], (width, height), fields)


def _box(figures: list[float]) -> Box:
    x, y, width, height = figures
    return x, y, width, height
