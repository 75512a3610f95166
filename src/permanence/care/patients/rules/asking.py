"""Which one more trait tells homonyms apart."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from permanence.care.patients.rules.facts import Sex
from permanence.care.patients.rules.names import compact, fold

_AFTER_POSTCODE = re.compile(r"\b\d{5}\s+([^\d,;]+)")
# A trait that leaves hardly more people than the best one is asked before it when it is easier to tell.
_NEARLY = 1.2

_SEXES = {"F": "femme", "H": "homme", "M": "homme"}


class Trait(StrEnum):
    """A trait that may be asked for, the easiest to be sure of first."""

    BIRTH_DATE = "birth_date"
    BIRTH_YEAR = "birth_year"
    GIVEN = "given"
    FAMILY = "family"
    SEX = "sex"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """What is known of somebody who answers as well as others do."""

    family: str
    given: str
    birth_date: date | None
    sex: Sex | None
    address: str


def worth_asking(people: Sequence[Lookalike], told: Collection[Trait]) -> tuple[Trait, ...]:
    """The traits not told yet that part these people, the one that leaves the fewest to choose from first."""
    left = {trait: _left(people, trait) for trait in Trait if trait not in told}
    useful = {trait: count for trait, count in left.items() if count < len(people)}
    if not useful:
        return ()
    least = min(useful.values())
    first = next(trait for trait in useful if useful[trait] <= least * _NEARLY)
    return (first, *sorted((trait for trait in useful if trait is not first), key=useful.__getitem__))


def told_too(text: str, trait: Trait, value: str) -> str:
    """What was typed with one more trait, as a clerk would have typed it."""
    value = " ".join(value.split())
    if trait is Trait.COMMUNE:
        return f"{text} à {value.removeprefix('à ').removeprefix('À ')}"
    if trait is Trait.SEX:
        return f"{text} {_SEXES.get(value[:1].upper(), value)}"
    return f"{text} {value}"


def commune_of(address: str) -> str:
    """The commune of an address, in one word of capitals: what follows the postcode; empty when there is none."""
    found = _AFTER_POSTCODE.search(address)
    return compact(re.sub(r"\bCEDEX\b.*", "", fold(found[1]))) if found else ""


def _left(people: Sequence[Lookalike], trait: Trait) -> float:
    """How many of these people remain to choose from, on average, when one of them tells this trait."""
    values = Counter(_value(one, trait) for one in people)
    unknown = values.pop("", 0)
    return (sum(count * (count + unknown) for count in values.values()) + unknown * len(people)) / len(people)


def _value(one: Lookalike, trait: Trait) -> str:
    born = one.birth_date
    return {
        Trait.BIRTH_DATE: str(born or ""),
        Trait.BIRTH_YEAR: str(born.year) if born else "",
        Trait.GIVEN: compact(one.given),
        Trait.FAMILY: compact(one.family),
        Trait.SEX: str(one.sex or ""),
        Trait.COMMUNE: commune_of(one.address),
    }[trait]
