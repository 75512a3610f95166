"""Groups that are tables: rows of the same questions, and questions with the same options."""

from permanence.paper.forms.rules.combs import code_comb
from permanence.paper.forms.rules.controls import (
    LETTER_MM,
    TICK_MM,
    WIDTH_MM,
    Fields,
    Piece,
    Words,
    controls_of,
    frame_label,
    frame_piece,
    ticked,
    width_in_cell,
)
from permanence.paper.forms.rules.items import Item, ItemType
from permanence.paper.forms.rules.layout import FieldKind

TABLES = frozenset({"gtable", "grid"})
MATRICES = frozenset({"table", "htable", "matrix"})
_INSET = 2.4
_FLEXIBLE_MOST = 90.0
_ROWS = 4
_MOST_ROWS = 30
_ROW_LABEL_MM = 40.0
_OTHER_MM = 32.0


def is_leaf(item: Item) -> bool:
    """Whether an item is one answer with nothing below it."""
    return item.type not in {ItemType.GROUP, ItemType.DISPLAY} and not item.children


def alike(item: Item) -> tuple[object, ...] | None:
    """What questions have in common that share the columns of a matrix; None when an item cannot be in one."""
    if not (is_leaf(item) and item.chooses and ticked(item) and _plain(item)) or item.help or item.vertical:
        return None
    shown = tuple((option.code, option.text) for option in item.options)
    return item.type, item.repeats, item.open_label, shown


def rows_of(item: Item, default: int = _ROWS) -> int:
    """How many lines are printed for something that repeats."""
    if not item.repeats:
        return 1
    wanted = item.rows or max(item.least or 0, min(item.most or default, default))
    return max(1, min(wanted, _MOST_ROWS))


def table_widths(columns: tuple[Item, ...], labelled: float = 0.0) -> list[float] | None:
    """The width of each column, or None when they do not fit side by side."""
    least = [width_in_cell(item) + _INSET for item in columns]
    spare = WIDTH_MM - labelled - sum(least)
    if spare < 0 or not columns:
        return None
    # What is written freely takes what is left.
    free = [place for place, item in enumerate(columns) if _free(item)] or list(range(len(columns)))
    more = min(spare / len(free), _FLEXIBLE_MOST)
    return [width + (more if place in free else 0.0) for place, width in enumerate(least)]


def table_of(group: Item, fields: Fields, words: Words, rows: int) -> Piece | None:
    """A table with the questions as columns and a line for each repeat; None when it cannot be one."""
    if not group.children or not all(is_leaf(item) and _plain(item) for item in group.children):
        return None
    widths = table_widths(group.children)
    if widths is None:
        return None
    lines = [
        {
            "label": None,
            "cells": [
                controls_of(item, fields, words, row, width - _INSET, in_cell=True)
                for item, width in zip(group.children, widths, strict=True)
            ],
        }
        for row in range(rows)
    ]
    return {"b": "table", "columns": _heads(group.children, widths, words), "rows": lines, "labelled": 0.0}


def grid_of(group: Item, fields: Fields, words: Words) -> Piece | None:
    """A table whose lines are the groups below and whose columns are their questions; None when it cannot be one."""
    lines = [child for child in group.children if child.type is ItemType.GROUP]
    if len(lines) < 2 or len(lines) != len(group.children) or any(line.repeats for line in lines):
        return None
    shapes = {tuple((item.text, item.type) for item in line.children) for line in lines}
    if len(shapes) != 1 or not all(is_leaf(item) and _plain(item) for line in lines for item in line.children):
        return None
    widths = table_widths(lines[0].children, _ROW_LABEL_MM)
    if widths is None:
        return None
    drawn = [
        {
            "label": {"n": line.number, "text": line.text, "req": line.required},
            "cells": [
                controls_of(item, fields, words, 0, width - _INSET, in_cell=True)
                for item, width in zip(line.children, widths, strict=True)
            ],
        }
        for line in lines
    ]
    return {"b": "table", "columns": _heads(lines[0].children, widths, words), "rows": drawn, "labelled": _ROW_LABEL_MM}


def matrix_of(group: Item, fields: Fields, words: Words, row: int) -> Piece | None:
    """Questions as lines, their common options as columns; None when they have not the same options."""
    asked = group.children
    if len(asked) < 2 or not all(is_leaf(item) and item.chooses and ticked(item) and _plain(item) for item in asked):
        return None
    shown = {tuple((option.code, option.text) for option in item.options) for item in asked}
    if len(shown) != 1 or len({item.type for item in asked}) != 1:
        return None
    options = asked[0].options
    open_mm = _OTHER_MM if asked[0].type is ItemType.OPEN_CHOICE else 0.0
    words_mm = [max(len(word) for word in [*option.text.split(), ""]) * LETTER_MM * 0.95 for option in options]
    least = [max(TICK_MM + 2, width) + _INSET for width in words_mm]
    spare = WIDTH_MM - open_mm - sum(least) - 45.0
    if spare < 0:
        return None
    label_mm = WIDTH_MM - open_mm - sum(least) if spare < 30 else 75.0
    more = (WIDTH_MM - open_mm - sum(least) - label_mm) / len(options)
    columns: list[Piece] = [
        {"n": "", "text": option.text, "w": width + more, "req": False}
        for option, width in zip(options, least, strict=True)
    ]
    if open_mm:
        columns.append({"n": "", "text": asked[0].open_label or words["other"], "w": open_mm, "req": False})
    lines = []
    for item in asked:
        cells = [
            [{"c": "tick", "f": fields.add(item.link_id, FieldKind.TICK, row, option=option.code)}]
            for option in options
        ]
        if open_mm:
            cells.append([frame_piece(item.link_id, fields, row, open_mm - _INSET, 7.0)])
        lines.append({"label": {"n": item.number, "text": item.text, "req": item.required}, "cells": cells})
    return {"b": "table", "columns": columns, "rows": lines, "labelled": label_mm}


def legend(item: Item) -> Piece:
    """One numbered list of options."""
    figures = code_comb(len(item.options)).cells
    entries = [f"{place:0{figures}d} {option.text}" for place, option in enumerate(item.options, start=1)]
    longest = max(len(entry) for entry in entries)
    columns = max(1, min(5, int(WIDTH_MM // (longest * LETTER_MM * 0.85 + 4))))
    long = -(-len(entries) // columns)
    parted = [entries[start : start + long] for start in range(0, len(entries), long)]
    return {"b": "legend", "n": item.number, "text": item.text, "columns": parted}


def _heads(columns: tuple[Item, ...], widths: list[float], words: Words) -> list[Piece]:
    said = [" ".join(filter(None, [item.text, item.help, frame_label(item, words)])) for item in columns]
    return [
        {"n": item.number, "text": text, "w": width, "req": item.required}
        for item, width, text in zip(columns, widths, said, strict=True)
    ]


def _free(item: Item) -> bool:
    return not item.chooses and item.type in {ItemType.STRING, ItemType.TEXT, ItemType.URL, ItemType.REFERENCE}


def _plain(item: Item) -> bool:
    """Whether nothing has to be said beside the cell: guidance needs a line of its own."""
    return not item.conditions and not item.computed_condition and not (item.repeats and not item.chooses)
