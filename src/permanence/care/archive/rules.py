"""What a list of paper files tells, and how an entry is found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from permanence.care.patients.rules import (
    Asked,
    Sex,
    StrictTraits,
    Traits,
    Typed,
    compact,
    date_score,
    name_score,
    readings,
    sound,
    strict_traits,
    typed,
)

__all__ = ["Asked", "EntryFact", "EntryKeys", "EntryWithoutNumber", "Question", "Sex", "question", "score", "strict_of"]

# A name is found when it answers this well; with the right birth date, half of it is enough (see patients.search).
_LEAST, _LEAST_THAT_DAY = 0.72, 0.44


class EntryWithoutNumber(Exception):
    """The fact names no paper file: nobody can say which one it moves."""


@dataclass(frozen=True, slots=True)
class EntryFact:
    """Somebody says: the paper file of this number, about this person, stands here; an empty text is not said.

    `authority` is who numbers the files; `volume` tells apart the parts of one file that stand on several shelves.
    """

    number: str
    authority: str
    volume: str
    shelf: str
    birth_family: str
    birth_given: str
    used_family: str
    birth_date: date | None
    birth_date_as_sent: str
    sex: str
    ipp: str
    remark: str
    occurred_at: datetime
    source: UUID


@dataclass(frozen=True, slots=True)
class EntryKeys:
    """What an entry is found by: names in one word of capitals, and as they sound."""

    family_key: str
    given_key: str
    used_key: str
    family_sound: str
    given_sound: str

    @classmethod
    def of(cls, family: str, given: str, used: str) -> "EntryKeys":
        """The keys of these names; a used name alone stands for the name of birth."""
        family_key, given_key = compact(family or used), compact(given)
        return cls(family_key, given_key, compact(used), sound(family_key), sound(given_key))


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed to find a file: ways to read the words as names, dates, numbers."""

    asked: Typed
    ways: tuple[Asked, ...]


def question(text: str, birth_date: date | None = None) -> Question:
    """Take apart what a clerk typed: `dupont 12/03/1971`, a file's number, a patient's number."""
    asked = typed(text)
    if birth_date is not None:
        asked = Typed(asked.words, (birth_date,), asked.numbers, asked.newborn)
    return Question(asked, readings(asked.words) if asked.words else ())


def score(asked: Question, keys: Sequence[str], birth_date: date | None) -> float:
    """How well an entry answers, 0 when it does not; `keys` are family, given and used name as EntryKeys has them."""
    family, given, used = keys
    if not asked.ways:
        return date_score(asked.asked.dates, birth_date)
    name = max(name_score(asked.ways, one, given) for one in {family, used or family})
    if not asked.asked.dates:
        return name if name >= _LEAST else 0.0
    dated = date_score(asked.asked.dates, birth_date)
    least = _LEAST_THAT_DAY if dated == 1.0 and len(asked.asked.words) > 1 else _LEAST
    return 0.6 * name + 0.4 * dated if name >= least else 0.0


def strict_of(family: str, given: str, used: str, birth_date: date | None, sex: str) -> StrictTraits | None:
    """The strict traits an entry states, None when they are not all there."""
    known = Sex(sex) if sex else None
    return strict_traits(
        Traits(birth_family=family or None, birth_given=given or None, used_family=used or None,
               birth_date=birth_date, sex=known)
    )  # fmt: skip


def letter_subject(letter: str) -> UUID:
    """What stands for a letter of the index in a plan of printing; an empty one for all of them."""
    return UUID(int=ord(letter[0]) if letter else 0)
