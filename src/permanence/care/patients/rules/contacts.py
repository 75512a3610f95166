"""Who is to be called for a patient: relatives, legal representatives, the trusted person, the doctor in town."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ContactRole(StrEnum):
    """What somebody is to a patient, in the order in which they are called."""

    # "Personne de confiance" (code de la santé publique, L1111-6): speaks for a patient who cannot.
    TRUSTED = "trusted"
    # Guardian, parent of a minor, legal representative.
    GUARDIAN = "guardian"
    EMERGENCY = "emergency"
    NEXT_OF_KIN = "next_of_kin"
    CAREGIVER = "caregiver"
    # The doctor in town ("médecin traitant").
    PHYSICIAN = "physician"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ContactFact:
    """One person to call (NK1, ROL, PD1-4; FHIR RelatedPerson, Patient.contact, Patient.generalPractitioner).

    `relationship` is in the sender's words (wife, son); `telephones` in the order to try them. `confidential` says that
    the sender restricts who may be told of this person. `removed`, only in a list that is not complete, says that this
    person is no longer one to call.
    """

    name: str
    relationship: str
    roles: tuple[ContactRole, ...]
    telephones: tuple[str, ...]
    address: str = ""
    confidential: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class ContactListFact:
    """The people to call for a patient; `complete` means the list replaces those known before.

    Doctors are apart: they are replaced by the next list that names a doctor, and by no other.
    """

    patient: UUID
    contacts: tuple[ContactFact, ...]
    complete: bool
    occurred_at: datetime
    source: UUID


class ContactStatement(StrEnum):
    """What is known of the people to call; "not said" is never "none"."""

    NOT_SAID = "not_said"
    NONE = "none"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class ContactList:
    """One list as it was said, last at `said_at`."""

    contacts: tuple[ContactFact, ...]
    complete: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class SaidContact:
    """One person to call, and when they were last said to be."""

    contact: ContactFact
    said_at: datetime


@dataclass(frozen=True, slots=True)
class KnownContacts:
    """What all lists amount to, those called first before the others."""

    statement: ContactStatement
    contacts: tuple[SaidContact, ...]


_ORDER = {role: rank for rank, role in enumerate(ContactRole)}


def known_contacts(lists: Iterable[ContactList]) -> KnownContacts:
    """The last complete list with what was added since, and the doctors of the last list that names any.

    A complete list of nobody says that there is nobody to call.
    """
    ordered = sorted(lists, key=lambda said: (said.said_at, not said.complete))
    close = [said for said in ordered if said.complete or any(not is_physician(one) for one in said.contacts)]
    last = max((at for at, said in enumerate(close) if said.complete), default=0)
    people: dict[str, SaidContact] = {}
    for said in close[last:]:
        for contact in said.contacts:
            if is_physician(contact):
                continue
            if contact.removed:
                people.pop(_key(contact), None)
            else:
                people[_key(contact)] = SaidContact(contact, said.said_at)
    contacts = sorted([*people.values(), *_physicians(ordered)], key=lambda one: _rank(one.contact))
    if contacts:
        return KnownContacts(ContactStatement.LISTED, tuple(contacts))
    return KnownContacts(ContactStatement.NONE if close else ContactStatement.NOT_SAID, ())


def is_physician(contact: ContactFact) -> bool:
    """Whether this is a doctor in town and not somebody close."""
    return ContactRole.PHYSICIAN in contact.roles


def _physicians(ordered: Iterable[ContactList]) -> list[SaidContact]:
    physicians: dict[str, SaidContact] = {}
    for said in ordered:
        named = [one for one in said.contacts if is_physician(one)]
        added = {_key(one): SaidContact(one, said.said_at) for one in named if not one.removed}
        if added:
            physicians = added
        for one in named:
            if one.removed:
                physicians.pop(_key(one), None)
    return list(physicians.values())


def _key(contact: ContactFact) -> str:
    return " ".join(sorted(contact.name.casefold().split())) or " ".join((*contact.telephones, contact.relationship))


def _rank(contact: ContactFact) -> tuple[int, str]:
    return min((_ORDER[role] for role in contact.roles), default=len(_ORDER)), contact.name.casefold()
