"""A file opened by a profile: where its headings stand, which row is which, whether it is what the profile reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from permanence.exchange.tables.adapters.files import Manner, Row, opened
from permanence.exchange.tables.queries.profiles import ProfileRow
from permanence.exchange.tables.rules.headings import (
    LOOKED_AT,
    folded,
    guess_kind,
    guess_mapping,
    header_line,
    named,
    unmet_needs,
)
from permanence.exchange.tables.rules.kinds import TableKind
from permanence.exchange.tables.rules.problems import FileRefused
from permanence.exchange.tables.rules.rejects import ID_HEADING
from permanence.exchange.tables.rules.sheets import SHEETS
from permanence.exchange.tables.rules.sniffing import is_blank
from permanence.exchange.tables.rules.values import CellProblem, Order, guess_order, read_cell
from permanence.exchange.tables.rules.values import Manner as Written

Cells = tuple[tuple[str, str], ...]
_ANY_DAY = date(2026, 1, 1)
# Rows from which the order of dates and the like are guessed.
_GUESSED_FROM = 400


@dataclass(frozen=True, slots=True)
class TableFile:
    """An open file: its headings, its rows as (place, (heading, text) pairs), and how it turned out to be written."""

    names: tuple[str, ...]
    rows: Iterator[tuple[int, Cells]]
    manner: Manner
    sheets: tuple[str, ...]
    header_line: int

    @property
    def is_rejects(self) -> bool:
        """Whether it is a rejects file come back."""
        return ID_HEADING in self.names


@contextmanager
def opened_table(path: Path, profile: ProfileRow | None = None, kind: TableKind | None = None) -> Iterator[TableFile]:
    """A file open for reading by a profile, or by looking; blank rows are passed over. Raises `FileRefused`."""
    with opened(path, profile.manner if profile else Manner()) as table:
        rows = iter(table.rows)
        head = list(islice(rows, max(LOOKED_AT, (profile and profile.header_line) or 0)))
        if not head:
            raise FileRefused("empty")
        at = _header_at(head, profile, kind)
        names = tuple(named(head[at][1]))
        body = ((place, _cells(names, cells)) for place, cells in chain(head[at + 1 :], rows) if not is_blank(cells))
        yield TableFile(names, body, table.manner, table.sheets, head[at][0])


def is_rejects(path: Path) -> bool:
    """Whether a file is a rejects file come back. Raises `FileRefused`."""
    with opened_table(path) as table:
        return table.is_rejects


def guessed_profile(path: Path, *, name: str, kind: TableKind | None) -> ProfileRow:
    """A profile by the headings of a file and its first rows. Raises `FileRefused` when no kind is recognised."""
    with opened_table(path, kind=kind) as table:
        found = kind or guess_kind(table.names)
        if found is None:
            raise FileRefused("no-kind")
        mapping = guess_mapping(SHEETS[found], table.names)
        sample = [cells for _place, cells in islice(table.rows, _GUESSED_FROM)]
        _refine(mapping, sample, found)
        texts = [text for cells in sample for heading, text in cells if mapping.get(heading) in _DATED]
        return ProfileRow(
            None, name, 0, found, tuple(mapping.items()), order=guess_order(texts), sheet=table.manner.sheet
        )


def check_columns(names: Sequence[str], profile: ProfileRow) -> None:
    """Refuse (`FileRefused`) a file that lacks what its profile needs of every row."""
    reading = profile.reading
    present = {name: field for name in names if (field := reading.field_of(name))}
    groups = unmet_needs(SHEETS[profile.kind], present)
    if groups:
        sheet, by_field = SHEETS[profile.kind], {field: heading for heading, field in profile.mapping}
        missing = [by_field.get(group[0]) or _(sheet.field(group[0]).label) for group in groups]
        raise FileRefused("columns", ", ".join(missing))


_DATED = frozenset({"birth_date", "day", "starts_at", "ends_at", "last_given_at"})


def _header_at(head: Sequence[Row], profile: ProfileRow | None, kind: TableKind | None) -> int:
    if profile and profile.header_line is not None:
        return next((at for at, (line, _row) in enumerate(head) if line >= profile.header_line), 0)
    rows = [cells for _line, cells in head]
    rejects = next((at for at, cells in enumerate(rows) if ID_HEADING in cells), None)
    if rejects is not None:
        return rejects
    if profile:
        known = {folded(heading) for heading, _field in profile.mapping}
        scores = [sum(folded(cell) in known for cell in cells) for cells in rows]
        return scores.index(max(scores))
    return header_line(rows, kind)


def _cells(names: Sequence[str], cells: Sequence[str]) -> Cells:
    """Each cell under its heading; those beyond the headings under none."""
    beyond = [("", cell) for cell in cells[len(names) :] if cell.strip()]
    filled = [*cells[: len(names)], *[""] * (len(names) - len(cells))]
    return (*zip(names, filled, strict=True), *beyond)


def _refine(mapping: dict[str, str], sample: Sequence[Cells], kind: TableKind) -> None:
    """A column named date that holds hours too is both, when no other column holds the hour."""
    if kind is not TableKind.APPOINTMENTS or "hour" in mapping.values() or "starts_at" in mapping.values():
        return
    heading = next((heading for heading, field in mapping.items() if field == "day"), None)
    texts = [text for cells in sample for name, text in cells if name == heading and text.strip()][:50]
    if heading and texts and sum(map(_has_hour, texts)) * 2 > len(texts):
        mapping[heading] = "starts_at"


def _has_hour(text: str) -> bool:
    sheet = SHEETS[TableKind.APPOINTMENTS]
    try:
        read_cell(sheet.field("hour").sort, text, Written(Order.DAY_FIRST, ",", _ANY_DAY))
    except CellProblem:
        return False
    return " " in text.strip() or "T" in text
