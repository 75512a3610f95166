"""From what was read on a sheet to a FHIR QuestionnaireResponse; what is implausible is asked, never changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from permanence.paper.forms.rules.combs import CellsUnclear, comb_of, value_in
from permanence.paper.forms.rules.controls import FALSE, MINUS, TRUE
from permanence.paper.forms.rules.houseparts import AUTHOR, CHECKED, PATIENT_BIRTH, PATIENT_NUMBER
from permanence.paper.forms.rules.items import Item, ItemType, Option, Questionnaire, decimal_of
from permanence.paper.forms.rules.layout import Layout

Place = tuple[str, int]
_KINDS: Mapping[ItemType, str] = {
    ItemType.BOOLEAN: "valueBoolean",
    ItemType.DECIMAL: "valueDecimal",
    ItemType.INTEGER: "valueInteger",
    ItemType.DATE: "valueDate",
    ItemType.DATETIME: "valueDateTime",
    ItemType.TIME: "valueTime",
    ItemType.STRING: "valueString",
    ItemType.TEXT: "valueString",
    ItemType.URL: "valueUri",
    ItemType.CHOICE: "valueString",
    ItemType.OPEN_CHOICE: "valueString",
}
# An open choice written by hand, a list that was not in the file: FHIR takes the text as it stands.
_FREE = "valueString"


class DoubtKind(StrEnum):
    """Why a person must look at an answer."""

    TWO_TICKS = "two_ticks"
    TICK_AND_TEXT = "tick_and_text"
    NO_DATE = "no_date"
    NO_TIME = "no_time"
    NO_NUMBER = "no_number"
    CELLS_MISSING = "cells_missing"
    NUMBER_NOT_LISTED = "number_not_listed"
    BELOW_LEAST = "below_least"
    ABOVE_MOST = "above_most"
    UNIT_MISSING = "unit_missing"
    TWO_UNITS = "two_units"
    REQUIRED_EMPTY = "required_empty"
    NOT_ASKED = "not_asked"
    SIGN_ALONE = "sign_alone"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read at one place (linkId, row): ticked options, the cells of a comb in order, the text of a frame.

    An empty cell is a blank or an empty text. A frame whose ink nobody has typed yet has text None.
    """

    ticks: frozenset[str] = frozenset()
    cells: tuple[str, ...] = ()
    text: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was written here."""
        return not self.ticks and not any(cell.strip() for cell in self.cells) and not (self.text or "").strip()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question for a person about one place."""

    link_id: str
    row: int
    kind: DoubtKind


@dataclass(frozen=True, slots=True)
class Signed:
    """Who wrote or checked the sheet, and when: a day and an hour as FHIR writes them, empty where nobody wrote."""

    name: str = ""
    role: str = ""
    day: str = ""
    hour: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A sheet's answers: the response as JSON holds it, what the house's own fields say, and what to ask a person."""

    response: dict[str, Any]
    doubts: tuple[Doubt, ...]
    author: Signed
    checked: Signed
    patient_number: str
    patient_birth_date: str


def answer(form: Questionnaire, layout: Layout, readings: Mapping[Place, Reading]) -> Answered:
    """The typed answers of a sheet. An answer in doubt is left out of the response until a person has decided."""
    scribe = _Scribe(form, layout, readings)
    items = scribe.items(form.items, None)
    response = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}
    if form.url:
        response["questionnaire"] = f"{form.url}|{form.version}" if form.version else form.url
    author, checked = scribe.signed(AUTHOR), scribe.signed(CHECKED)
    number = "".join(scribe.reading(PATIENT_NUMBER, 0).cells).replace(" ", "")
    birth = scribe.house(PATIENT_BIRTH, ItemType.DATE)
    return Answered(response, tuple(scribe.doubts), author, checked, number, birth)


@dataclass(slots=True)
class _Scribe:
    """Writes the answers of one sheet down."""

    form: Questionnaire
    layout: Layout
    readings: Mapping[Place, Reading]
    doubts: list[Doubt] = field(default_factory=list)

    def reading(self, link_id: str, row: int) -> Reading:
        """What was read at a place; nothing when the reader says nothing of it."""
        return self.readings.get((link_id, row), Reading())

    def items(self, items: Sequence[Item], row: int | None) -> list[dict[str, Any]]:
        """The response's items for these items of the form, empty ones left out."""
        return [made for item in items for made in self._item(item, row)]

    def signed(self, who: str) -> Signed:
        """What the house's fields say of who signed."""
        name, role = self.reading(f"{who}.name", 0).text, self.reading(f"{who}.role", 0).text
        day, hour = self.house(f"{who}.date", ItemType.DATE), self.house(f"{who}.hour", ItemType.TIME)
        return Signed(name or "", role or "", day, hour)

    def house(self, link_id: str, kind: ItemType) -> str:
        """A date or an hour in one of the house's own combs; in doubt it is empty and asked."""
        cells = self.reading(link_id, 0).cells
        value = self._cells(Item(link_id, kind, "", ""), cells, 0)
        return str(value) if value is not None else ""

    def _item(self, item: Item, row: int | None) -> Iterator[dict[str, Any]]:
        if item.type is ItemType.DISPLAY:
            yield from self.items(item.children, row)
        elif item.type is ItemType.GROUP:
            yield from self._group(item, row)
        elif answers := self._answers(item, row):
            nested = self.items(item.children, row)
            if nested:
                answers[0]["item"] = nested
            yield {"linkId": item.link_id, **_text(item), "answer": answers}
        elif nested := self.items(item.children, row):
            # FHIR has no place for answers under an unanswered question but beside it.
            yield from nested

    def _group(self, group: Item, row: int | None) -> Iterator[dict[str, Any]]:
        rows: Sequence[int | None] = self._rows(group) if group.repeats and row is None else [row]
        for one in rows:
            if inside := self.items(group.children, one):
                yield {"linkId": group.link_id, **_text(group), "item": inside}

    def _rows(self, item: Item) -> list[int]:
        below = {one.link_id for one in item.below()}
        return sorted({one.row for one in self.layout.fields if one.link_id in below})

    def _answers(self, item: Item, row: int | None) -> list[dict[str, Any]]:
        if item.read_only and item.initial:
            return []
        rows = [row] if row is not None else self._rows(item) or [0]
        found = [one for place in rows for one in self._answer(item, place)]
        if item.required and not found and not any(doubt.link_id == item.link_id for doubt in self.doubts):
            self._doubt(item, rows[0], DoubtKind.REQUIRED_EMPTY)
        return found

    def _answer(self, item: Item, row: int) -> list[dict[str, Any]]:
        reading = self.reading(item.link_id, row)
        if reading.empty:
            return []
        if item.type is ItemType.BOOLEAN:
            return self._boolean(item, row, reading)
        if item.chooses:
            return self._chosen(item, row, reading)
        if reading.cells or (comb_of(item) is not None and not reading.text):
            return self._counted(item, row, reading)
        return [_written(item, reading.text or "")]

    def _boolean(self, item: Item, row: int, reading: Reading) -> list[dict[str, Any]]:
        if len(reading.ticks) > 1:
            return self._doubt(item, row, DoubtKind.TWO_TICKS)
        return [{"valueBoolean": said == TRUE} for said in reading.ticks if said in {TRUE, FALSE}]

    def _chosen(self, item: Item, row: int, reading: Reading) -> list[dict[str, Any]]:
        options = [option for option in item.options if option.code in reading.ticks]
        if any(cell.strip() for cell in reading.cells):
            options += self._listed(item, row, reading.cells)
        free = (reading.text or "").strip()
        if len(options) > 1 and not item.repeats:
            return self._doubt(item, row, DoubtKind.TWO_TICKS)
        if options and free and not item.repeats:
            return self._doubt(item, row, DoubtKind.TICK_AND_TEXT)
        return [dict(option.value) for option in options] + ([{_FREE: free}] if free else [])

    def _listed(self, item: Item, row: int, cells: Sequence[str]) -> list[Option]:
        said = "".join(cells).strip()
        if not said.isdecimal() or not 1 <= int(said) <= len(item.options):
            self._doubt(item, row, DoubtKind.NUMBER_NOT_LISTED)
            return []
        return [item.options[int(said) - 1]]

    def _counted(self, item: Item, row: int, reading: Reading) -> list[dict[str, Any]]:
        minus = MINUS in reading.ticks
        value = self._cells(item, reading.cells, row, minus=minus)
        if value is None:
            alone = reading.ticks and not any(cell.strip() for cell in reading.cells)
            return self._doubt(item, row, DoubtKind.SIGN_ALONE) if alone else []
        if isinstance(value, int | Decimal) and not self._plausible(item, row, value):
            return []
        if item.type is ItemType.QUANTITY:
            return self._quantity(item, row, reading, value)
        return [{_KINDS.get(item.type, _FREE): value}]

    def _cells(self, item: Item, cells: Sequence[str], row: int, *, minus: bool = False) -> Any:
        """The value in a comb, None when it is empty or in doubt."""
        try:
            value = value_in(item, cells, minus=minus)
        except CellsUnclear as unclear:
            self._doubt(item, row, DoubtKind(str(unclear)))
            return None
        if isinstance(value, str) and item.type is ItemType.DATE and not self._in_bounds(item, value, row):
            return None
        return value

    def _plausible(self, item: Item, row: int, value: int | Decimal) -> bool:
        low, high = decimal_of(item.minimum), decimal_of(item.maximum)
        if low is not None and value < low:
            self._doubt(item, row, DoubtKind.BELOW_LEAST)
            return False
        if high is not None and value > high:
            self._doubt(item, row, DoubtKind.ABOVE_MOST)
            return False
        return True

    def _in_bounds(self, item: Item, value: str, row: int) -> bool:
        low, high = (held if isinstance(held, str) else "" for held in (item.minimum, item.maximum))
        if low and value < low[: len(value)]:
            self._doubt(item, row, DoubtKind.BELOW_LEAST)
            return False
        if high and value > high[: len(value)]:
            self._doubt(item, row, DoubtKind.ABOVE_MOST)
            return False
        return True

    def _quantity(self, item: Item, row: int, reading: Reading, value: Any) -> list[dict[str, Any]]:
        ticked = [unit for unit in item.units if (unit.code or unit.text) in reading.ticks]
        if len(ticked) > 1:
            return self._doubt(item, row, DoubtKind.TWO_UNITS)
        if item.units and not ticked:
            return self._doubt(item, row, DoubtKind.UNIT_MISSING)
        unit = ticked[0] if ticked else item.unit
        quantity: dict[str, Any] = {"value": value}
        if unit is not None:
            named = {"unit": unit.text, "system": unit.system, "code": unit.code}
            quantity |= {name: said for name, said in named.items() if said}
        elif reading.text:
            quantity["unit"] = reading.text.strip()
        return [{"valueQuantity": quantity}]

    def _doubt(self, item: Item, row: int, kind: DoubtKind) -> list[dict[str, Any]]:
        self.doubts.append(Doubt(item.link_id, row, kind))
        return []


def unasked(form: Questionnaire, answered: Answered) -> list[Doubt]:
    """Answers to questions whose conditions, all of them plain equalities, say that they should not be asked.

    The answers stay: whoever wrote them meant something, and a person decides what.
    """
    given = dict(_given(answered.response["item"]))
    doubts = []
    for item in form.every():
        if item.link_id in given and item.conditions and not item.computed_condition:
            met = [_met(one.operator, one.answer, given.get(one.question, [])) for one in item.conditions]
            if None not in met and not (any(met) if item.any_condition else all(met)):
                doubts.append(Doubt(item.link_id, 0, DoubtKind.NOT_ASKED))
    return doubts


def _met(operator: str, wanted: Any, answers: Sequence[Any]) -> bool | None:
    if operator == "exists":
        return bool(answers) is (wanted is not False)
    if operator not in {"=", "!="}:
        return None
    same = any(_code(one) == _code(wanted) for one in answers)
    return same if operator == "=" else not same


def _code(value: Any) -> Any:
    return value.get("code") or value.get("display") if isinstance(value, Mapping) else value


def _given(items: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    for one in items:
        if "answer" in one:
            yield one["linkId"], [next(iter(held.values())) for held in one["answer"]]
            for held in one["answer"]:
                yield from _given(held.get("item", ()))
        yield from _given(one.get("item", ()))


def _text(item: Item) -> dict[str, str]:
    return {"text": item.text} if item.text else {}


def _written(item: Item, text: str) -> dict[str, Any]:
    if item.type is ItemType.REFERENCE:
        return {"valueReference": {"display": text}}
    if item.type is ItemType.ATTACHMENT:
        return {"valueAttachment": {"title": text}}
    return {_KINDS.get(item.type, _FREE): text.strip()}
