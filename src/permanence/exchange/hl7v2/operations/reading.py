"""Arrivals as messages: who sent them, and what can be read in them before anything is written."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from permanence.exchange.hl7v2.adapters.arrivals import Arrival
from permanence.exchange.hl7v2.models import CODE_LENGTH, CONTROL_ID_LENGTH, REASON_LENGTH, Feed, FeedKind, Quarantine
from permanence.exchange.hl7v2.models import Message as KeptMessage
from permanence.exchange.hl7v2.rules.charset import decode
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal, UnreadableMessage
from permanence.exchange.hl7v2.rules.tokens import Message, parse
from permanence.exchange.hl7v2.rules.translate import Context
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, read

# The code of the feed of messages that name no sender.
NAMELESS = "?"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, as needed to read what it says."""

    id: UUID
    code: str
    charset: str
    time_zone: ZoneInfo

    @classmethod
    def of(cls, feed: Feed) -> "Source":
        """A feed as its row has it."""
        return cls(feed.id, feed.code, feed.charset, ZoneInfo(feed.time_zone))


@dataclass(slots=True, eq=False)
class Reading:
    """One message on its way into the picture, and what became of it so far.

    `message` is None when none can be read in the bytes; `refusal` says why nothing of it is applied.
    """

    id: UUID
    source: Source
    raw: bytes
    digest: bytes
    context: Context
    message: Message | None = None
    refusal: Refusal | None = None
    patient: UUID | None = None
    stay: UUID | None = None

    @property
    def control_id(self) -> str:
        """The sender's number of the message; empty when there is none, or no message."""
        return self.message.control_id[:CONTROL_ID_LENGTH] if self.message else ""

    @property
    def key(self) -> tuple[UUID, bytes]:
        """The same bytes from the same feed are the same message."""
        return self.source.id, self.digest

    @classmethod
    def of(cls, arrival: Arrival, source: Source, received_at: datetime) -> "Reading":
        """Read an arrival."""
        id_ = new_id()
        context = Context(source.code, source.time_zone, id_, received_at)
        reading = cls(id_, source, arrival.raw, hashlib.sha256(arrival.raw).digest(), context)
        reading.read(arrival.raw, arrival.charset or source.charset)
        if arrival.is_cut:
            reading.refusal = Refusal(Reason.TOO_LARGE)
        return reading

    @classmethod
    def again(cls, kept: KeptMessage, raw: bytes | None = None) -> "Reading":
        """Read a kept message again, or the text put in its place; its feed comes with it."""
        source = Source.of(kept.feed)
        given = bytes(kept.raw) if raw is None else raw
        context = Context(source.code, source.time_zone, kept.id, kept.occurred_at)
        reading = cls(kept.id, source, given, bytes(kept.digest), context)
        reading.read(given, kept.charset or source.charset)
        return reading

    @staticmethod
    def quarantine(readings: "Iterable[Reading]", occurred_at: datetime) -> int:
        """Set aside those that have a refusal, for a person; how many."""
        refused = [reading for reading in readings if reading.refusal]
        columns = ("message", "occurred_at", "reason", "detail", "location", "code")
        insert(Quarantine, columns, ((reading.id, occurred_at, *reading.why_refused()) for reading in refused))
        return len(refused)

    def why_refused(self) -> tuple[str, str, str, str]:
        """Reason, detail, location and code, as the quarantine keeps them."""
        why = self.refusal
        if why is None:
            return "", "", "", ""
        return why.reason_code, why.detail[:REASON_LENGTH], why.location[:40], why.code

    def read(self, raw: bytes, charset: str) -> None:
        """Find the message in the bytes, or why there is none."""
        try:
            self.message = parse(raw, charset=charset)
        except UnreadableMessage as unreadable:
            self.refusal = unreadable


class Sources:
    """The feeds of a batch; senders never heard before become known, for somebody to vouch for."""

    def __init__(self, codes: Iterable[str], *, by: Actor, occurred_at: datetime) -> None:
        wanted = set(codes)
        self._by_code = self._known(wanted)
        strangers = sorted(wanted - self._by_code.keys())
        for code in strangers:
            name = _("Sender without a name") if code == NAMELESS else code
            feed = Feed.objects.create(
                code=code, name=name, kind=FeedKind.OTHER, time_zone=settings.TIME_ZONE, occurred_at=occurred_at
            )
            ledger.record(
                kind="hl7v2.feed_appeared", subject=feed.id, by=by, occurred_at=occurred_at, facts={"code": code}
            )
        if strangers:
            self._by_code |= self._known(strangers)

    def __getitem__(self, code: str) -> Source:
        return self._by_code[code]

    @staticmethod
    def _known(codes: Iterable[str]) -> dict[str, Source]:
        rows = read(Feed, ("id", "code", "charset", "time_zone"), "code", list(codes))
        return {code: Source(id_, code, charset, ZoneInfo(zone)) for id_, code, charset, zone in rows}

    @staticmethod
    def code_of(arrival: Arrival) -> str:
        """The feed the door named, else MSH-3 and MSH-4 as `GAM^CHU`, each by its first filled component."""
        if arrival.feed:
            return arrival.feed[:CODE_LENGTH]
        at = arrival.raw.find(b"MSH")
        fields = arrival.raw[at : at + 600].split(b"\r", 1)[0].split(arrival.raw[at + 3 : at + 4] or b"|", 4)
        return _named(fields[1], fields[2], fields[3]) if at >= 0 and len(fields) > 4 else NAMELESS


@lru_cache(maxsize=1024)
def _named(delimiters: bytes, application: bytes, facility: bytes) -> str:
    names = [_first_filled(field, delimiters[:1] or b"^") for field in (application, facility)]
    return "^".join(name for name in names if name)[:CODE_LENGTH] or NAMELESS


def _first_filled(field: bytes, separator: bytes) -> str:
    components = (component.strip() for component in field.split(separator))
    text = decode(next((one for one in components if one), b""), declared="", feed="").text
    # A code is typed at the console and shown in lists; PostgreSQL takes no NUL at all.
    return "".join(sign for sign in text if sign.isprintable())
