"""What a reference points to: an address that means the same wherever it is written, however it is written."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from permanence.care.patients.rules import INS_AUTHORITIES, IdentifierFact
from permanence.care.stays.rules import VisitNumber
from permanence.exchange.feeds.rules.told import Context
from permanence.exchange.fhir.rules.elements import Element, element, elements, text
from permanence.exchange.fhir.rules.resources import Resource

# HL7 table 0203: a resource's id, given by the server that keeps it. A urn:uuid is no number of a server: whoever sends
# a bundle may make a new one for the same patient each time.
SERVER_ID, BUNDLE_ID = "RI", "UUID"
# The feed of those who do not say who they are.
NAMELESS = "?"
_LONGEST_AUTHORITY = 120
_LOCAL = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[^/]*)?")
_ABSOLUTE = re.compile(r"(https?://.+?)/([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[^/]*)?")
_CONDITIONAL = re.compile(r"([A-Z][A-Za-z]+)\?(?:.*&)?identifier=([^&|]*)\|([^&]+)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_KIND = re.compile(r"[A-Z0-9-]{1,8}")
# An INS OID under this type is the number of the insured, which a family shares (FR Core, slice NSS).
_INSURED = frozenset({"NH", "SS", "NSS", "SN"})
_INS_C = "1.2.250.1.213.1.4.2"


class Address(NamedTuple):
    """Where a resource is: who gave the id, and the id; `type` is empty when the address does not say it."""

    authority: str
    type: str
    id: str

    @property
    def key(self) -> tuple[str, str]:
        """The same for every way to write it."""
        return self.authority, f"{self.type}/{self.id}" if self.type else self.id

    @property
    def visit(self) -> VisitNumber:
        """It as the number of a stay."""
        return VisitNumber(*self.key)

    @property
    def identifier(self) -> IdentifierFact:
        """It as the number of a patient."""
        return IdentifierFact(self.authority, self.id, SERVER_ID if self.type else BUNDLE_ID)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a Reference says: an address, or numbers, or only words."""

    address: Address | None
    identifier: Element
    display: str
    contained: Element

    def __bool__(self) -> bool:
        return bool(self.address or self.identifier or self.display or self.contained)


def address_of(said: str, resource: Resource, context: Context, type_: str = "") -> Address | None:
    """The address a reference says; None when it says none that means anything outside its sender's own memory."""
    if said.startswith("urn:"):
        return _urn(said)
    if found := _ABSOLUTE.fullmatch(said):
        return Address(authority_of(found[1]), found[2], found[3])
    if found := _LOCAL.fullmatch(said):
        return _of_server(resource.server or context.feed, found[1], found[2])
    if type_ and resource.server and re.fullmatch(r"[A-Za-z0-9.\-]{1,64}", said):
        return Address(resource.server, type_, said)
    return None


def own_addresses(resource: Resource, context: Context) -> list[Address]:
    """Under which addresses others refer to a resource.

    The id inside a resource that is only being posted means nothing: its server gives it another one.
    """
    found = []
    if resource.full_url:
        found.append(address_of(resource.full_url, resource, context))
    is_new = resource.full_url.startswith("urn:") and resource.method == "POST"
    if resource.id and not is_new and not (found and found[0] and found[0].type):
        found.append(_of_server(resource.server or context.feed, resource.type, resource.id))
    return list(dict.fromkeys(one for one in found if one))


def reference_in(of: Element, resource: Resource, context: Context, *path: str) -> Reference:
    """The Reference at the end of a path."""
    return reference(element(of, *path), resource, context)


def reference(said: Element, resource: Resource, context: Context) -> Reference:
    """What a Reference points to."""
    written = text(said, "reference")
    identifier = element(said, "identifier")
    if found := _CONDITIONAL.fullmatch(written):
        identifier = {"system": unquote(found[2]), "value": unquote(found[3])}
    inside = resource.contained.get(written.removeprefix("#"), {}) if written.startswith("#") else {}
    address = None if inside or written.startswith("#") else address_of(written, resource, context)
    return Reference(address, identifier, text(said, "display"), inside)


def authority_of(system: str) -> str:
    """Who gives a number, from a system's URI: a bare OID, else the URI; a digest of one too long to keep."""
    authority = system.removeprefix("urn:oid:").rstrip("/")
    if len(authority) > _LONGEST_AUTHORITY:
        return f"{authority[:80]}~{hashlib.sha256(authority.encode()).hexdigest()[:16]}"
    return authority


def identifier_fact(said: Element, context: Context) -> IdentifierFact | None:
    """An Identifier as a patient's number, None when it says none."""
    value = text(said, "value")
    if not value:
        return None
    kinds = [text(one, "code").upper() for one in elements(element(said, "type"), "coding")]
    kind = next((one for one in kinds if _KIND.fullmatch(one)), "")
    authority = authority_of(text(said, "system")) or context.feed
    if authority in INS_AUTHORITIES:
        if kind in _INSURED:
            return IdentifierFact(f"urn:oid:{authority}", value, "SS")
        return IdentifierFact(authority, value, "INS")
    if authority == _INS_C:
        return IdentifierFact(authority, value, "INS-C")
    return IdentifierFact(authority, value, "SS" if kind == "NH" else kind or "PI")


def numbers_of(said: Element, context: Context) -> Iterator[IdentifierFact]:
    """An Identifier that only refers to a patient, under each kind it may be known by."""
    fact = identifier_fact(said, context)
    if fact:
        yield fact
        if fact.kind == "PI":
            yield IdentifierFact(fact.authority, fact.value, "MR")


def visit_in(said: Element, context: Context) -> VisitNumber | None:
    """An Identifier as the number of a stay."""
    value = text(said, "value")
    return VisitNumber(authority_of(text(said, "system")) or context.feed, value) if value else None


def _urn(said: str) -> Address | None:
    scheme, _, id_ = said.removeprefix("urn:").partition(":")
    if scheme == "uuid" and _UUID.fullmatch(id_):
        return Address("urn:uuid", "", id_.lower())
    return Address("urn:oid", "", id_) if scheme == "oid" and 0 < len(id_) <= 64 else None


def _of_server(authority: str, type_: str, id_: str) -> Address | None:
    """An id of a server; of a sender who does not say who it is, only one that is unique by nature means something."""
    if authority == NAMELESS and not _UUID.fullmatch(id_):
        return None
    return Address(authority, type_, id_)
