"""From a questionnaire to what the template draws: blocks in reading order, and the fields in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from permanence.paper.forms.rules.controls import CONTROL_MM, WIDTH_MM, Fields, Piece, Words, controls_of, ticked
from permanence.paper.forms.rules.guidance import guidance_of
from permanence.paper.forms.rules.houseparts import patient_block, signature_block
from permanence.paper.forms.rules.items import Item, ItemType, Note, Questionnaire, Reason
from permanence.paper.forms.rules.layout import Field
from permanence.paper.forms.rules.tables import (
    MATRICES,
    TABLES,
    alike,
    grid_of,
    legend,
    matrix_of,
    rows_of,
    table_of,
)

_REPEATS = 3
_COPIES = 2
_MOST_CODES = 4
_RUN = 3
_HALF_CONTROL_MM = 51.0
_HALF_LABEL_LETTERS = 56


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn of a form but for its house's frame; `fields` have no place yet."""

    blocks: tuple[Piece, ...]
    fields: tuple[Field, ...]
    notes: tuple[Note, ...]


def draw(form: Questionnaire, words: Words) -> Drawing:
    """A form as blocks: the patient, how to fill it in, every item, who wrote and who checked."""
    artist = _Artist(form, words)
    blocks: list[Piece] = []
    if form.about_patients:
        blocks.append(patient_block(artist.fields, words))
    blocks.append({"b": "strip"})
    blocks += _paired(list(artist.blocks(form.items, 1, None)))
    blocks.append(signature_block(artist.fields, words))
    return Drawing(tuple(blocks), tuple(artist.fields.held), (*form.notes, *artist.notes))


class _Artist:
    """Draws items, keeping the fields they become."""

    def __init__(self, form: Questionnaire, words: Words) -> None:
        self.form, self.words = form, words
        self.fields = Fields()
        self.notes: list[Note] = []
        self._listed: set[str] = set()

    def blocks(self, items: tuple[Item, ...], depth: int, row: int | None) -> Iterator[Piece]:
        """The blocks of items that follow each other; `row` is the repeat they are in, if any."""
        for item, run in _runs(items):
            if run is not None and (made := self._matrix(run, row)) is not None:
                yield made
            elif run is not None:
                for one in run.children:
                    yield from self._question(one, depth, row)
            elif item.type is ItemType.GROUP:
                yield from self._group(item, depth, row)
            elif item.type is ItemType.DISPLAY:
                yield {"b": "note", "text": item.text, "guide": self._guide(item), "help": item.help}
                yield from self.blocks(item.children, depth + 1, row)
            else:
                yield from self._question(item, depth, row)

    def _matrix(self, run: Item, row: int | None) -> Piece | None:
        before = len(self.fields.held)
        made = matrix_of(run, self.fields, self.words, row or 0)
        if made is None:
            del self.fields.held[before:]
        return made

    def _legends(self, items: tuple[Item, ...], *, in_cell: bool) -> Iterator[Piece]:
        """The numbered lists of options that are not printed above already."""
        for item in items:
            if item.chooses and not ticked(item, in_cell=in_cell) and item.link_id not in self._listed:
                self._listed.add(item.link_id)
                yield legend(item)

    def _guide(self, item: Item) -> str:
        return guidance_of(item, self.form, self.words)

    def _group(self, group: Item, depth: int, row: int | None) -> Iterator[Piece]:
        if group.text or group.help or group.conditions or group.computed_condition:
            yield self._heading(group, depth, group.text)
        rows = 1 if row is not None else rows_of(group)
        if (made := self._as_table(group, rows, row)) is not None:
            yield from self._legends(tuple(group.below()) if group.control not in MATRICES else (), in_cell=True)
            yield made
        else:
            rows = min(rows, max(_COPIES, group.rows or 0))
            for copy in range(rows):
                if rows > 1:
                    yield {"b": "repeat", "text": f"{group.text or group.number} ({copy + 1}/{rows})"}
                inside = row if row is not None else (copy if group.repeats else None)
                yield from self.blocks(group.children, depth + 1, inside)
        if group.repeats and row is None:
            yield self._more()

    def _as_table(self, group: Item, rows: int, row: int | None) -> Piece | None:
        before = len(self.fields.held)
        made = None
        if group.control in MATRICES and not group.repeats:
            made = matrix_of(group, self.fields, self.words, row or 0)
        elif row is None and group.control == "grid":
            made = grid_of(group, self.fields, self.words) or table_of(group, self.fields, self.words, rows)
        elif row is None and (group.control in TABLES or group.repeats):
            made = table_of(group, self.fields, self.words, rows)
        if made is None:
            del self.fields.held[before:]
        return made

    def _heading(self, item: Item, depth: int, text: str) -> Piece:
        return {
            "b": "heading",
            "level": min(depth, 3),
            "n": item.number,
            "text": text,
            "guide": self._guide(item),
            "help": item.help,
        }

    def _question(self, item: Item, depth: int, row: int | None) -> Iterator[Piece]:
        yield from self._legends((item,), in_cell=False)
        yield self._ask(item, depth, row)
        if row is None and item.repeats and not item.chooses and not (item.read_only and item.initial):
            yield self._more()
        yield from self.blocks(item.children, depth + 1, row)

    def _ask(self, item: Item, depth: int, row: int | None) -> Piece:
        wide = item.type is ItemType.TEXT or (item.lines or 0) > 2 or self._better_wide(item)
        room = WIDTH_MM if wide else CONTROL_MM
        rows = self._rows(item, row)
        controls = [controls_of(item, self.fields, self.words, place, room) for place in rows]
        guide, helped = self._guide(item), item.help
        if item.read_only and not item.initial:
            helped = " ".join(filter(None, [helped, self.words["office"]]))
        return {
            "b": "ask",
            "n": item.number,
            "text": item.text,
            "req": item.required,
            "help": helped,
            "guide": guide,
            "several": self.words["several"] if item.several and ticked(item) else "",
            "controls": controls,
            "wide": wide,
            "indent": 0 if depth < 3 else min(depth - 2, 3),
        }

    def _rows(self, item: Item, row: int | None) -> list[int]:
        if row is not None:
            return [row]
        if item.several and not ticked(item):
            return list(range(min(item.most or _MOST_CODES, _MOST_CODES)))
        return list(range(rows_of(item, _REPEATS))) if item.repeats and not item.chooses else [0]

    def _better_wide(self, item: Item) -> bool:
        """Whether boxes under the label, over the whole width, take fewer lines than beside it."""
        if not item.chooses or not ticked(item):
            return False
        trial = [controls_of(item, Fields(), self.words, 0, room)[0] for room in (CONTROL_MM, WIDTH_MM)]
        beside, below = (-(-len(one["options"]) // (one["columns"] or len(one["options"]))) for one in trial)
        return below + 1 < beside or max(len(option.text) for option in item.options) > 60

    def _more(self) -> Piece:
        return {"b": "more", "text": self.words["continue"]}


def _runs(items: tuple[Item, ...]) -> Iterator[tuple[Item, Item | None]]:
    """The items; several questions with the same answers that follow each other come as one group besides."""
    for shared, held in groupby(items, key=alike):
        run = tuple(held)
        if shared is not None and len(run) >= _RUN:
            yield run[0], Item("", ItemType.GROUP, "", "", children=run)
        else:
            yield from ((item, None) for item in run)


def _paired(blocks: list[Piece]) -> list[Piece]:
    """Two short questions that follow each other share a line: paper is read in columns, and stays one page."""
    packed: list[Piece] = []
    for block in blocks:
        last = packed[-1] if packed else None
        if last is not None and _short(last) and _short(block) and last["indent"] == block["indent"]:
            packed[-1] = {"b": "pair", "left": last, "right": block}
        else:
            packed.append(block)
    return packed


def _short(block: Piece) -> bool:
    if block["b"] != "ask" or block["wide"] or len(block["controls"]) != 1:
        return False
    said = len(block["text"]) + len(block["help"]) + len(block["guide"]) + len(block["several"])
    pieces: list[dict[str, Any]] = block["controls"][0]
    fits = all(piece["c"] != "frame" and piece["w"] <= _HALF_CONTROL_MM for piece in pieces)
    return fits and said <= _HALF_LABEL_LETTERS and len(pieces) <= 2


def dropped(form: Questionnaire, drawing: Drawing) -> list[Note]:
    """Items that are asked but have no field and no printed value: none, or the drawing is wrong."""
    held = {field.link_id for field in drawing.fields}
    return [
        Note(item.link_id, Reason.NOT_PRINTED)
        for item in form.every()
        if item.type not in {ItemType.GROUP, ItemType.DISPLAY}
        and item.link_id not in held
        and not (item.read_only and item.initial)
    ]
