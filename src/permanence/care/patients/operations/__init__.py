"""What may be done to patients: receive what senders say of them, settle contradictions, account for reads."""

from permanence.care.patients.operations.contacts import receive_contacts
from permanence.care.patients.operations.contradictions import (
    ContradictionAlreadySettled,
    NothingToMove,
    UnknownContradiction,
    settle_contradiction,
)
from permanence.care.patients.operations.identities import receive_identities
from permanence.care.patients.operations.links import receive_links
from permanence.care.patients.operations.reads import account_for_read, account_for_reads
from permanence.care.patients.rules import (
    ContactFact,
    ContactListFact,
    ContactRole,
    IdentifierFact,
    IdentityFact,
    LinkFact,
    LinkKind,
    NoUsableIdentifier,
    Sex,
    Traits,
    Verdict,
    usable,
)

__all__ = [
    "ContactFact",
    "ContactListFact",
    "ContactRole",
    "ContradictionAlreadySettled",
    "IdentifierFact",
    "IdentityFact",
    "LinkFact",
    "LinkKind",
    "NoUsableIdentifier",
    "NothingToMove",
    "Sex",
    "Traits",
    "UnknownContradiction",
    "Verdict",
    "account_for_read",
    "account_for_reads",
    "receive_contacts",
    "receive_identities",
    "receive_links",
    "settle_contradiction",
    "usable",
]
