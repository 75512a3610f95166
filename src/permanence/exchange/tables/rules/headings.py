"""Headings of a table: where they stand, which field each is, which kind of table they make."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from permanence.exchange.tables.rules.kinds import Sheet, TableKind
from permanence.exchange.tables.rules.sheets import SHEETS

# Headings stand below a title, a date, a logo's empty lines; never this far down.
LOOKED_AT = 25
_SIGNS = re.compile(r"[\W_]+")


def folded(heading: str) -> str:
    """A heading as it is compared: small letters and figures, without accents and signs, apart by one space."""
    plain = unicodedata.normalize("NFKD", heading.replace("°", " ").replace("œ", "oe"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()
    return " ".join(_SIGNS.sub(" ", plain).split())


def named(cells: Sequence[str]) -> list[str]:
    """The names of the columns: headings as written, empty ones numbered, repeated ones told apart."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"#{place}"
        names.append(name if name not in names else f"{name} (#{place})")
    return names


def guess_mapping(sheet: Sheet, names: Sequence[str]) -> dict[str, str]:
    """Heading -> field, each field and each heading once: the surest first, which is how the fields list headings."""
    claims = sorted(
        (field.headings.index(folded(name)), place, order, name, field.name)
        for place, name in enumerate(names)
        for order, field in enumerate(sheet.fields)
        if folded(name) in field.headings
    )
    mapping: dict[str, str] = {}
    for _rank, _place, _order, name, field in claims:
        if name not in mapping and field not in mapping.values():
            mapping[name] = field
    return mapping


def guess_kind(names: Sequence[str]) -> TableKind | None:
    """The kind whose needs these headings meet, and most of whose fields they name; None when none is met."""
    scores = {}
    for kind, sheet in SHEETS.items():
        mapping = guess_mapping(sheet, names)
        if not unmet_needs(sheet, mapping):
            scores[kind] = len(mapping)
    return max(scores, key=lambda kind: scores[kind], default=None)


def header_line(rows: Sequence[Sequence[str]], kind: TableKind | None = None) -> int:
    """The place (from 0) of the row that holds the headings: the first that names most fields; else the first filled.

    A title above the table fills one cell, and merged headings above the real ones leave gaps: both name less.
    """
    sheets = [SHEETS[kind]] if kind else list(SHEETS.values())
    best, best_score = next((place for place, row in enumerate(rows) if sum(map(bool, row)) > 1), 0), 0
    for place, row in enumerate(rows[:LOOKED_AT]):
        score = max(len(guess_mapping(sheet, named(row))) for sheet in sheets)
        if score > best_score:
            best, best_score = place, score
    return best


def unmet_needs(sheet: Sheet, mapping: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The groups of fields of which no heading is any: without them no row can be understood."""
    said = set(mapping.values())
    return [group for group in sheet.needs if not said & set(group)]
