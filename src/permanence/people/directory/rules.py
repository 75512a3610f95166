"""What a list tells of the people who work here."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# What is said of somebody; an empty text is not said.
CONTENTS = ("family", "given", "unit", "function", "grade", "work_phone", "private_phone")
Contents = tuple[str, ...]


class StaffWithoutNumber(Exception):
    """The fact has no staff number: nobody can say whom it is about."""


@dataclass(frozen=True, slots=True)
class StaffFact:
    """Somebody says: whoever has this staff number is called so, works there, is reached so."""

    matricule: str
    family: str
    given: str
    unit: str
    function: str
    grade: str
    work_phone: str
    private_phone: str
    occurred_at: datetime
    source: UUID


def said(fact: StaffFact) -> Contents:
    """The contents of a fact in the order of CONTENTS, without the NUL characters that PostgreSQL refuses."""
    return tuple(getattr(fact, name).strip().replace("\0", "") for name in CONTENTS)


def fold(known: Contents, told: Contents, *, newer: bool) -> Contents:
    """What is known after somebody said `told`: a newer saying replaces what it says, an older one fills gaps."""
    first, second = (told, known) if newer else (known, told)
    return tuple(a or b for a, b in zip(first, second, strict=True))


def sought(text: str) -> str:
    """A text as it is searched: small letters without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
