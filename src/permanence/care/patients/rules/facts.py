"""What any door tells of a patient: identifiers, traits, and how files relate."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Sex(StrEnum):
    """Administrative sex (HL7 table 0001 as used by IHE PAM France)."""

    FEMALE = "F"
    MALE = "M"
    OTHER = "O"
    UNKNOWN = "U"


@dataclass(frozen=True, slots=True)
class IdentifierFact:
    """A number under which somebody knows the patient.

    `authority` is who gave it: an OID when the sender states one, else its namespace name, else the feed's name.
    `kind` is HL7 table 0203: PI (IPP), INS, AN (account), VN (visit), SS ...
    """

    authority: str
    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What is said of a patient; None means not said, an empty text means said to be empty."""

    birth_family: str | None = None
    birth_given: str | None = None
    birth_given_names: str | None = None
    used_family: str | None = None
    used_given: str | None = None
    birth_date: date | None = None
    # As sent, when it is no calendar date (lunar dates, year only): kept so that nothing is lost.
    birth_date_as_sent: str | None = None
    birth_place_insee: str | None = None
    sex: Sex | None = None
    # HL7 table 0445 codes, in the order sent.
    reliability: tuple[str, ...] | None = None
    phone: str | None = None
    address: str | None = None
    mother_birth_family: str | None = None
    deceased_at: datetime | None = None
    multiple_birth_rank: int | None = None


@dataclass(frozen=True, slots=True)
class IdentityFact:
    """Somebody says: the patient with these identifiers has these traits.

    `fills_gaps_only`: the sender repeats an identity it does not keep (a laboratory, an agenda), so what is known
    stands.
    """

    identifiers: tuple[IdentifierFact, ...]
    traits: Traits
    occurred_at: datetime
    source: UUID
    fills_gaps_only: bool = False


class LinkKind(StrEnum):
    """What is said of two identifiers of the hospital's own index."""

    # Both were one person: the second lives on in the first (A18, A30, A34, A40).
    MERGE = "merge"
    # The number changed, the person did not (A47 and its elders A46, A36's identifier part).
    RENUMBER = "renumber"
    # Said to be the same person, files kept apart (A24), and taken back (A37).
    LINK = "link"
    UNLINK = "unlink"


@dataclass(frozen=True, slots=True)
class LinkFact:
    """Somebody says how two sets of identifiers relate; `kept` lives on, `other` is absorbed, renamed or tied."""

    kind: LinkKind
    kept: tuple[IdentifierFact, ...]
    other: tuple[IdentifierFact, ...]
    occurred_at: datetime
    source: UUID
