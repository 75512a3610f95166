"""What is printed into the fields of a sheet ahead of the pen; what finds no place is told in full on a last page."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from permanence.paper.forms.rules.combs import cells_for, signed
from permanence.paper.forms.rules.controls import FALSE, MINUS, TRUE
from permanence.paper.forms.rules.extensions import value_of
from permanence.paper.forms.rules.houseparts import (
    NUMBER_CELLS,
    PATIENT_BIRTH,
    PATIENT_NAME,
    PATIENT_NUMBER,
    PATIENT_PLACE,
    PATIENT_STICKER,
)
from permanence.paper.forms.rules.items import Item, ItemType, Option, Questionnaire, decimal_of
from permanence.paper.forms.rules.layout import Field, FieldKind, Layout
from permanence.paper.forms.rules.options import text_of

Place = tuple[str, int]
_FILLED = "x"


@dataclass(frozen=True, slots=True)
class Known:
    """What the picture knows of the patient a sheet is for; `facts` by FHIR element (`Patient.birthDate`)."""

    name: str = ""
    sticker: str = ""
    number: str = ""
    birth_date: str = ""
    place: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Filling:
    """Signs and texts by the place of their field in the layout, and the label and text of what has none."""

    values: dict[str, str] = field(default_factory=dict)
    unplaced: list[dict[str, str]] = field(default_factory=list)


def fill(form: Questionnaire, layout: Layout, answers: Mapping[Place, Sequence[Any]], known: Known) -> Filling:
    """Put answers, else what the picture knows, else initial values into the fields they belong to."""
    clerk = _Clerk(form, layout)
    for item in form.every():
        for row, values in _wanted(item, answers, known):
            clerk.place(item, row, values)
    clerk.house(known)
    return clerk.filling


def answers_in(response: Mapping[str, Any], form: Questionnaire) -> dict[Place, list[Any]]:
    """The answers of a QuestionnaireResponse by linkId and row, as a layout counts rows.

    Answers to questions the form does not ask are kept under their own linkId, so that nobody loses them.
    """
    found: dict[Place, list[Any]] = defaultdict(list)
    _walk(response.get("item") or (), form, None, found)
    return dict(found)


def strangers(answers: Mapping[Place, Sequence[Any]], form: Questionnaire) -> list[str]:
    """The linkIds of answers to questions the form does not ask."""
    return sorted({link_id for link_id, _row in answers if link_id not in form.by_id})


def framed(layout: Layout, filling: Filling, form: Questionnaire) -> list[dict[str, Any]]:
    """The texts in frames with the size of each, for the template to find out which do not fit."""
    texts = [
        (one, filling.values[str(place)])
        for place, one in enumerate(layout.fields)
        if one.kind is FieldKind.TEXT and str(place) in filling.values
    ]
    return [
        {"label": _label(form, one.link_id), "text": text, "w": one.box_mm[2], "h": one.box_mm[3]}
        for one, text in texts
    ]


def _walk(items: Sequence[Any], form: Questionnaire, row: int | None, found: dict[Place, list[Any]]) -> None:
    met: dict[str, int] = defaultdict(int)
    for one in items:
        link_id = str(one.get("linkId"))
        asked = form.by_id.get(link_id)
        repeat = met[link_id]
        met[link_id] += 1
        answers = one.get("answer") or ()
        apart = row is None and asked is not None and asked.repeats and not asked.chooses
        for place, answer in enumerate(answers):
            found[link_id, place if apart else row or 0].append(value_of(answer))
            _walk(answer.get("item") or (), form, row, found)
        group = asked is None or asked.type is ItemType.GROUP
        inside = repeat if group and row is None and asked is not None and asked.repeats else row
        _walk(one.get("item") or (), form, inside, found)


def _wanted(item: Item, answers: Mapping[Place, Sequence[Any]], known: Known) -> Iterator[tuple[int, Sequence[Any]]]:
    rows = [(row, values) for (link_id, row), values in answers.items() if link_id == item.link_id]
    if rows:
        yield from rows
    elif item.path and known.facts.get(item.path):
        yield 0, [known.facts[item.path]]
    elif item.initial and not item.read_only:
        apart = item.repeats and not item.chooses
        yield from enumerate([value] for value in item.initial) if apart else [(0, item.initial)]


def _label(form: Questionnaire, link_id: str) -> str:
    item = form.by_id.get(link_id)
    return f"{item.number} {item.text}".strip() if item else ""


class _Clerk:
    """Fills the fields of one sheet."""

    def __init__(self, form: Questionnaire, layout: Layout) -> None:
        self.form = form
        self.filling = Filling()
        self._fields: dict[Place, list[tuple[int, Field]]] = defaultdict(list)
        for place, one in enumerate(layout.fields):
            self._fields[one.link_id, one.row].append((place, one))

    def place(self, item: Item, row: int, values: Sequence[Any]) -> None:
        """Put the values of one answer in their fields."""
        for value in values:
            if value is not None and not self._placed(item, row, value):
                self._tell(_label(self.form, item.link_id), _said(value))

    def house(self, known: Known) -> None:
        """Fill in the house's own fields of the patient."""
        for link_id, text in (
            (PATIENT_STICKER, known.sticker),
            (PATIENT_NAME, known.name),
            (PATIENT_PLACE, known.place),
        ):
            if text:
                self._write(link_id, 0, text)
        if known.number.isdecimal() and len(known.number) <= NUMBER_CELLS:
            self._spell(PATIENT_NUMBER, 0, list(known.number.rjust(NUMBER_CELLS)))
        if known.birth_date:
            year, month, day = known.birth_date.split("-")
            self._spell(PATIENT_BIRTH, 0, list(day + month + year))

    def _placed(self, item: Item, row: int, value: Any) -> bool:
        if item.type is ItemType.BOOLEAN:
            said = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
            return self._tick(item.link_id, row, TRUE if said else FALSE)
        if item.chooses:
            return self._choose(item, row, value)
        cells = cells_for(item, value)
        if cells is not None and self._spell(item.link_id, row, cells):
            return self._around(item, row, value)
        return self._write(item.link_id, row, _said(value))

    def _choose(self, item: Item, row: int, value: Any) -> bool:
        for number, option in enumerate(item.options, start=1):
            if _same(option, value):
                return self._tick(item.link_id, row, option.code) or self._number(item, row, number)
        return self._write(item.link_id, row, _said(value))

    def _number(self, item: Item, row: int, number: int) -> bool:
        rows = range(row, row + 10)
        free = next((one for one in rows if self._combs(item.link_id, one, empty=True)), None)
        width = len(str(len(item.options)))
        return free is not None and self._spell(item.link_id, free, list(f"{number:0{width}d}"))

    def _around(self, item: Item, row: int, value: Any) -> bool:
        """The sign and the unit that stand beside a comb; a unit that cannot be shown is told."""
        amount = decimal_of(value)
        if amount is not None and amount < 0 and not (signed(item) and self._tick(item.link_id, row, MINUS)):
            return False
        unit = (value.get("code") or value.get("unit") or "") if isinstance(value, Mapping) else ""
        if not unit or (item.unit and not item.units and unit in {item.unit.code, item.unit.text}):
            return True
        known = [one.code or one.text for one in item.units if unit in {one.code, one.text}]
        if known:
            return self._tick(item.link_id, row, known[0])
        return self._write(item.link_id, row, str(value.get("unit") or unit))

    def _tick(self, link_id: str, row: int, code: str) -> bool:
        for place, one in self._fields[link_id, row]:
            if one.kind is FieldKind.TICK and one.option == code:
                self.filling.values[str(place)] = _FILLED
                return True
        return False

    def _combs(self, link_id: str, row: int, *, empty: bool = False) -> list[int]:
        places = [place for place, one in self._fields[link_id, row] if one.kind is FieldKind.COMB]
        return [] if empty and any(str(place) in self.filling.values for place in places) else places

    def _spell(self, link_id: str, row: int, cells: Sequence[str]) -> bool:
        places = self._combs(link_id, row)
        if len(places) != len(cells):
            return False
        for place, cell in zip(places, cells, strict=True):
            if cell.strip():
                self.filling.values[str(place)] = cell
        return True

    def _write(self, link_id: str, row: int, text: str) -> bool:
        for place, one in self._fields[link_id, row]:
            if one.kind is FieldKind.TEXT:
                held = self.filling.values.get(str(place))
                self.filling.values[str(place)] = f"{held}, {text}" if held else text
                return True
        return False

    def _tell(self, label: str, text: str) -> None:
        self.filling.unplaced.append({"label": label, "text": text})


def _same(option: Option, value: Any) -> bool:
    held = value_of(option.value)
    if not isinstance(held, Mapping):
        return bool(held == value)
    if not isinstance(value, Mapping):
        return value in {held.get("code"), held.get("display")}
    key = "code" if held.get("code") or value.get("code") else "display" if "display" in held else "reference"
    # A coding without its system still names the option; one of another system does not.
    alike = {held.get("system"), value.get("system")}
    return bool(held.get(key) == value.get(key) and (len(alike) == 1 or None in alike))


def _said(value: Any) -> str:
    return text_of(value, "") if not isinstance(value, bool) else str(value).lower()
