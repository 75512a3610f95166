"""What a person writes or ticks for one item: boxes, combs, frames, with the fields they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from permanence.paper.forms.rules.combs import Comb, code_comb, comb_of, signed
from permanence.paper.forms.rules.items import Item, ItemType
from permanence.paper.forms.rules.layout import Field, FieldKind, Hand
from permanence.paper.forms.rules.options import text_of

Piece = dict[str, Any]
Words = Mapping[str, str]
# The width between the margins of `form.typ`, and what a label takes of it.
WIDTH_MM = 176.5
LABEL_MM = 58.0
CONTROL_MM = WIDTH_MM - LABEL_MM - 3.0
LINE_MM = 8.0
TICK_MM = 4.68
# A letter of 9.5 pt on average; wide enough that few estimates are short.
LETTER_MM = 1.78
# More options than this are numbered, and the number is written: a page of boxes is never read to its end.
MOST_TICKS = 24
_MOST_TICKS_IN_A_CELL = 6
_MOST_LINES = 24
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
MINUS = "-"
TRUE, FALSE = "true", "false"


class Fields:
    """The fields of a form in reading order, each known to the template by its place in the list."""

    def __init__(self) -> None:
        self.held: list[Field] = []

    def add(self, link_id: str, kind: FieldKind, row: int = 0, **more: Any) -> int:
        """A new field; gives its place."""
        self.held.append(Field(link_id, kind, 0, _NOWHERE, row=row, **more))
        return len(self.held) - 1


def answers(item: Item, words: Words) -> list[tuple[str, str]]:
    """The boxes of an item that is ticked: code and text of each."""
    if item.type is ItemType.BOOLEAN:
        return [(TRUE, words["yes"]), (FALSE, words["no"])]
    return [(option.code, option.text) for option in item.options]


def ticked(item: Item, *, in_cell: bool = False) -> bool:
    """Whether an item is answered by ticking, rather than by the number of an option."""
    most = _MOST_TICKS_IN_A_CELL if in_cell else MOST_TICKS
    return item.type is ItemType.BOOLEAN or (item.chooses and len(item.options) <= most)


def controls_of(
    item: Item, fields: Fields, words: Words, row: int, room: float, *, in_cell: bool = False
) -> list[Piece]:
    """What is drawn for one answer of an item, in a place so many millimetres wide."""
    if item.read_only and item.initial:
        return [{"c": "text", "text": ", ".join(_spoken(item, held, words) for held in item.initial), "w": room}]
    if item.chooses or item.type is ItemType.BOOLEAN:
        return _chosen(item, fields, words, row, room, in_cell=in_cell)
    comb = comb_of(item)
    if comb is not None and (not in_cell or comb.hand is Hand.FIGURES or comb.width_mm <= room):
        return _counted(item, comb, fields, words, row, room)
    # The head of a column says it once for all cells.
    label = "" if in_cell else frame_label(item, words)
    return [_frame(item, fields, row, room, in_cell=in_cell, label=label)]


def frame_label(item: Item, words: Words) -> str:
    """What is said above a frame: which list the answer is from, or what to attach."""
    if item.option_list:
        return words["from_list"].format(name=item.option_list)
    return words["attached"] if item.type is ItemType.ATTACHMENT else ""


def boxes(
    shown: Sequence[tuple[str, str]], link_id: str, fields: Fields, row: int, room: float, *, column: bool
) -> Piece:
    """Boxes to tick: in one line where they fit, else in columns of one width."""
    marked = [{"f": fields.add(link_id, FieldKind.TICK, row, option=code), "text": text} for code, text in shown]
    widths = [TICK_MM + 1.6 + len(text) * LETTER_MM + 4 for _code, text in shown]
    if sum(widths) <= room and not column:
        return {"c": "ticks", "options": marked, "columns": 0, "w": sum(widths)}
    columns = max(1, min(len(shown), int((room + 2) // max(widths))))
    if column and len(shown) <= 8:
        columns = 1
    # Columns of even height, so that none is a lone box.
    columns = -(-len(shown) // -(-len(shown) // columns))
    return {"c": "ticks", "options": marked, "columns": columns, "w": min(room, max(widths) * columns)}


def comb_piece(link_id: str, comb: Comb, fields: Fields, words: Words, row: int, after: str = "") -> Piece:
    """A comb with the labels of its parts."""
    parts, cell = [], 0
    for part in comb.parts:
        cells = [fields.add(link_id, FieldKind.COMB, row, cell=cell + n, hand=comb.hand) for n in range(part.cells)]
        cell += part.cells
        parts.append({"cells": cells, "label": words[part.label] if part.label else "", "before": part.before})
    width = comb.width_mm + (len(after) * LETTER_MM + 2 if after else 0)
    return {"c": "comb", "parts": parts, "after": after, "w": width}


def frame_piece(link_id: str, fields: Fields, row: int, width: float, height: float, label: str = "") -> Piece:
    """A frame to write in."""
    return {"c": "frame", "f": fields.add(link_id, FieldKind.TEXT, row), "w": width, "h": height, "label": label}


def width_in_cell(item: Item) -> float:
    """The least width an item needs in a column of a table."""
    if item.type is ItemType.BOOLEAN:
        return 15.0
    if item.chooses:
        if not ticked(item, in_cell=True):
            return code_comb(len(item.options)).width_mm + 2
        longest = max(len(word) for option in item.options for word in [*option.text.split(), ""])
        typical = max(len(option.text) for option in item.options) * LETTER_MM
        return TICK_MM + 1.6 + max(longest * LETTER_MM, min(typical, 26.0)) + 1.5
    comb = comb_of(item)
    if comb is not None and (comb.hand is Hand.FIGURES or comb.cells <= 6):
        unit = len(item.unit.text) * LETTER_MM + 2 if item.unit else 0.0
        return comb.width_mm + unit + (TICK_MM + 5 if signed(item) else 0)
    return 22.0


def _chosen(item: Item, fields: Fields, words: Words, row: int, room: float, *, in_cell: bool) -> list[Piece]:
    if not ticked(item, in_cell=in_cell):
        comb = code_comb(len(item.options))
        pieces = [comb_piece(item.link_id, comb, fields, words, row, "" if in_cell else words["number_of_list"])]
    else:
        pieces = [boxes(answers(item, words), item.link_id, fields, row, room, column=in_cell or item.vertical is True)]
    if item.type is ItemType.OPEN_CHOICE:
        label = item.open_label or words["other"]
        pieces.append(frame_piece(item.link_id, fields, row, room, LINE_MM, label))
    return pieces


def _counted(item: Item, comb: Comb, fields: Fields, words: Words, row: int, room: float) -> list[Piece]:
    after = item.unit.text if item.unit and not item.units else ""
    pieces: list[Piece] = []
    if signed(item):
        pieces.append(boxes([(MINUS, words["minus"])], item.link_id, fields, row, room, column=False))
    pieces.append(comb_piece(item.link_id, comb, fields, words, row, after))
    if item.units:
        shown = [(unit.code or unit.text, unit.text) for unit in item.units]
        pieces.append(boxes(shown, item.link_id, fields, row, room, column=False))
    elif item.type is ItemType.QUANTITY and not after:
        pieces.append(frame_piece(item.link_id, fields, row, min(room, 30.0), LINE_MM, words["unit"]))
    return pieces


def _frame(item: Item, fields: Fields, row: int, room: float, *, in_cell: bool, label: str) -> Piece:
    lines = item.lines or _lines(item)
    if in_cell:
        lines = item.lines or 1
    return frame_piece(item.link_id, fields, row, room, LINE_MM * min(lines, _MOST_LINES), label)


def _lines(item: Item) -> int:
    if item.type is ItemType.TEXT:
        return 4
    return 2 if item.type is ItemType.STRING and (item.max_length or 0) > 120 else 1


def _spoken(item: Item, held: Any, words: Words) -> str:
    if isinstance(held, bool):
        return words["yes"] if held else words["no"]
    return f"{text_of(held, '')} {item.unit.text if item.unit and not isinstance(held, dict) else ''}".strip()
