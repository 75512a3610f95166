"""Whether a patient is the one a relative asks for: both names nearly as written, and one more trait exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import JaroWinkler

from permanence.care.patients.rules import compact, sound

# A fault or two in a name heard through glass; the beginning of a name alone is never enough.
_ALIKE = 0.93
# As many figures as a telephone number has behind its prefix, +33 or 0.
_FIGURES = 9


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a relative says: family and given name, and the birth date, the telephone number on file, or both."""

    family: str
    given: str
    birth_date: date | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a patient: families and givens borne, birth date, telephone number."""

    families: tuple[str, ...]
    givens: tuple[str, ...]
    birth_date: date | None
    phone: str


def is_the_one(asked: AskedFor, person: Person) -> bool:
    """Whether somebody who knows this much knows this patient: every trait said must be right, one at least."""
    said = [
        *([asked.birth_date == person.birth_date] if asked.birth_date else []),
        *([_figures(asked.phone) == _figures(person.phone)] if _figures(asked.phone) else []),
    ]
    named = _borne(asked.family, person.families) and _borne(asked.given, person.givens)
    return bool(said) and all(said) and named


def _borne(said: str, names: Iterable[str]) -> bool:
    typed = compact(said)
    return bool(typed) and any(_alike(typed, compact(name)) for name in names if name)


def _alike(one: str, other: str) -> bool:
    return one == other or sound(one) == sound(other) or JaroWinkler.similarity(one, other) >= _ALIKE


def _figures(phone: str) -> str:
    figures = "".join(character for character in phone if character.isdigit())
    return figures[-_FIGURES:] if len(figures) >= _FIGURES else ""
