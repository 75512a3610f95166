"""Whom and what a resource is about, and when it was said."""

from datetime import datetime

from permanence.exchange.feeds.rules.refusals import Reason, Refusal
from permanence.exchange.feeds.rules.told import About, Context
from permanence.exchange.fhir.rules.coded import Coded, coded
from permanence.exchange.fhir.rules.elements import Element, element, elements, instant_in, text
from permanence.exchange.fhir.rules.known import KnownResource
from permanence.exchange.fhir.rules.references import Address, Reference, own_addresses, reference, reference_in
from permanence.exchange.fhir.rules.resources import Resource

# Where each type names its patient.
_SUBJECTS = ("subject", "patient", "for", "beneficiary", "individual")
_STAYS = ("encounter", "context")


def said_at(resource: Resource, context: Context) -> datetime:
    """When the sender said it: meta.lastUpdated, else its history's hour, else the receipt.

    An hour later than the receipt is a wrong clock.
    """
    zone = context.time_zone
    said = instant_in(resource.body, zone, "meta", "lastUpdated") or instant_in(
        resource.entry, zone, "response", "lastModified"
    )
    return said if said and said <= context.received_at else context.received_at


def done_at(resource: Resource, context: Context, *names: str) -> datetime | None:
    """The first of these instants that is said and lies before the receipt; a Period counts by its start."""
    for name in names:
        moment = instant_in(resource.body, context.time_zone, name) or instant_in(
            resource.body, context.time_zone, name, "start"
        )
        if moment and moment <= context.received_at:
            return moment
    return None


def subject_of(resource: Resource, context: Context) -> Reference:
    """The patient a resource is about."""
    for name in _SUBJECTS:
        if said := reference_in(resource.body, resource, context, name):
            return said
    for participant in elements(resource.body, "participant"):
        said = reference_in(participant, resource, context, "actor")
        if said.address and said.address.type == "Patient":
            return said
        if text(participant, "actor", "type") == "Patient" or said.contained.get("resourceType") == "Patient":
            return said
    return Reference(None, {}, "", {})


def stay_of(resource: Resource, context: Context) -> Reference:
    """The encounter a resource is of."""
    for name in _STAYS:
        if said := reference_in(resource.body, resource, context, name):
            return said
    return Reference(None, {}, "", {})


def own_address(resource: Resource, context: Context) -> Address:
    """The address of a resource. Raises `Refusal` when it has none that means anything."""
    found = own_addresses(resource.before or resource, context)
    if not found:
        raise Refusal(Reason.NO_SENDER, detail=resource.type, location=f"{resource.type}.id")
    return found[0]


def own_number(resource: Resource, context: Context) -> str:
    """What tells a resource from the others of its patient: its address, which stays the same in every version."""
    resource = resource.before or resource
    found = own_addresses(resource, context)
    if found:
        return "|".join(found[0].key)
    numbers = (text(one, "value") for one in elements(resource.body, "identifier"))
    return next((number for number in numbers if number), "")


def known(resource: Resource, context: Context, said: Element) -> KnownResource | None:
    """What was told of the resource a Reference points to; None when nothing was."""
    address = reference(said, resource, context).address
    return resource.told.get(address.key) if address else None


def words(resource: Resource, context: Context, said: Element) -> str:
    """How people call what a Reference points to: by its own words, else by what was told of it, else by its number."""
    pointed = reference(said, resource, context)
    if pointed.display:
        return pointed.display
    if found := known(resource, context, said):
        return found.label
    if pointed.contained:
        return KnownResource.of(pointed.contained).label
    return text(pointed.identifier, "value")


def coded_or_known(resource: Resource, context: Context, concept: Element, pointer: Element) -> Coded:
    """What a choice of CodeableConcept and Reference says (medication[x], R5's CodeableReference)."""
    if found := coded(concept):
        return found
    pointed = reference(pointer, resource, context)
    told = known(resource, context, pointer) or (KnownResource.of(pointed.contained) if pointed.contained else None)
    if told and told.label:
        return Coded(told.code, told.label)
    return Coded("", pointed.display)


def codeable(of: Element, name: str) -> tuple[Element, Element]:
    """The CodeableConcept and the Reference of a choice, as R4 and R5 write it."""
    both = element(of, name)
    concept = element(of, f"{name}CodeableConcept") or element(both, "concept")
    pointer = element(of, f"{name}Reference") or element(both, "reference")
    if not concept and "coding" in both:
        concept = both
    return concept, pointer


__all__ = [
    "About", "Context", "codeable", "coded_or_known", "done_at", "known", "own_address", "own_number", "said_at",
    "stay_of", "subject_of", "words",
]  # fmt: skip
