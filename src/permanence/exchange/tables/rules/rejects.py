"""The rejects file: what could not be taken in, for a spreadsheet and back."""

import re
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

# Columns of ours beside the original ones; the second is how a mended row finds its message again.
ID_HEADING = "permanence-id"
# What a spreadsheet takes for a formula, and runs when the file is opened. Source: OWASP, "CSV injection".
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_GUARD = "'"
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")


def defused(cell: str) -> str:
    """A cell no spreadsheet runs: an apostrophe stands before what would be a formula."""
    return f"{_GUARD}{cell}" if cell.lstrip(" ").startswith(_RUNS) or cell.startswith(_GUARD) else cell


def restored(cell: str) -> str:
    """The cell as it was before `defused`."""
    return cell[1:] if cell.startswith(_GUARD) and defused(cell[1:]) == cell else cell


def reject_rows(
    rows: Iterable[tuple[UUID, Sequence[tuple[str, str]], str]], *, headings: Sequence[str], wrong: str
) -> Iterator[list[str]]:
    """The lines of a rejects file: the original headings, what is wrong (heading `wrong`), and the row's id.

    `rows` are (id, cells, what is wrong); a cell without a heading keeps its text at the end of what is wrong.
    """
    yield [*map(defused, headings), defused(wrong), ID_HEADING]
    for id_, cells, why in rows:
        by_heading = dict(cells)
        yield [*(defused(by_heading.get(heading, "")) for heading in headings), defused(why), str(id_)]


def all_headings(rows: Iterable[Sequence[tuple[str, str]]]) -> list[str]:
    """Every heading of some rows, in the order met; cells beyond the headings have none."""
    return list(dict.fromkeys(heading for cells in rows for heading, _ in cells if heading))


def same_to_a_spreadsheet(original: str, mended: str) -> bool:
    """Whether a cell came back as a spreadsheet gives it back: without its first zeros, or as 2,8E+14."""
    first, second = original.strip(), mended.strip()
    if first == second:
        return True
    if first.isdigit() and second.isdigit():
        return first.lstrip("0") == second.lstrip("0")
    return first.isdigit() and len(first) > 11 and _SCIENTIFIC.fullmatch(second) is not None


def mended_cells(original: Sequence[tuple[str, str]], mended: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The cells of a row as a person put them right; what the spreadsheet alone changed stays as it was.

    Cells that stood beyond the headings are gone once the row is mended: there is no heading to keep them under.
    """
    kept = []
    for heading, value in original:
        if heading not in mended:
            continue
        new = restored(mended[heading])
        kept.append((heading, value if same_to_a_spreadsheet(value, new) else new))
    return tuple(kept)
