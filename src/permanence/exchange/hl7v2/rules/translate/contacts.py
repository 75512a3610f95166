"""Whom to call for a patient: relatives (NK1), and the doctor in town (PD1-4, ROL)."""

import re
from collections.abc import Iterator

from permanence.care.patients.rules import ContactFact, ContactListFact, ContactRole
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.hl7v2.rules.segments import NULL, Repetition, Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import Coded, coded_in
from permanence.exchange.hl7v2.rules.translate.context import instant_of
from permanence.exchange.hl7v2.rules.translate.names import person_named
from permanence.exchange.hl7v2.rules.translate.traits import address_line, is_french, telephone
from permanence.exchange.hl7v2.rules.wording import _

# NK1-3, HL7 table 0063, for senders that give a code without words.
_RELATIONSHIPS = {
    "SPO": _("Spouse"), "DOM": _("Life partner"), "CHD": _("Child"), "NCH": _("Child"), "SCH": _("Stepchild"),
    "FCH": _("Foster child"), "GCH": _("Grandchild"), "PAR": _("Parent"), "MTH": _("Mother"), "FTH": _("Father"),
    "GRP": _("Grandparent"), "SIB": _("Sibling"), "BRO": _("Brother"), "SIS": _("Sister"), "EXF": _("Extended family"),
    "FND": _("Friend"), "EMR": _("Employer"),
}  # fmt: skip
_NO_LINK = frozenset({"OTH", "UNK", "NON"})
_THE_PATIENT = "SEL"
# NK1-7 (table 0131) and NK1-3 (table 0063), with the French role classes (TRE_R260-HL7RoleClass).
_ROLES = {
    "C": ContactRole.EMERGENCY, "EP": ContactRole.EMERGENCY, "ECON": ContactRole.EMERGENCY,
    "EMC": ContactRole.EMERGENCY, "N": ContactRole.NEXT_OF_KIN, "NOK": ContactRole.NEXT_OF_KIN,
    "QUAL": ContactRole.TRUSTED, "GRD": ContactRole.GUARDIAN, "GUARD": ContactRole.GUARDIAN,
    "CGV": ContactRole.CAREGIVER, "CAREGIVER": ContactRole.CAREGIVER, "E": ContactRole.OTHER, "F": ContactRole.OTHER,
    "I": ContactRole.OTHER, "S": ContactRole.OTHER, "EMR": ContactRole.OTHER,
}  # fmt: skip
# In France NOK is the trusted person (TRE_R260).
_FRENCH_ROLES = _ROLES | {"NOK": ContactRole.TRUSTED}
_ROLES_IN_WORDS = (
    (re.compile(r"confiance|\btrusted", re.IGNORECASE), ContactRole.TRUSTED),
    (
        re.compile(r"\btut(?:eur|rice|elle)|\bcurat|guardian|mandataire|l[ée]ga(?:l|ux)\b", re.IGNORECASE),
        ContactRole.GUARDIAN,
    ),
    (re.compile(r"pr[ée]venir|urgence|emergency", re.IGNORECASE), ContactRole.EMERGENCY),
    (re.compile(r"\baidante?\b|caregiver", re.IGNORECASE), ContactRole.CAREGIVER),
)
# ROL-3, HL7 table 0443: primary care provider, family doctor; in France the referring doctor declared ("médecin
# traitant", IHE PAM France).
_PHYSICIANS = frozenset({"PP", "FHCP", "ODRP"})
_TAKEN_OFF = frozenset({"DE", "UN"})  # ROL-2, HL7 table 0287


def contacts_of(message: Message, about: About) -> tuple[ContactListFact, ...]:
    """Whom a message says to call; no list when it is silent.

    NK1 in an admission message is the whole list (HL7 v2 chapter 2, snapshot mode); HL7's two quotes in the place of a
    name say that there is nobody.
    """
    lists = []
    told = message.all("NK1")
    close = tuple(contact for nk1 in told if (contact := _relative(message, nk1, about)))
    if close or any(nk1.text(2) == NULL or nk1.is_null(3) for nk1 in told):
        lists.append(ContactListFact(about.patient, close, True, about.said_at, about.source))  # noqa: FBT003
    if physicians := tuple(dict.fromkeys(_physicians(message))):
        lists.append(ContactListFact(about.patient, physicians, False, about.said_at, about.source))  # noqa: FBT003
    return tuple(lists)


def _relative(message: Message, nk1: Segment, about: About) -> ContactFact | None:
    """One NK1; None when it names nobody to call, or somebody who is no longer one."""
    relationship, role = coded_in(nk1, 3), coded_in(nk1, 7)
    ended_at = instant_of(nk1.text(9), about.context)
    name = _named(nk1)
    telephones = _telephones(nk1, 5, 6, 31)
    if not (name or telephones) or relationship.code.upper() == _THE_PATIENT:
        return None
    if ended_at and ended_at <= about.said_at:
        return None
    return ContactFact(
        name=name,
        relationship=_in_words(relationship),
        roles=_roles(message, role, relationship),
        telephones=telephones,
        address=address_line(nk1.repetition(4)),
        confidential=nk1.text(23).upper() == "Y",
    )


def _named(nk1: Segment) -> str:
    """NK1-2, else the person of an organization (NK1-30), else the organization (NK1-13)."""
    people = [*nk1.repetitions(2), *nk1.repetitions(30)]
    names = (_person(name) for name in people)
    return next((name for name in names if name), "") or nk1.text(13).replace(NULL, "")


def _person(name: Repetition) -> str:
    """Family name, given name of an XPN."""
    family = [part for part in name.subcomponents(1) if part]
    return " ".join(part for part in (*family[:1], name.text(2)) if part and part != NULL)


def _telephones(segment: Segment, *fields: int) -> tuple[str, ...]:
    numbers = (telephone(number) for n in fields for number in segment.repetitions(n))
    return tuple(dict.fromkeys(number for number in numbers if number))


def _in_words(relationship: Coded) -> str:
    if relationship.label != relationship.code:
        return relationship.label
    # What the role says already is not said twice, and "other" or "unknown" says nothing.
    if relationship.code.upper() in _NO_LINK or relationship.code.upper() in _ROLES.keys() - _RELATIONSHIPS.keys():
        return ""
    return _RELATIONSHIPS.get(relationship.code.upper(), relationship.label)


def _roles(message: Message, *told: Coded) -> tuple[ContactRole, ...]:
    """In which qualities somebody is called, by the codes, then by the words; a relative when neither says."""
    known = _FRENCH_ROLES if is_french(message) else _ROLES
    roles = [known[one.code.upper()] for one in told if one.code.upper() in known]
    words = " ".join(one.label for one in told)
    roles += [role for pattern, role in _ROLES_IN_WORDS if pattern.search(words)]
    return tuple(dict.fromkeys(roles)) or (ContactRole.NEXT_OF_KIN,)


def _physicians(message: Message) -> Iterator[ContactFact]:
    for doctor in message.first("PD1").repetitions(4):
        if name := person_named(doctor):
            yield ContactFact(name, "", (ContactRole.PHYSICIAN,), ())
    for rol in message.all("ROL"):
        name = person_named(rol.repetition(4))
        if name and rol.text(3).upper() in _PHYSICIANS:
            removed = rol.text(2).upper() in _TAKEN_OFF
            yield ContactFact(
                name, "", (ContactRole.PHYSICIAN,), _telephones(rol, 12), address_line(rol.repetition(11)),
                removed=removed,
            )  # fmt: skip
