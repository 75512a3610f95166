"""Who a Patient resource says somebody is, and which others it says are the same."""

from collections.abc import Iterator
from datetime import date, datetime

from permanence.care.patients.rules import IdentifierFact, IdentityFact, LinkFact, LinkKind, Sex, Traits, usable
from permanence.exchange.feeds.rules.refusals import Reason, Refusal
from permanence.exchange.feeds.rules.told import Context
from permanence.exchange.fhir.rules.elements import (
    Element,
    day,
    element,
    elements,
    extensions,
    instant_in,
    text,
    truth,
    whole,
)
from permanence.exchange.fhir.rules.names import address_of, names_of, telephones
from permanence.exchange.fhir.rules.references import (
    Reference,
    identifier_fact,
    numbers_of,
    own_addresses,
    reference_in,
)
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import said_at, subject_of

PATIENT = "Patient"
_SEX = {"male": Sex.MALE, "female": Sex.FEMALE, "other": Sex.OTHER, "unknown": Sex.UNKNOWN}
# Whatever version of FR Core, and the profiles before it.
_RELIABILITY = ("fr-core-identity-reliability", "fr-core-ident-reliability", "FrPatientIdentReliability")
_STATES = frozenset({"identityReliability", "identityStatus", "comment"})
_KINDS = {"replaced-by": LinkKind.MERGE, "replaces": LinkKind.MERGE, "refer": LinkKind.LINK, "seealso": LinkKind.LINK}
_REPLACED = "replaced-by"


def identities_of(resource: Resource, context: Context) -> tuple[IdentityFact, ...]:
    """The patient that a Patient resource describes; none of other resources, which only refer to theirs.

    Raises `Refusal` when nothing in it tells a person apart.
    """
    if resource.type != PATIENT or resource.is_deletion:
        return ()
    traits = traits_of(resource, context)
    fact = IdentityFact(identifiers_of(resource, context), traits, said_at(resource, context), context.source)
    if not usable(fact):
        nameless = resource.id and not own_addresses(resource, context)
        raise Refusal(Reason.NO_SENDER if nameless else Reason.NO_PATIENT, location="Patient.identifier")
    return (fact,)


def identifiers_of(resource: Resource, context: Context) -> tuple[IdentifierFact, ...]:
    """The numbers of a patient: those stated, then the addresses under which other resources refer to it."""
    stated = [identifier_fact(one, context) for one in _ordered(elements(resource.body, "identifier"))]
    own = [address.identifier for address in own_addresses(resource, context)]
    return tuple(dict.fromkeys(one for one in (*stated, *own) if one))


def links_of(resource: Resource, context: Context) -> tuple[LinkFact, ...]:
    """Which other patients it says live on in it, or in whom it lives on, or who are the same person."""
    if resource.type != PATIENT or resource.is_deletion:
        return ()
    mine = identifiers_of(resource, context)
    facts = []
    for link in elements(resource.body, "link"):
        kind = _KINDS.get(text(link, "type"))
        other = patient_numbers(reference_in(link, resource, context, "other"), context)
        if kind is None or not other:
            continue
        kept, absorbed = (other, mine) if text(link, "type") == _REPLACED else (mine, other)
        fact = LinkFact(kind, kept, absorbed, said_at(resource, context), context.source)
        if usable(fact):
            facts.append(fact)
    return tuple(facts)


def patient_meant(resource: Resource, context: Context) -> list[IdentifierFact]:
    """The numbers by which a resource refers to its patient; none when it describes one, or names nobody."""
    if resource.type == PATIENT:
        return []
    about = resource.before or resource
    return list(patient_numbers(subject_of(about, context), context))


def patient_numbers(said: Reference, context: Context) -> tuple[IdentifierFact, ...]:
    """The numbers of the patient a Reference points to, inside the resource or elsewhere."""
    found = [said.address.identifier] if said.address and said.address.type in {PATIENT, ""} else []
    found += list(numbers_of(said.identifier, context))
    for one in elements(said.contained, "identifier"):
        found += numbers_of(one, context)
    return tuple(dict.fromkeys(found))


def traits_of(resource: Resource, context: Context) -> Traits:
    """What it states of a patient; what it does not hold is not said."""
    body = resource.body
    names = names_of(body)
    birth_date, as_sent = _birth(body)
    return Traits(
        birth_family=names.birth_family,
        birth_given=names.birth_given,
        birth_given_names=names.birth_given_names,
        used_family=names.used_family,
        used_given=names.used_given,
        birth_date=birth_date,
        birth_date_as_sent=as_sent,
        birth_place_insee=_birth_place(body),
        sex=_SEX.get(text(body, "gender").lower()),
        reliability=_reliability(body),
        phone=next(iter(telephones(body)), None),
        address=address_of(body) or None,
        mother_birth_family=_mother(body),
        deceased_at=_deceased_at(resource, context),
        multiple_birth_rank=whole(body, "multipleBirthInteger") or None,
    )


def _ordered(identifiers: list[Element]) -> list[Element]:
    """Numbers in use before old ones: the first of each kind decides whose file it is."""
    return sorted(identifiers, key=lambda one: text(one, "use") in {"old", "temp"})


def _birth(body: Element) -> tuple[date | None, str | None]:
    said = text(body, "birthDate")
    found = day(said)
    return found, (said if said and not found else None)


def _birth_place(body: Element) -> str | None:
    """The INSEE code of the place of birth; profiles before FR Core 2 write it as the district."""
    for place in extensions(body, "patient-birthPlace", "birthPlace"):
        address = element(place, "valueAddress")
        for one in [*extensions(address, "fr-core-address-insee-code"), *_insee_of_city(address)]:
            if code := text(one, "valueCoding", "code") or text(one, "valueString"):
                return code
        district = text(address, "district")
        if len(district) == 5 and district[2:].isdigit():
            return district
    return None


def _insee_of_city(address: Element) -> Iterator[Element]:
    return extensions(element(address, "_city"), "fr-core-address-insee-code")


def _reliability(body: Element) -> tuple[str, ...] | None:
    codes = [
        text(state, "valueCoding", "code") or text(state, "valueCodeableConcept", "coding", "code")
        for one in extensions(body, *_RELIABILITY)
        for state in elements(one, "extension")
        if text(state, "url") in _STATES
    ]
    told = tuple(dict.fromkeys(code.upper() for code in codes if code and " " not in code))
    return told or None


def _mother(body: Element) -> str | None:
    told = (text(one, "valueString") for one in extensions(body, "patient-mothersMaidenName", "mothersMaidenName"))
    return next((name for name in told if name), None)


def _deceased_at(resource: Resource, context: Context) -> datetime | None:
    """A death without a time is dated when it was said."""
    moment = instant_in(resource.body, context.time_zone, "deceasedDateTime")
    if moment:
        return moment
    said = truth(resource.body, "deceasedBoolean") or bool(text(resource.body, "deceasedDateTime"))
    return said_at(resource, context) if said else None
