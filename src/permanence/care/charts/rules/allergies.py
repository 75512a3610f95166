"""What is known of a patient's allergies: "none known" is something said, "not said" is not."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from permanence.care.charts.rules.facts import AllergyFact

# SNOMED CT: no known allergy; its elder with the same meaning. HL7 v2 senders also write NKA. Drug or food alone
# (NKDA, 409137002, 429625007) says nothing of the rest, and stays a line that is read as it is.
_NONE_KNOWN_CODES = frozenset({"716186003", "160244002", "NKA", "NOKNOWNALLERGY"})
_NONE_KNOWN = re.compile(
    r"(aucune|pas d|absence d|sans|no|nil|none) ?(known )?(allergies|allergie|allergy|known)( (connues?|known))?"
)


class AllergyStatement(StrEnum):
    """What is known of a patient's allergies; "not said" is never "none"."""

    NOT_SAID = "not_said"
    NONE_KNOWN = "none_known"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class AllergyList:
    """One list as it was said, last at `said_at`; a complete one replaces what was known before."""

    allergies: tuple[AllergyFact, ...]
    complete: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class SaidAllergy:
    """One allergy and when it was last said."""

    allergy: AllergyFact
    said_at: datetime


@dataclass(frozen=True, slots=True)
class KnownAllergies:
    """What all lists amount to."""

    statement: AllergyStatement
    allergies: tuple[SaidAllergy, ...]


def known_allergies(lists: Iterable[AllergyList]) -> KnownAllergies:
    """The last complete list with what was added since; allergies outweigh a "none known" beside them.

    An empty list says nothing: whoever knows of no allergy has a code for it.
    """
    ordered = sorted(lists, key=lambda said: (said.said_at, not said.complete))
    last = max((at for at, said in enumerate(ordered) if said.complete), default=0)
    known: dict[str, SaidAllergy] = {}
    for said in ordered[last:]:
        for allergy in said.allergies:
            key = allergy.code.upper() or _plain(allergy.label)
            if allergy.removed:
                known.pop(key, None)
            else:
                known[key] = SaidAllergy(allergy, said.said_at)
    allergies = tuple(one for one in known.values() if not says_none_known(one.allergy))
    if allergies:
        return KnownAllergies(AllergyStatement.LISTED, allergies)
    statement = AllergyStatement.NONE_KNOWN if known else AllergyStatement.NOT_SAID
    return KnownAllergies(statement, ())


def says_none_known(allergy: AllergyFact) -> bool:
    """Whether this line says that no allergy at all is known (`NKA`, 716186003, "Aucune allergie connue")."""
    if allergy.code.upper().replace(" ", "") in _NONE_KNOWN_CODES:
        return True
    return _NONE_KNOWN.fullmatch(_plain(allergy.label or allergy.code)) is not None


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))
