"""What a document to print is made of, how it is cut into compiles, and what its pages carry."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from permanence.paper.sheets.rules import PageCode, PageWitness, SheetNumber, encode_code, encode_witness

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Content:
    """One document: what its room's template draws, and what the frame of each of its pages says.

    `data` holds texts, numbers, lists and mappings of them (JSON). `place` stands largest on the page; `subject` and
    `subject_line` say on every page whom it is about, and are empty when it is about nobody. `data_as_of` is when the
    newest thing said in it was true; None: as old as the run's picture.
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
