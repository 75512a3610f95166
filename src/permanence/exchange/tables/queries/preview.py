"""The first rows of a file as they would be understood, before anything is taken in."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from permanence.care.agenda.queries import AppointmentState
from permanence.care.patients.queries import Sex
from permanence.exchange.tables.queries.opening import opened_table
from permanence.exchange.tables.queries.profiles import ProfileRow
from permanence.exchange.tables.rules.headings import unmet_needs
from permanence.exchange.tables.rules.problems import PROBLEMS
from permanence.exchange.tables.rules.rows import Understood, understand
from permanence.exchange.tables.rules.values import BirthDate


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its heading, the field it is (empty: left out), what people call that, an example."""

    heading: str
    field: str
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A value as understood, or what is wrong with it."""

    text: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as understood: its place in the file, a cell for each field that is read, and what is wrong as a whole."""

    place: int
    cells: tuple[PreviewCell, ...]
    wrong: str
    ipp: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as a profile reads it. `looked_at` rows were tried, `good` of them understood whole; `whole`: all were.

    `lacking` names what every row must say and no column does: the file cannot be taken in so.
    """

    columns: tuple[Column, ...]
    labels: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    looked_at: int
    good: int
    whole: bool
    problems: tuple[tuple[str, int], ...]
    lacking: tuple[str, ...]
    sheets: tuple[str, ...]
    charset: str
    delimiter: str
    header_line: int


def preview(path: Path, profile: ProfileRow, *, today: date, shown: int = 10, most: int = 2000) -> Preview:
    """How a file would be read: `shown` rows of it, counts over `most`. Raises `FileRefused`."""
    reading = profile.reading
    with opened_table(path, profile) as table:
        fields = [name for heading in table.names if (name := reading.field_of(heading))]
        counts: Counter[str] = Counter()
        rows: list[PreviewRow] = []
        examples: dict[str, str] = {}
        looked_at = good = 0
        whole = True
        for place, cells in table.rows:
            if looked_at == most:
                whole = False
                break
            looked_at += 1
            said = understand(reading, cells, today)
            good += not said.problems
            counts.update(_named(heading, code) for heading, code in {(one.heading, one.code) for one in said.problems})
            for heading, text in cells:
                if text.strip():
                    examples.setdefault(heading, text)
            if len(rows) < shown:
                rows.append(_shown(place, fields, said, {name: reading.field_of(name) or "" for name, _text in cells}))
        labels = {field.name: _(field.label) for field in reading.sheet.fields}
        columns = tuple(
            Column(name, field := reading.field_of(name) or "", labels.get(field, ""), examples.get(name, ""))
            for name in table.names
        )
        return Preview(
            columns=columns,
            labels=tuple(labels[name] for name in fields),
            rows=tuple(rows),
            looked_at=looked_at,
            good=good,
            whole=whole,
            problems=tuple(counts.most_common()),
            lacking=tuple(
                _(" or ").join(labels[name] for name in group)
                for group in unmet_needs(reading.sheet, {name: name for name in fields})
            ),
            sheets=table.sheets,
            charset=table.manner.charset,
            delimiter=table.manner.delimiter,
            header_line=table.header_line,
        )


def _shown(place: int, fields: list[str], said: Understood, field_of: dict[str, str]) -> PreviewRow:
    wrong = {field_of.get(one.heading, ""): _(PROBLEMS[one.code]) for one in said.problems}
    cells = tuple(PreviewCell(spoken(said.values.get(name)), wrong.pop(name, "")) for name in fields)
    return PreviewRow(place, cells, "; ".join(wrong.values()), str(said.values.get("ipp") or ""))


def _named(heading: str, code: str) -> str:
    return f"{heading}: {_(PROBLEMS[code])}" if heading else _(PROBLEMS[code])


def spoken(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, BirthDate):
        return spoken(value.date) if value.date else value.as_sent
    if isinstance(value, datetime):
        return f"{spoken(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return formats.date_format(value, "d/m/Y")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(_WORDS.get(value) or value)


_WORDS: dict[Any, str] = {Sex.FEMALE: "F", Sex.MALE: "M", AppointmentState.BOOKED: "", "NW": ""}
