"""Reads of patients: rows, search, the queue of contradictions, and whose files are whose."""

from permanence.care.patients.queries.contacts import CONTACT_ROLES, NO_CONTACTS, ContactRow, Contacts, contacts_of
from permanence.care.patients.queries.contradictions import (
    SETTLERS,
    ContradictionRow,
    board_queues,
    open_contradictions,
)
from permanence.care.patients.queries.history import (
    IdentifierRow,
    LinkRow,
    NameRow,
    ReadRow,
    identifiers_of,
    links_of,
    names_borne,
    reads_of,
)
from permanence.care.patients.queries.homonyms import homonyms
from permanence.care.patients.queries.links import files_of, files_of_patients, statements_about, survivors_of
from permanence.care.patients.queries.patients import PatientRow, family_names, patient, patient_count, patients
from permanence.care.patients.queries.register import (
    Known,
    identifier_ids,
    known_of,
    patients_by_number,
    patients_with,
)
from permanence.care.patients.queries.search import Answer, Found, find, holders_of, search
from permanence.care.patients.queries.strict import holders_by_number, patients_by_strict_traits, with_numbers
from permanence.care.patients.queries.vocabulary import unknown_names
from permanence.care.patients.queries.words import ASKED, WARNINGS
from permanence.care.patients.rules import (
    ContactRole,
    ContactStatement,
    Homonymy,
    IdentityStatus,
    Ins,
    InsKind,
    LinkKind,
    NameUse,
    Sex,
    StrictTraits,
    Trait,
    Why,
    strict_traits,
    told_too,
)

__all__ = [
    "ASKED",
    "CONTACT_ROLES",
    "NO_CONTACTS",
    "SETTLERS",
    "WARNINGS",
    "Answer",
    "ContactRole",
    "ContactRow",
    "ContactStatement",
    "Contacts",
    "ContradictionRow",
    "Found",
    "Homonymy",
    "IdentifierRow",
    "IdentityStatus",
    "Ins",
    "InsKind",
    "Known",
    "LinkKind",
    "LinkRow",
    "NameRow",
    "NameUse",
    "PatientRow",
    "ReadRow",
    "Sex",
    "StrictTraits",
    "Trait",
    "Why",
    "board_queues",
    "contacts_of",
    "family_names",
    "files_of",
    "files_of_patients",
    "find",
    "holders_by_number",
    "holders_of",
    "homonyms",
    "identifier_ids",
    "identifiers_of",
    "known_of",
    "links_of",
    "names_borne",
    "open_contradictions",
    "patient",
    "patient_count",
    "patients",
    "patients_by_number",
    "patients_by_strict_traits",
    "patients_with",
    "reads_of",
    "search",
    "statements_about",
    "strict_traits",
    "survivors_of",
    "told_too",
    "unknown_names",
    "with_numbers",
]
