"""The places of a form as a person types them: what each is called, how it is answered, where it lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from permanence.paper.forms.rules import Box, Field, FieldKind, Item, ItemType, Layout, Questionnaire

HOUSE = {
    "_patient.number": ItemType.STRING,
    "_patient.birth_date": ItemType.DATE,
    "_author.date": ItemType.DATE,
    "_author.hour": ItemType.TIME,
    "_checked.date": ItemType.DATE,
    "_checked.hour": ItemType.TIME,
}
_NEVER_TYPED = ("_patient.sticker", "_author.signature", "_checked.signature")
_TEXTS = frozenset({ItemType.TEXT, ItemType.ATTACHMENT})


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick: its code on the layout, its words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """One answer of a sheet, typed at once: some boxes, a comb of so many cells, a frame, or several of these.

    `item` is None for what the house puts on every form. `box_mm` holds all its fields on its first page.
    """

    link_id: str
    row: int
    item: Item | None
    kind: ItemType
    choices: tuple[Choice, ...]
    several: bool
    cells: int
    framed: bool
    page: int
    box_mm: Box

    @property
    def is_long_text(self) -> bool:
        """Whether it is free prose, which a sheet of tier B or C may leave on the paper."""
        return self.framed and not self.cells and self.kind in _TEXTS


def places_of(form: Questionnaire, layout: Layout) -> list[Place]:
    """Every place a person may have to type, in reading order; stickers and signatures are looked at, never typed."""
    items = {item.link_id: item for item in form.every()}
    ordered: dict[tuple[str, int], list[Field]] = {}
    for field in layout.fields:
        if field.link_id not in _NEVER_TYPED:
            ordered.setdefault((field.link_id, field.row), []).append(field)
    return [_place(items.get(link_id), fields) for (link_id, _row), fields in ordered.items()]


def box_of(fields: Sequence[Field], page: int) -> Box:
    """The least box around these fields of one page."""
    boxes = [field.box_mm for field in fields if field.page == page]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def _place(item: Item | None, fields: Sequence[Field]) -> Place:
    first = fields[0]
    kind = item.type if item else HOUSE.get(first.link_id, ItemType.STRING)
    ticks = [field for field in fields if field.kind is FieldKind.TICK]
    return Place(
        link_id=first.link_id,
        row=first.row,
        item=item,
        kind=kind,
        choices=tuple(_choices(item, ticks)),
        several=bool(item and item.several),
        cells=sum(field.kind is FieldKind.COMB for field in fields),
        framed=any(field.kind is FieldKind.TEXT for field in fields),
        page=first.page,
        box_mm=box_of(fields, first.page),
    )


def _choices(item: Item | None, ticks: Sequence[Field]) -> Iterator[Choice]:
    texts = {option.code: option.text for option in item.options} if item else {}
    texts |= {unit.code or unit.text: unit.text for unit in item.units} if item else {}
    for code, _same in groupby(field.option or "" for field in ticks):
        yield Choice(code, texts.get(code, code))
