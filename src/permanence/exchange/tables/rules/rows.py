"""A row of a table: how it is kept, and what it says by a profile."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from permanence.exchange.tables.rules.headings import folded
from permanence.exchange.tables.rules.kinds import Sheet, TableKind
from permanence.exchange.tables.rules.sheets import SHEETS
from permanence.exchange.tables.rules.values import CellProblem, Manner, Order, read_cell

# A list of appointments reaches back a season and ahead two years; beyond, the year is mistyped.
_BACK, _AHEAD = 400, 800
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "r": "\r"}
_BETWEEN = re.compile(r"(?<!\\)((?:\\\\)*) ?= ?")
# The first names the thing, the others tell its parts apart.
_KEYS: dict[TableKind, tuple[str, ...]] = {
    TableKind.APPOINTMENTS: ("number",),
    TableKind.ARCHIVE: ("number", "volume", "birth_family", "birth_given"),
    TableKind.WARDS: ("ward", "room", "bed"),
    TableKind.STAFF: ("matricule",),
    TableKind.TREATMENTS: ("label", "ipp", "birth_family", "birth_given", "birth_date", "number"),
}
_HEAD = ("table", "profile", "import", "row")


class NoRow(Exception):
    """The text is no row as this box keeps rows."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row exactly as it came, with its headings: of which kind, read by which profile, from where in which import.

    `taken_in` names the import: the same row in the file of another night is another message.
    """

    kind: TableKind
    profile: str
    taken_in: str
    place: int
    cells: tuple[tuple[str, str], ...]

    @property
    def control_id(self) -> str:
        """Import and place in it, as the sender's number of this message."""
        return f"{self.taken_in}:{self.place}"


@dataclass(frozen=True)
class Reading:
    """How a profile reads rows: heading -> field, and how dates and decimals are written.

    `authority` says who gave the numbers of appointments, when it is not the feed.
    """

    kind: TableKind
    mapping: Mapping[str, str]
    order: Order = Order.DAY_FIRST
    decimal: str = ","
    authority: str = ""

    @property
    def sheet(self) -> Sheet:
        """What the kind is made of."""
        return SHEETS[self.kind]

    def field_of(self, heading: str) -> str | None:
        """The field under a heading, None for none: capitals, accents and signs change from one export to the next."""
        return self.mapping.get(heading) or (self._loose.get(folded(heading)) if heading else None)

    @cached_property
    def _loose(self) -> dict[str, str]:
        return {folded(heading): name for heading, name in self.mapping.items()}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be understood: under which heading (empty: the row as a whole), and a code of `PROBLEMS`."""

    heading: str
    code: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a row says, by field; with problems nothing of it is to be believed."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def written(row: TableRow) -> str:
    """A row as text that people can read and put right: four lines of its own, an empty one, one line a cell."""
    head = zip(_HEAD, (row.kind.value, row.profile, row.taken_in, str(row.place)), strict=True)
    lines = [_line(name, value) for name, value in head]
    return "\n".join([*lines, "", *(_line(name, value) for name, value in row.cells), ""])


def read_back(text: str) -> TableRow:
    """The row a text was written from, or as a person put it right. Raises `NoRow`."""
    lines = re.split(r"\r\n|\n|\r", text)
    try:
        pairs = [_pair(line) for line in lines if line.strip()]
        head = dict(pairs[:4])
        if tuple(head) != _HEAD:
            raise NoRow("no head")
        kind, place = TableKind(head["table"]), int(head["row"])
    except ValueError as unreadable:
        raise NoRow(str(unreadable)) from unreadable
    return TableRow(kind, head["profile"], head["import"], place, tuple(pairs[4:]))


def understand(reading: Reading, cells: Sequence[tuple[str, str]], today: date) -> Understood:
    """What a row says: every filled cell under a heading the profile knows, and the problems found."""
    manner = Manner(reading.order, reading.decimal, today)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for heading, text in cells:
        name = reading.field_of(heading)
        if not heading and text.strip():
            problems.append(Problem("", "too-many-cells"))
        if name is None or not text.strip():
            continue
        try:
            values[name] = read_cell(reading.sheet.field(name).sort, text, manner)
        except CellProblem as problem:
            problems.append(Problem(heading, problem.code))
            values[name] = None
    problems += [*_missing(reading, values), *_unlikely(reading, values, today)]
    return Understood(values, tuple(dict.fromkeys(problems)))


def starts_at(values: Mapping[str, Any]) -> datetime | None:
    """When an appointment begins, without zone: date and hour, together or apart; None when either is not said."""
    moment, day, hour = values.get("starts_at"), values.get("day"), values.get("hour")
    if isinstance(moment, datetime) and moment.time() != time():
        return moment
    # Midnight is how a date without an hour is written: nobody is expected then.
    day = day or (moment.date() if isinstance(moment, datetime) else None)
    return datetime.combine(day, hour) if day and hour is not None else None


def _missing(reading: Reading, values: Mapping[str, Any]) -> Iterator[Problem]:
    headings = {name: heading for heading, name in reading.mapping.items()}
    for group in reading.sheet.needs:
        # A cell that was not understood has its own problem.
        if not any(name in values for name in group):
            yield Problem(next((headings[name] for name in group if name in headings), ""), "missing")


def _unlikely(reading: Reading, values: Mapping[str, Any], today: date) -> Iterator[Problem]:
    headings = {name: heading for heading, name in reading.mapping.items()}
    if reading.kind is TableKind.APPOINTMENTS and all(
        values.get(name, 0) is not None for name in ("day", "starts_at", "hour")
    ):
        which = headings.get("starts_at") or headings.get("day", "")
        start = starts_at(values)
        if start is None and values.get("starts_at") and "hour" not in values:
            yield Problem(which, "no-hour")
        elif start is not None and not -_BACK <= (start.date() - today).days <= _AHEAD:
            yield Problem(which, "far-date")
    begin, end = values.get("starts_at"), values.get("ends_at")
    if isinstance(begin, datetime) and isinstance(end, datetime) and end < begin:
        yield Problem(headings["ends_at"], "ends-before-it-starts")


def key_of(reading: Reading, cells: Sequence[tuple[str, str]]) -> tuple[str, ...] | None:
    """What makes two rows of one feed speak of one thing, as written; None when nothing names the row's thing."""
    said = {name: text.strip() for heading, text in cells if (name := reading.field_of(heading))}
    first, *others = _KEYS[reading.kind]
    return (said[first], *(said.get(name, "") for name in others)) if said.get(first) else None


def _line(name: str, value: str) -> str:
    heading = name.translate(_ESCAPES).replace("=", "\\=")
    return f"{heading} = {value.translate(_ESCAPES)}"


def _pair(line: str) -> tuple[str, str]:
    match = _BETWEEN.search(line)
    if match is None:
        raise NoRow("a line without =")
    return _plain(line[: match.end(1)]), _plain(line[match.end() :])


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: _MEANT.get(match[1], match[1]), text)
