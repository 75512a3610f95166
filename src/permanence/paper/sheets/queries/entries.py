"""Numbers as people and hand-held readers type them, many at a time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from permanence.paper.sheets.queries.reading import page_in
from permanence.paper.sheets.rules import CodeDamaged, NotASheetNumber, SheetNumber

# A box of paper; more in one go is a slip of the pen.
MOST_IN_A_SPAN = 5000
_SPAN = re.compile(r"\s*\.{2,3}\s*|\s*…\s*")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was understood, each number once and in order, and what was not; `pages` are those a code named."""

    numbers: tuple[SheetNumber, ...]
    pages: tuple[tuple[SheetNumber, int | None], ...]
    misread: tuple[str, ...]


def typed(text: str | Iterable[str]) -> Typed:
    """The numbers and codes in a text: one a line, or with spaces or commas between; `FIRST..LAST` is a span."""
    lines = text.splitlines() if isinstance(text, str) else list(text)
    pages: dict[tuple[SheetNumber, int | None], None] = {}
    misread: list[str] = []
    for piece in (piece for line in lines for piece in _pieces(line)):
        try:
            pages.update(dict.fromkeys(_understood(piece)))
        except (NotASheetNumber, CodeDamaged):
            misread.append(piece)
    return Typed(tuple(dict.fromkeys(number for number, _page in pages)), tuple(pages), tuple(misread))


def _pieces(line: str) -> list[str]:
    """A number may be written in groups with spaces between: a line that is one number is not cut."""
    stripped = line.strip()
    if not stripped:
        return []
    try:
        _understood(stripped)
    except (NotASheetNumber, CodeDamaged):
        return [piece for piece in re.split(r"[\s,;]+", _SPAN.sub("..", stripped)) if piece]
    return [stripped]


def _understood(piece: str) -> list[tuple[SheetNumber, int | None]]:
    ends = _SPAN.split(piece)
    if len(ends) == 1:
        return [page_in(piece)]
    if len(ends) != 2:
        raise NotASheetNumber(piece)
    first, last = (page_in(end)[0] for end in ends)
    if first.origin != last.origin or first.copy or last.copy or not 0 <= last.counter - first.counter < MOST_IN_A_SPAN:
        raise NotASheetNumber(piece)
    counters = range(first.counter, last.counter + 1)
    return [(SheetNumber(first.origin, counter), None) for counter in counters]
