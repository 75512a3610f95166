"""What a document to print is made of, how it is cut into compiles, and what its pages carry."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from permanence.paper.sheets.rules import PageCode, PageWitness, SheetNumber, encode_code, encode_witness

Item = TypeVar("Item")
# The narrowest column holds a dozen letters; ordinary long words are hyphenated by the typesetter, not here.
_OVERLONG_WORD = re.compile(r"[^\s-]{21,}")
_PIECE = re.compile(r".{1,12}", re.DOTALL)
_BREAK = "\u200b"
_HEAD_MOST = 240
# The one failure a person mends without knowing why: kept as a word, said in the reader's language.
DISK_FULL = "disk full"


@dataclass(frozen=True, slots=True)
class Returning:
    """What the codes of a sheet say that is read back: its own kind and version, and how many pages it has at least."""

    kind: str
    version: int
    pages: int


@dataclass(frozen=True, slots=True)
class Content:
    """One document: what its room's template draws, and what the frame of each of its pages says.

    `data` holds texts, numbers, lists and mappings of them (JSON). `place` stands largest on the page; `subject` and
    `subject_line` say on every page whom it is about, and are empty when it is about nobody. `data_as_of` is when the
    newest thing said in it was true; None: as old as the run's picture. `returns` is given for a sheet that is filled
    in by hand and read back.
    """

    data: Mapping[str, Any]
    place: str
    title: str
    subject: str = ""
    subject_line: str = ""
    ward: UUID | None = None
    patient: UUID | None = None
    stay: UUID | None = None
    data_as_of: datetime | None = None
    returns: Returning | None = None


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One file to print: its label (mostly a ward), and which documents of which subjects, in order."""

    label: str
    documents: Sequence[tuple[str, Sequence[UUID]]]
    ward: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the codes of a document's pages are made of."""

    origin: str
    counter: int
    kind: str
    version: int
    patient_key: str


def page_codes(sealed: Sealed, pages: int) -> list[tuple[str, str]]:
    """For each page, what its QR code and its Data Matrix say."""
    number = SheetNumber(sealed.origin, sealed.counter)
    return [
        (
            encode_code(PageCode(number, sealed.kind, sealed.version, page, pages, sealed.patient_key)),
            encode_witness(PageWitness(number, page)),
        )
        for page in range(1, pages + 1)
    ]


def in_chunks(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Even pieces of at most `most` items, so that two workers end together."""
    count = -(-len(items) // most)
    bounds = [len(items) * place // count for place in range(count + 1)] if count else []
    return [items[start:end] for start, end in pairwise(bounds)]


def breakable(value: Any) -> Any:
    """The same JSON with break opportunities in words no column can hold, so that none runs off the page."""
    if isinstance(value, str):
        return _OVERLONG_WORD.sub(lambda word: _BREAK.join(_PIECE.findall(word.group())), value)
    if isinstance(value, Mapping):
        return {name: breakable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [breakable(part) for part in value]
    return value


def shortened(text: str) -> str:
    """What fits at the head of every page; when it is cut, the whole text stands at the start of the document."""
    return text if len(text) <= _HEAD_MOST else f"{text[:_HEAD_MOST]} […]"


def file_name(place: int, label: str) -> str:
    """`07-cardiologie-3e-etage.pdf`: what any system can store and a person can find, whatever the ward is called."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "lot"
    return f"{place:02d}-{slug}.pdf"


def age(then: datetime, now: datetime) -> tuple[int, str]:
    """How old: a count and its unit (`min`, `h`, `d`), whole and never rounded up; 0 min when younger or from later."""
    minutes = max(0, int((now - then).total_seconds()) // 60)
    if minutes < 120:
        return minutes, "min"
    return (minutes // 60, "h") if minutes < 48 * 60 else (minutes // 1440, "d")


def age_at(birth: date, on: date) -> tuple[int, str]:
    """A person's age in whole years, in months below two years, in days below two months; 0 days before birth."""
    if on < birth:
        return 0, "day"
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    if months >= 24:
        return months // 12, "year"
    return (months, "month") if months >= 2 else ((on - birth).days, "day")
