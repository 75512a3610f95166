"""Strict traits: who somebody is when no number says it (RNIV 1: name, given name, birth date, sex)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from permanence.care.patients.rules.facts import IdentifierFact, Sex, Traits
from permanence.care.patients.rules.identifiers import PATIENT_NUMBER
from permanence.care.patients.rules.names import compact, names_of

# The authority of a number whose giver is not said (a column of a list): whoever gave it.
ANY_AUTHORITY = "*"
_OF_TRAITS = "traits"
# HL7 table 0203: an identifier of which nobody said what it is.
_UNSPECIFIED = "U"


@dataclass(frozen=True, slots=True)
class StrictTraits:
    """Names (family and given in one word of capitals each, at birth or in use), birth date, sex where it is said."""

    names: frozenset[str]
    birth_date: date
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Bearer:
    """A patient as strict traits see it; `numbered` when the hospital gave it a patient number."""

    names: Collection[str]
    birth_date: date | None
    sex: str | None
    numbered: bool = False


def strict_traits(traits: Traits) -> StrictTraits | None:
    """What tells a person by traits alone; None when family name, given name or birth date is not said."""
    given = traits.birth_given or (traits.birth_given_names or "").partition(" ")[0]
    found = names_of((traits.birth_family, given), (traits.used_family, traits.used_given), None)
    names = frozenset(compact(name.family) + compact(name.given) for name in found if name.family and name.given)
    if not names or traits.birth_date is None:
        return None
    return StrictTraits(names, traits.birth_date, _known_sex(traits.sex))


def agrees(asked: StrictTraits, bearer: Bearer) -> bool:
    """Whether somebody is the one asked for: a name, the birth date, and no other sex."""
    sexes = {asked.sex, _known_sex(bearer.sex)} - {None}
    return asked.birth_date == bearer.birth_date and len(sexes) < 2 and not asked.names.isdisjoint(bearer.names)


def contradicts(traits: Traits, bearer: Bearer) -> bool:
    """Whether what is said beside a number is of somebody else: another birth date and no name in common.

    A married name or a mistyped date alone is how lists are; both at once are another person, or a mistyped number.
    """
    families = [compact(name) for name in (traits.birth_family, traits.used_family) if name]
    other_name = bool(families and bearer.names) and not any(
        name.startswith(family) for family in families for name in bearer.names
    )
    both_dated = traits.birth_date is not None and bearer.birth_date is not None
    other_date = both_dated and traits.birth_date != bearer.birth_date
    return other_name and (other_date or not both_dated)


def number_of_traits(asked: StrictTraits) -> IdentifierFact:
    """The number under which somebody is kept who has none: made of the strict traits, the same wherever they come."""
    said = "|".join((*sorted(asked.names), asked.birth_date.isoformat()))
    return IdentifierFact(_OF_TRAITS, hashlib.sha256(said.encode()).hexdigest()[:24], _UNSPECIFIED)


def is_of_any_authority(identifier: IdentifierFact) -> bool:
    """Whether a number is known without who gave it."""
    return identifier.authority == ANY_AUTHORITY and identifier.kind == PATIENT_NUMBER


def _known_sex(sex: Sex | str | None) -> Sex | None:
    return Sex(sex) if sex in {Sex.FEMALE, Sex.MALE} else None
