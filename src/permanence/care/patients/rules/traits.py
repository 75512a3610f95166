"""What a patient's traits become when somebody says something of them."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import UTC, datetime
from operator import attrgetter, itemgetter
from typing import Any

from permanence.care.patients.rules.facts import Traits
from permanence.care.patients.rules.names import KnownName, compact, names_of

TRAITS: tuple[str, ...] = tuple(field.name for field in fields(Traits))
# The value of each trait in the order of TRAITS; None is not said, an empty text is said to be empty.
Values = tuple[Any, ...]
NOTHING_SAID: Values = (None,) * len(TRAITS)
# The traits of a patient whose identity no sender that keeps it has told: any such saying is newer.
NEVER_TOLD = datetime(1900, 1, 1, tzinfo=UTC)
_NAMES = ("birth_family", "birth_given", "birth_given_names", "used_family", "used_given", "mother_birth_family")
# The traits names are made of, from a patient's values.
NAME_TRAITS: Callable[[Values], Values] = itemgetter(*map(TRAITS.index, _NAMES))
_PERSON: Callable[[Values], Values] = itemgetter(*map(TRAITS.index, ("birth_family", "birth_given", "birth_date")))
_RELIABILITY = TRAITS.index("reliability")
_values: Callable[[Traits], Values] = attrgetter(*TRAITS)


def said(traits: Traits) -> Values:
    """Traits as they are kept: the reliability codes are one text."""
    values = _values(traits)
    codes = values[_RELIABILITY]
    if codes is not None:
        values = (*values[:_RELIABILITY], " ".join(codes), *values[_RELIABILITY + 1 :])
    return values


def writable(values: Values) -> Values:
    """Values without the NUL characters that PostgreSQL refuses in a text."""
    return tuple([value.replace("\0", "") if isinstance(value, str) else value for value in values])


def codes_of(reliability: str | None) -> tuple[str, ...]:
    """The HL7 table 0445 codes from the text they are kept as."""
    return tuple((reliability or "").split())


def fold_traits(known: Values, told: Values, *, newer: bool) -> Values:
    """The traits after somebody said `told`: a newer saying replaces what it says, another only fills gaps."""
    if told == known:
        return known
    first, second = (told, known) if newer else (known, told)
    return tuple([b if a is None else a for a, b in zip(first, second, strict=True)])


def is_another_person(known: Values, told: Values) -> bool:
    """Whether family name, given name and birth date were all known and are all different now.

    One of them is corrected now and then; all three at once is what a list shifted by one line looks like.
    """
    before, after = _PERSON(known), _PERSON(told)
    return all(before) and all(after) and all(a != b for a, b in zip(_folded(before), _folded(after), strict=True))


def _folded(person: Values) -> Values:
    return (compact(person[0]), compact(person[1]), person[2])


def with_gaps_filled(own: Values, others: Iterable[Values]) -> Values:
    """A surviving file's traits, what it never said taken from the files it absorbed; trust is never inherited."""
    filled = own
    for other in others:
        filled = fold_traits(filled, other, newer=False)
    return (*filled[:_RELIABILITY], own[_RELIABILITY], *filled[_RELIABILITY + 1 :])


def known_names(values: Values) -> dict[tuple[str, str, str], KnownName]:
    """The names these traits make, by (use, family key, given key)."""
    family, given, given_names, used_family, used_given, mother = NAME_TRAITS(values)
    first_given = given or (given_names or "").partition(" ")[0]
    return {
        (name.use, compact(name.family), compact(name.given)): name
        for name in names_of((family, first_given), (used_family, used_given), mother)
    }
