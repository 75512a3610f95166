"""Who is to be called for patients."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from permanence.care.patients.models import ContactList
from permanence.care.patients.queries.links import files_of_patients
from permanence.care.patients.rules import ContactFact, ContactRole, ContactStatement, known_contacts
from permanence.care.patients.rules import ContactList as SaidContacts
from permanence.foundation.together import Part, read_together

CONTACTS_TOLD = Part(ContactList, ("patient", "complete", "contacts", "said_again_at"), (("patient", "files"),))
CONTACT_ROLES: dict[ContactRole, Promise] = {
    ContactRole.TRUSTED: _("Trusted person"),
    ContactRole.GUARDIAN: _("Legal representative"),
    ContactRole.EMERGENCY: _("Emergency contact"),
    ContactRole.NEXT_OF_KIN: _("Next of kin"),
    ContactRole.CAREGIVER: _("Caregiver"),
    ContactRole.PHYSICIAN: _("Doctor in town"),
    ContactRole.OTHER: _("Other contact"),
}
# What is said where nobody is listed. "Not sent" is never "none".
NO_CONTACTS: dict[ContactStatement, Promise] = {
    ContactStatement.NOT_SAID: _("Nobody was sent by the feed: this does not mean none."),
    ContactStatement.NONE: _("Nobody to call, by what was sent."),
}


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One person to call; `relationship` is in the sender's words, `roles` say in which quality."""

    name: str
    relationship: str
    roles: tuple[ContactRole, ...]
    telephones: tuple[str, ...]
    address: str
    confidential: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who is to be called for one patient, the first to call first; `said_at` is when anything of it was said last."""

    statement: ContactStatement
    rows: tuple[ContactRow, ...]
    said_at: datetime | None


def contacts_of(patients: Collection[UUID]) -> dict[UUID, Contacts]:
    """Patient -> who is to be called, from all files of theirs; two queries for any number of patients."""
    files = files_of_patients(patients)
    (told,) = read_together([CONTACTS_TOLD], {"files": files})
    return contacts_in(told, files, patients)


def contacts_in(
    told: Iterable[tuple[Any, ...]], files: Mapping[UUID, UUID | None], patients: Collection[UUID]
) -> dict[UUID, Contacts]:
    """Patient -> who is to be called, from the rows of `CONTACTS_TOLD` and the survivor of each file."""
    lists: dict[UUID, list[SaidContacts]] = defaultdict(list)
    for file, complete, contacts, said_at in told:
        lists[files[file] or file].append(SaidContacts(_unpacked(contacts), complete, said_at))
    return {patient: _contacts(lists[patient]) for patient in patients}


def _contacts(lists: list[SaidContacts]) -> Contacts:
    known = known_contacts(lists)
    rows = tuple(
        ContactRow(
            one.contact.name,
            one.contact.relationship,
            one.contact.roles,
            one.contact.telephones,
            one.contact.address,
            one.contact.confidential,
            one.said_at,
        )
        for one in known.contacts
    )
    return Contacts(known.statement, rows, max((said.said_at for said in lists), default=None))


def _unpacked(contacts: str) -> tuple[ContactFact, ...]:
    return tuple(
        ContactFact(**one | {"roles": tuple(map(ContactRole, one["roles"])), "telephones": tuple(one["telephones"])})
        for one in orjson.loads(contacts)
    )
