"""How alike two names are, and which patients may be mistaken for one another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from permanence.care.patients.rules.names import sound

_NEAR_DAYS = 31
_SWAPPED = 0.97
_SAME_SOUND = 0.93


class Homonymy(StrEnum):
    """Why a patient may be mistaken for another, the most dangerous first."""

    SAME = "same"  # one name, one birth date
    NEAR = "near"  # one name, birth dates apart by a month at most, by one figure, or day and month swapped
    TWIN = "twin"  # one family name, one birth date, another given name


@dataclass(frozen=True, slots=True)
class Likeness:
    """A name as homonyms are looked for: both in one word of capitals."""

    family_key: str
    given_key: str
    birth_date: date | None


def homonymy(one: Likeness, other: Likeness) -> Homonymy | None:
    """Why two patients may be mistaken for one another, None when they are told apart by their traits."""
    if one.birth_date is None or other.birth_date is None or one.family_key != other.family_key or not one.family_key:
        return None
    same_given = one.given_key == other.given_key
    if one.birth_date == other.birth_date:
        return Homonymy.SAME if same_given else Homonymy.TWIN
    return Homonymy.NEAR if same_given and near_dates(one.birth_date, other.birth_date) else None


def worst(found: Iterable[Homonymy]) -> Homonymy | None:
    """The most dangerous of several, None of none."""
    return min(found, key=list(Homonymy).index, default=None)


def near_dates(one: date, other: date) -> bool:
    """Whether one birth date may be the other mistyped or misheard."""
    if abs((one - other).days) <= _NEAR_DAYS:
        return True
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    return sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True)) == 1


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to read the typed words: these of the family name, those of the given name; either may be empty."""

    family: str
    given: str
    family_sound: str
    given_sound: str
    worth: float


def readings(words: tuple[str, ...]) -> tuple[Asked, ...]:
    """Every way to read words as family and given names, in the order typed or swapped."""
    found: dict[tuple[str, str], Asked] = {}
    for at in range(len(words) + 1):
        head, tail = "".join(words[:at]), "".join(words[at:])
        for family, given, worth in ((head, tail, 1.0), (tail, head, _SWAPPED)):
            if family or len(words) == 1:
                found.setdefault((family, given), Asked(family, given, sound(family), sound(given), worth))
    return tuple(found.values())


def nearest(asked: str, known: Iterable[str]) -> list[str]:
    """Of the names or sounds known, the thirty nearest to the one asked for, none further than two faults or so."""
    near = process.extract(asked, known, scorer=JaroWinkler.similarity, limit=30, score_cutoff=0.75)
    return [found for found, *_ in near]


def name_score(asked: Iterable[Asked], family_key: str, given_key: str, last_key: str | None) -> float:
    """How well a name answers what was typed, 0 to 1; the best of all readings."""
    family_sound, given_sound = sound(family_key), sound(given_key)
    best = 0.0
    for one in asked:
        score = 0.0
        if one.family:
            score = _part(one.family, one.family_sound, family_key, family_sound)
            if last_key:
                score = max(score, 0.97 * _part(one.family, one.family_sound, last_key, sound(last_key)))
        if one.given:
            given = _part(one.given, one.given_sound, given_key, given_sound)
            score = 0.55 * score + 0.45 * given if one.family else 0.9 * given
        best = max(best, score * one.worth)
    return best


def date_score(asked: Collection[date], birth_date: date | None) -> float:
    """How well a birth date answers the typed ones: 1, or less when it may be mistyped, or 0."""
    if birth_date is None:
        return 0.3
    if birth_date in asked:
        return 1.0
    return 0.7 if any(near_dates(one, birth_date) for one in asked) else 0.0


def _part(typed: str, typed_sound: str, known: str, known_sound: str) -> float:
    if typed == known:
        return 1.0
    if not known:
        return 0.0
    if known.startswith(typed):
        return 0.94 + 0.05 * len(typed) / len(known)
    alike: float = JaroWinkler.similarity(typed, known)
    return max(alike, _SAME_SOUND) if typed_sound == known_sound else alike
