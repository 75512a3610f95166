"""Which identifiers tell a person apart, and what an INS number is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from permanence.care.patients.rules.facts import IdentifierFact, IdentityFact, LinkFact

# (authority, kind, value), cleaned: what two messages must share to speak of one person.
Key = tuple[str, str, str]

PATIENT_NUMBER = "PI"
# The id under which a server keeps a patient (HL7 table 0203): others speak of the patient by it alone.
SERVER_ID = "RI"
INS = "INS"
# Of these, an authority gives one person one.
NUMBERS = frozenset({PATIENT_NUMBER, "MR", SERVER_ID})
# Numbers of an account or a visit (HL7 table 0203): they belong to a stay, not to a person.
OF_A_STAY = frozenset({"AN", "ANC", "AND", "ANT", "VN"})
# The number on a health card is the insured's: in France the children of one parent share it. Kept, never matched on.
SHARED_IN_A_FAMILY = frozenset({"SS", "HC", "SN"})
_RANKS = {SERVER_ID: 0, PATIENT_NUMBER: 1, "MR": 2, INS: 3}
_LONGEST_VALUE = 64
_LONGEST_AUTHORITY = 120
_SAID_FOR_NOBODY = frozenset({"", '""', "UNKNOWN", "INCONNU", "NULL"})


class NoUsableIdentifier(Exception):
    """The fact names no identifier that tells a person apart: nobody can say whose it is."""


class InsKind(StrEnum):
    """What an INS number is, by the OID of its authority (FR Core, patient INS)."""

    NIR = "NIR"
    NIA = "NIA"
    TEST = "test"
    DEMO = "demo"


INS_AUTHORITIES = {
    "1.2.250.1.213.1.4.8": InsKind.NIR,
    "1.2.250.1.213.1.4.9": InsKind.NIA,
    "1.2.250.1.213.1.4.10": InsKind.TEST,
    "1.2.250.1.213.1.4.11": InsKind.DEMO,
}


@dataclass(frozen=True, slots=True)
class Ins:
    """A patient's national health identity number."""

    number: str
    kind: InsKind
    key_is_right: bool


class IdentityStatus(StrEnum):
    """How far an identity may be trusted (RNIV 1): only the last allows data to travel under the INS number."""

    PROVISIONAL = "provisional"
    RECOVERED = "recovered"
    VALIDATED = "validated"
    QUALIFIED = "qualified"


def key_of(identifier: IdentifierFact) -> Key | None:
    """The cleaned key of an identifier; None when it says nothing of a person.

    A number sent without a kind is a patient number. An INS number is known by the OID of its authority, whatever
    kind its sender wrote.
    """
    value, authority = identifier.value.strip(), identifier.authority.strip()
    kind = identifier.kind.strip().upper() or PATIENT_NUMBER
    if authority in INS_AUTHORITIES:
        kind, value = INS, value.replace(" ", "").upper()
    if kind in OF_A_STAY or value.upper() in _SAID_FOR_NOBODY or not value.strip("0"):
        return None
    if len(value) > _LONGEST_VALUE or len(authority) > _LONGEST_AUTHORITY or len(kind) > 16 or "\0" in value:
        return None
    return authority, kind, value


def keys_of(identifiers: Iterable[IdentifierFact]) -> list[Key]:
    """The keys of a fact without repeats, the one to trust first at the front.

    Servers' ids come first, then patient numbers, record numbers, INS, then the others, each in the order sent.
    """
    keys = list(dict.fromkeys(key for identifier in identifiers if (key := key_of(identifier))))
    if len(keys) > 1:
        keys.sort(key=_rank)
    return keys


def tells_apart(key: Key) -> bool:
    """Whether an identifier is one person's only."""
    return key[1] not in SHARED_IN_A_FAMILY


def usable(fact: IdentityFact | LinkFact) -> bool:
    """Whether a fact can be received: each of its sides names an identifier that tells a person apart."""
    sides = (fact.identifiers,) if isinstance(fact, IdentityFact) else (fact.kept, fact.other)
    return all(any(tells_apart(key) for key in keys_of(side)) for side in sides)


def nir_key(nir: str) -> int | None:
    """The two-figure control key of a 13-character NIR: 97 - (n mod 97), with 2A as 19 and 2B as 18 (Corsica).

    None when the text is no NIR. Source: INSEE, decree 82-103 as applied by the GIP SESAM-Vitale.
    """
    figures = nir.upper().replace("2A", "19", 1) if nir[5:7].upper() == "2A" else nir.upper()
    figures = figures.replace("2B", "18", 1) if nir[5:7].upper() == "2B" else figures
    return 97 - int(figures) % 97 if len(nir) == 13 and figures.isascii() and figures.isdigit() else None


def ins_key_is_right(number: str) -> bool:
    """Whether the last two of an INS number's 15 characters are its key."""
    return len(number) == 15 and number[13:].isdigit() and nir_key(number[:13]) == int(number[13:])


def ins_of(key: Key) -> Ins | None:
    """What an identifier is as an INS number, None when it is none."""
    kind = INS_AUTHORITIES.get(key[0])
    return None if kind is None else Ins(key[2], kind, ins_key_is_right(key[2]))


def identity_status(reliability: Sequence[str], ins: Ins | None) -> IdentityStatus:
    """How far an identity may be trusted, from its HL7 table 0445 codes and its INS number.

    Qualified needs both VALI and an INS number with a right key; a doubtful or fictitious identity is provisional
    whatever else is said (RNIV 1).
    """
    if {"DOUT", "FICT"} & set(reliability):
        return IdentityStatus.PROVISIONAL
    validated = bool({"VALI", "QUAL"} & set(reliability))
    if ins is not None and ins.key_is_right:
        return IdentityStatus.QUALIFIED if validated else IdentityStatus.RECOVERED
    return IdentityStatus.VALIDATED if validated else IdentityStatus.PROVISIONAL


@dataclass(frozen=True, slots=True)
class HeldNumber:
    """An identifier as a patient's file holds it; `own` when the file is the surviving one."""

    key: Key
    attached_at: datetime
    own: bool
    superseded: bool


def ipp_of(numbers: Iterable[HeldNumber], authority: str = "") -> str:
    """The patient number to show: of `authority` when it gave one, else of whichever authority gave one first.

    Of several by that authority, one on the surviving file that was not replaced, the latest given. Empty when the
    patient has none.
    """
    own = [number for number in numbers if number.key[1] == PATIENT_NUMBER]
    if not own:
        return ""
    first = min(own, key=lambda number: (number.key[0] != authority, not number.own, number.attached_at))
    same = [number for number in own if number.key[0] == first.key[0]]
    return max(same, key=lambda number: (number.own, not number.superseded, number.attached_at)).key[2]


def current_ins(numbers: Iterable[HeldNumber]) -> Ins | None:
    """The INS number to show: the latest given on the surviving file, else on another; None when there is none."""
    held = [(number, ins) for number in numbers if (ins := ins_of(number.key)) is not None]
    if not held:
        return None
    return max(held, key=lambda pair: (pair[0].own, not pair[0].superseded, pair[0].attached_at))[1]


def _rank(key: Key) -> int:
    return _RANKS.get(key[1], len(_RANKS))
