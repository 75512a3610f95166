"""FHIR R4 as one of the formats in which feeds speak."""

import re
import zlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from permanence.care.agenda.rules import AppointmentFact
from permanence.care.patients.rules import IdentifierFact, IdentityFact, LinkFact
from permanence.care.stays.rules import VisitNumber
from permanence.exchange.feeds.rules.charset import decode
from permanence.exchange.feeds.rules.formats import Heading, LaidOpen, Part
from permanence.exchange.feeds.rules.refusals import Reason, Refusal, UnreadableMessage
from permanence.exchange.feeds.rules.told import ChartFacts, Context, Movements
from permanence.exchange.fhir.rules.elements import Element, as_text, elements, instant_in
from permanence.exchange.fhir.rules.laying import indented
from permanence.exchange.fhir.rules.resources import Resource, parse
from permanence.exchange.fhir.rules.translate.appointments import appointments_of
from permanence.exchange.fhir.rules.translate.charts import OF_CARE, chart_facts_of
from permanence.exchange.fhir.rules.translate.encounters import ENCOUNTER, movements_of, visit_meant
from permanence.exchange.fhir.rules.translate.identities import (
    PATIENT,
    identifiers_of,
    identities_of,
    links_of,
    patient_meant,
)
from permanence.exchange.fhir.rules.wording import _

NAME = "fhir"
_PACKED = b"\x1f\x8b"
_LOOKED_AT = 2**16
_FULL_URL = re.compile(rb'"fullUrl"\s*:\s*"(https?://[^"]+?)/[A-Z][A-Za-z]+/[^/"]+"')
_NAMES_OF_FHIR = (b'"resourceType"', b'"entry"', b'"fullUrl"')
# Without a patient these say nothing; an appointment without one is a blocked slot, a device lies in a cupboard.
_NEED_A_PATIENT = OF_CARE - {"Appointment", "Device"} | {ENCOUNTER}


class FHIR:
    """Resources of R4 in JSON, each one message; those of R4B and R5 are read as far as they are the same."""

    name = NAME
    text_is = _("The resource, one element a line")

    def sender_of(self, raw: bytes) -> str:
        """The address of the server that keeps the resource, when its bundle says it."""
        found = _FULL_URL.search(raw[:4000])
        # A code is typed at the console and shown in lists; PostgreSQL takes no NUL at all.
        return "".join(sign for sign in found[1].decode("utf-8", "replace") if sign.isprintable()) if found else ""

    def parse(self, raw: bytes, charset: str) -> Resource:
        """The resource in the bytes."""
        return parse(raw, charset)

    def heading(self, message: Resource, zone: ZoneInfo) -> Heading:
        """Its number with its version, its type, and when it was last changed."""
        sent_at = instant_in(message.body, zone, "meta", "lastUpdated")
        return Heading(message.number, message.type, sent_at, message.charset)

    def stands_alone(self, message: Resource) -> bool:
        """Whether it says who is who."""
        return message.type == PATIENT and bool(elements(message.body, "link"))

    def identities(self, message: Resource, context: Context) -> tuple[IdentityFact, ...]:
        """Of a Patient. Raises `Refusal` when one is deleted, and when a resource of care names no patient."""
        if message.type == PATIENT and message.is_deletion:
            raise Refusal(Reason.DELETION_OF_A_PERSON, detail=message.type)
        if message.is_deletion and message.type in _NEED_A_PATIENT and message.before is None:
            return ()
        if message.type in _NEED_A_PATIENT and not _names_somebody(message, context):
            raise Refusal(Reason.NO_PATIENT, detail=message.type, location=f"{message.type}.subject")
        return identities_of(message, context)

    def links(self, message: Resource, context: Context) -> tuple[LinkFact, ...]:
        """Of a Patient that replaces another, or is replaced."""
        return links_of(message, context)

    def movements(self, message: Resource, context: Context, patients: tuple[UUID, ...]) -> Movements:
        """Of an Encounter, as it stands."""
        return movements_of(message, context, patients[0] if patients else None)

    def visit(self, message: Resource, context: Context) -> VisitNumber | None:
        """The encounter it refers to."""
        return visit_meant(message.before or message, context) if message.type != ENCOUNTER else None

    def charts(self, message: Resource, context: Context, patient: UUID, stay: UUID | None) -> ChartFacts:
        """What it tells of care."""
        return chart_facts_of(message, context, patient, stay)

    def appointments(self, message: Resource, context: Context, patient: UUID | None) -> tuple[AppointmentFact, ...]:
        """Of an Appointment."""
        return appointments_of(message, context, patient)

    def people(self, message: Resource, context: Context) -> list[IdentifierFact]:
        """The numbers of the patient it describes or refers to."""
        return [*identifiers_of(message, context)] if message.type == PATIENT else patient_meant(message, context)

    def lay_open(self, raw: bytes, charset: str) -> LaidOpen:
        """One element a line, its numbers as they were written, and every value by its path."""
        try:
            message = parse(raw, charset)
        except UnreadableMessage:
            decoded = decode(raw, declared="", feed=charset)
            return LaidOpen(indented(decoded.text), decoded.charset, ())
        text = indented(raw.decode(message.charset, "replace").removeprefix("\ufeff"))
        return LaidOpen(text, message.charset, tuple(_parts(message.type, message.entry or message.body)))

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins so may hold resources, packed by gzip or not."""
        if head.startswith(_PACKED):
            head = _unpacked(head)
        return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and any(name in head for name in _NAMES_OF_FHIR)

    def patient_meant(self, message: Resource, context: Context) -> list[IdentifierFact]:
        """The numbers by which it refers to its patient."""
        return patient_meant(message, context)

    def encoded(self, text: str, charset: str) -> bytes:
        """The text as it is, in UTF-8 as JSON is, or in what the original was read as."""
        try:
            return text.encode(charset or "utf-8")
        except (UnicodeEncodeError, LookupError):
            return text.encode("utf-8", "replace")


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _LOOKED_AT)
    except zlib.error:
        return b""


def _names_somebody(message: Resource, context: Context) -> bool:
    return bool(patient_meant(message, context))


def _parts(type_: str, body: Element) -> Iterator[Part]:
    """The elements that are one value each, together; then each of the others."""
    single = {name: value for name, value in body.items() if not isinstance(value, dict | list)}
    if fields := tuple(field for name, value in single.items() for field in _values(name, value)):
        yield Part(type_, fields)
    for name, value in ((name, value) for name, value in body.items() if name not in single):
        fields = tuple(_values(name, value))
        if fields:
            yield Part(name.replace("\0", ""), fields)


def _values(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every value below a path, in order, without recursion: a resource may be as deep as its sender likes."""
    waiting = [(path, value)]
    while waiting:
        at, found = waiting.pop()
        if isinstance(found, dict):
            waiting += [(f"{at}.{name}", one) for name, one in reversed(found.items())]
        elif isinstance(found, list):
            waiting += [(f"{at}[{rank}]", one) for rank, one in reversed(list(enumerate(found)))]
        elif said := as_text(found):
            yield at.replace("\0", ""), said
