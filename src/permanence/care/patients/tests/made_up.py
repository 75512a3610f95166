"""Made-up facts about made-up people."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from permanence.care.patients.operations import IdentifierFact, IdentityFact, LinkFact, LinkKind, Sex, Traits
from permanence.care.patients.operations import receive_identities as receive
from permanence.care.patients.operations import receive_links as hear
from permanence.foundation.actors import ALL_ROLES, Actor

GAM = Actor("feed", "GAM")
CLERK = Actor("person", "clerk", ALL_ROLES)
HOSPITAL = "1.2.250.1.999.1"
LABORATORY = "1.2.250.1.999.2"
INS_TEST = "1.2.250.1.213.1.4.10"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BORN = date(1971, 3, 12)


def at(hours: float) -> datetime:
    """An instant so many hours after noon."""
    return NOON + timedelta(hours=hours)


def ipp(value: str, authority: str = HOSPITAL) -> IdentifierFact:
    """A patient number."""
    return IdentifierFact(authority, value, "PI")


def ins(value: str, authority: str = INS_TEST) -> IdentifierFact:
    """An INS number of the test authority."""
    return IdentifierFact(authority, value, "INS")


def traits(family: str = "DUPONT", given: str = "MARIE", **others: object) -> Traits:
    """Traits of a woman born on 12 March 1971, unless said otherwise."""
    said = {"birth_family": family, "birth_given": given, "birth_date": BORN, "sex": Sex.FEMALE}
    return Traits(**said | others)


def said(*identifiers: IdentifierFact, hours: float = 0, gaps: bool = False, who: Traits | None = None) -> IdentityFact:
    """A fact; without traits given, of Marie Dupont."""
    return IdentityFact(identifiers, who or traits(), at(hours), uuid4(), fills_gaps_only=gaps)


def known(*identifiers: IdentifierFact, **about: object) -> UUID:
    """A patient received from the admissions feed."""
    (patient,) = receive(facts=[said(*identifiers, who=traits(**about))], by=GAM)
    return patient


def link(kind: LinkKind, kept: str, other: str, hours: float = 0) -> LinkFact:
    """Something said of two patient numbers."""
    return LinkFact(kind, (ipp(kept),), (ipp(other),), at(hours), uuid4())


def heard(kind: LinkKind, kept: str, other: str, hours: float = 0) -> None:
    """A link received from the admissions feed."""
    hear(facts=[link(kind, kept, other, hours)], by=GAM)
