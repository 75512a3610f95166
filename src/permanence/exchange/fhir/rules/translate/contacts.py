"""Whom to call for a patient: Patient.contact, the doctor in town, and each RelatedPerson."""

from collections.abc import Iterator

from permanence.care.patients.rules import ContactFact, ContactListFact, ContactRole
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.coded import codes, labels
from permanence.exchange.fhir.rules.elements import Element, elements, instant_in, text, truth
from permanence.exchange.fhir.rules.names import address_of, telephones, written
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import words

# HL7 tables 0131 and 0063, v3 RoleCode, and the French role classes (TRE_R260-HL7RoleClass).
_ROLES = {
    "C": ContactRole.EMERGENCY, "EP": ContactRole.EMERGENCY, "ECON": ContactRole.EMERGENCY,
    "N": ContactRole.NEXT_OF_KIN, "NOK": ContactRole.NEXT_OF_KIN, "QUAL": ContactRole.TRUSTED,
    "GUARD": ContactRole.GUARDIAN, "GRD": ContactRole.GUARDIAN, "POWATT": ContactRole.GUARDIAN,
    "CGV": ContactRole.CAREGIVER, "CAREGIVER": ContactRole.CAREGIVER,
}  # fmt: skip
# In France NOK is the trusted person.
_FRENCH = "R260"


def contacts_of(resource: Resource, about: About) -> tuple[ContactListFact, ...]:
    """Whom a Patient lists, and the person a RelatedPerson is. Silence takes nobody off."""
    if resource.type == "RelatedPerson":
        contacts, complete = tuple(_related(resource, about)), False
        return (ContactListFact(about.patient, contacts, complete, about.said_at, about.source),) if contacts else ()
    if resource.type != "Patient":
        return ()
    told = []
    if close := tuple(_listed(resource, about)):
        told.append(
            ContactListFact(about.patient, close, complete=False, occurred_at=about.said_at, source=about.source)
        )
    if physicians := tuple(_physicians(resource, about)):
        told.append(
            ContactListFact(about.patient, physicians, complete=False, occurred_at=about.said_at, source=about.source)
        )
    return tuple(told)


def _listed(resource: Resource, about: About) -> Iterator[ContactFact]:
    for one in elements(resource.body, "contact"):
        name = written({"name": one.get("name")}) or words(resource, about.context, _organization(one))
        numbers = telephones(one)
        if name or numbers:
            yield ContactFact(
                name, labels(one, "relationship"), _roles(one), numbers, address_of(one), removed=_is_over(one, about)
            )


def _related(resource: Resource, about: About) -> Iterator[ContactFact]:
    body = resource.body
    name, numbers = written(body), telephones(body)
    if name or numbers:
        gone = truth(body, "active") is False or resource.is_deletion or _is_over(body, about)
        yield ContactFact(name, labels(body, "relationship"), _roles(body), numbers, address_of(body), removed=gone)


def _physicians(resource: Resource, about: About) -> Iterator[ContactFact]:
    for one in elements(resource.body, "generalPractitioner"):
        if name := words(resource, about.context, one):
            yield ContactFact(name, "", (ContactRole.PHYSICIAN,), ())


def _roles(of: Element) -> tuple[ContactRole, ...]:
    french = any(
        _FRENCH in text(coding, "system") for one in elements(of, "relationship") for coding in elements(one, "coding")
    )
    told = {code.upper() for code in codes(of, "relationship")}
    roles = [_ROLES[code] for code in _ROLES if code in told]
    if french and "NOK" in told:
        roles = [ContactRole.TRUSTED, *(role for role in roles if role is not ContactRole.NEXT_OF_KIN)]
    return tuple(dict.fromkeys(roles)) or (ContactRole.NEXT_OF_KIN,)


def _is_over(of: Element, about: About) -> bool:
    end = instant_in(of, about.context.time_zone, "period", "end")
    return bool(end and end <= about.said_at)


def _organization(contact: Element) -> Element:
    found = contact.get("organization")
    return found if isinstance(found, dict) else {}
