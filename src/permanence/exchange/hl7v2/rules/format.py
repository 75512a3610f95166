"""HL7 v2 as one of the formats in which feeds speak."""

import re
from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from permanence.care.agenda.rules import AppointmentFact
from permanence.care.patients.rules import IdentifierFact, IdentityFact, LinkFact
from permanence.care.stays.rules import VisitNumber
from permanence.exchange.feeds.rules.charset import decode
from permanence.exchange.feeds.rules.formats import Heading, LaidOpen, Part
from permanence.exchange.feeds.rules.told import ChartFacts, Context, Movements
from permanence.exchange.hl7v2.rules.events import effect_of
from permanence.exchange.hl7v2.rules.refusals import UnreadableMessage
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.timestamps import instant
from permanence.exchange.hl7v2.rules.tokens import Message, parse
from permanence.exchange.hl7v2.rules.translate import (
    appointments_of,
    chart_facts_of,
    identities_of,
    links_of,
    movements_of,
    visit_of,
)
from permanence.exchange.hl7v2.rules.translate.identifiers import patient_identifiers
from permanence.exchange.hl7v2.rules.wording import _

NAME = "hl7v2"


class HL7v2:
    """Messages of versions 2.1 to 2.8, in ER7."""

    name = NAME
    text_is = _("The message, one segment a line")

    def sender_of(self, raw: bytes) -> str:
        """MSH-3 and MSH-4 as `GAM^CHU`, each by its first filled component."""
        at = raw.find(b"MSH")
        fields = raw[at : at + 600].split(b"\r", 1)[0].split(raw[at + 3 : at + 4] or b"|", 4)
        return _sender(fields[1], fields[2], fields[3]) if at >= 0 and len(fields) > 4 else ""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins so may hold messages: an MSH, in any characters."""
        return b"MSH" in head.replace(b"\0", b"")

    def parse(self, raw: bytes, charset: str) -> Message:
        """The message in the bytes; `charset` is used where MSH-18 is silent."""
        return parse(raw, charset=charset)

    def heading(self, message: Message, zone: ZoneInfo) -> Heading:
        """MSH-10, MSH-9, MSH-7."""
        return Heading(
            message.control_id, "^".join(message.event), instant(message.sent_at, zone), message.charset_used
        )

    def stands_alone(self, message: Message) -> bool:
        """Whether it says who is who, or moves two patients at once."""
        effect = effect_of(message.event)
        return effect.two_sided or effect.swap

    def identities(self, message: Message, context: Context) -> tuple[IdentityFact, ...]:
        """Of each PID, and of what it replaces."""
        return identities_of(message, context)

    def links(self, message: Message, context: Context) -> tuple[LinkFact, ...]:
        """What A24, A30, A34, A40 and their kind say."""
        return links_of(message, context)

    def movements(self, message: Message, context: Context, patients: tuple[UUID, ...]) -> Movements:
        """One for each ZBE, one alone without."""
        return movements_of(message, context, patients)

    def visit(self, message: Message, context: Context) -> VisitNumber | None:
        """PV1-19, else PID-18."""
        return visit_of(message, context)

    def charts(self, message: Message, context: Context, patient: UUID, stay: UUID | None) -> ChartFacts:
        """What its segments tell of care."""
        return chart_facts_of(message, context, patient, stay)

    def appointments(self, message: Message, context: Context, patient: UUID | None) -> tuple[AppointmentFact, ...]:
        """What a SIU makes, moves or cancels."""
        return appointments_of(message, context, patient)

    def people(self, message: Message, context: Context) -> list[IdentifierFact]:
        """The numbers of every PID."""
        return [identifier for pid in message.all("PID") for identifier in patient_identifiers(pid, context)]

    def lay_open(self, raw: bytes, charset: str) -> LaidOpen:
        """One segment a line, and every filled field."""
        try:
            message = parse(raw, charset=charset)
        except UnreadableMessage:
            decoded = decode(raw, declared="", feed=charset)
            return LaidOpen(_one_segment_a_line(decoded.text), decoded.charset, ())
        parts = tuple(Part(segment.name, tuple(_fields(segment))) for segment in message.segments)
        return LaidOpen(_one_segment_a_line(message.text), message.charset_used, parts)

    def encoded(self, text: str, charset: str) -> bytes:
        """One segment a line, as a form or an editor gives it, in the charset of the original when that can hold it."""
        # Not splitlines(): a value may hold other characters that Python takes for line ends.
        segments = "\r".join(line for line in re.split(r"\r\n|\r|\n", text) if line.strip()) + "\r"
        try:
            return segments.encode(charset or "utf-8")
        except (UnicodeEncodeError, LookupError):
            return segments.encode()


@lru_cache(maxsize=1024)
def _sender(delimiters: bytes, application: bytes, facility: bytes) -> str:
    names = [_first_filled(field, delimiters[:1] or b"^") for field in (application, facility)]
    return "^".join(name for name in names if name)


def _first_filled(field: bytes, separator: bytes) -> str:
    components = (component.strip() for component in field.split(separator))
    text = decode(next((one for one in components if one), b""), declared="", feed="").text
    # A code is typed at the console and shown in lists; PostgreSQL takes no NUL at all.
    return "".join(sign for sign in text if sign.isprintable())


def _one_segment_a_line(text: str) -> str:
    return text.replace("\r\n", "\r").replace("\n", "\r").replace("\r", "\n")


def _fields(segment: Segment) -> Iterator[tuple[str, str]]:
    first = 3 if segment.name in {"MSH", "FHS", "BHS"} else 1
    return ((f"{segment.name}-{n}", segment.raw(n)) for n in range(first, len(segment) + 1) if segment.raw(n))
