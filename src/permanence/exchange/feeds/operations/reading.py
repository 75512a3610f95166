"""Arrivals as messages: who sent them, and what can be read in them before anything is written."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from permanence.exchange.feeds.adapters.formats import format_named
from permanence.exchange.feeds.models import (
    CODE_LENGTH,
    CONTROL_ID_LENGTH,
    EVENT_LENGTH,
    REASON_LENGTH,
    Feed,
    FeedKind,
    Quarantine,
)
from permanence.exchange.feeds.models import Message as KeptMessage
from permanence.exchange.feeds.rules.formats import Format, Heading
from permanence.exchange.feeds.rules.guard import Suspicion
from permanence.exchange.feeds.rules.refusals import Reason, Refusal
from permanence.exchange.feeds.rules.told import Context
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, read

# The code of the feed of messages that name no sender.
NAMELESS = "?"
_UNREAD = Heading("", "", None, "")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that came in: in which format, from where, and for which feed when the door itself says it.

    `charset` overrides the feed's (a file whose charset somebody knows). `is_cut` means that the message was larger
    than is taken in, and that `raw` is only its beginning.
    """

    raw: bytes
    format: str
    peer: str = ""
    feed: str = ""
    charset: str = ""
    is_cut: bool = False


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
    format: Format
    raw: bytes
    digest: bytes
    context: Context
    message: Any = None
    heading: Heading = _UNREAD
    refusal: Refusal | None = None
    patient: UUID | None = None
    stay: UUID | None = None
    suspicions: frozenset[Suspicion] = frozenset()
    # Behind which hold it waits, None when it is believed.
    hold: UUID | None = None

    @property
    def control_id(self) -> str:
        """The sender's number of the message; empty when there is none, or no message."""
        return self.heading.control_id[:CONTROL_ID_LENGTH]

    @property
    def event(self) -> str:
        """What kind of message it is, as its row holds it."""
        return self.heading.event[:EVENT_LENGTH]

    @property
    def key(self) -> tuple[UUID, bytes]:
        """The same bytes from the same feed are the same message."""
        return self.source.id, self.digest

    @classmethod
    def of(cls, arrival: Arrival, source: Source, received_at: datetime) -> "Reading":
        """Read an arrival."""
        id_ = new_id()
        context = Context(source.code, source.time_zone, id_, received_at)
        digest = hashlib.sha256(arrival.raw).digest()
        reading = cls(id_, source, format_named(arrival.format), arrival.raw, digest, context)
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
        reading = cls(kept.id, source, format_named(kept.format), given, bytes(kept.digest), context)
        reading.read(given, kept.charset or source.charset)
        return reading

    @staticmethod
    def quarantine(readings: "Iterable[Reading]", occurred_at: datetime) -> int:
        """Set aside those that have a refusal, for a person; how many."""
        refused = [reading for reading in readings if reading.refusal]
        columns = ("message", "occurred_at", "reason", "detail", "location")
        insert(Quarantine, columns, ((reading.id, occurred_at, *reading.why_refused()) for reading in refused))
        return len(refused)

    def why_refused(self) -> tuple[str, str, str]:
        """Reason, detail and location, as the quarantine keeps them."""
        why = self.refusal
        if why is None:
            return "", "", ""
        return why.reason_code, why.detail[:REASON_LENGTH], why.location[:40]

    def read(self, raw: bytes, charset: str) -> None:
        """Find the message in the bytes, or why there is none."""
        try:
            self.message = self.format.parse(raw, charset)
        except Refusal as unreadable:
            self.refusal = unreadable
        else:
            self.heading = self.format.heading(self.message, self.source.time_zone)


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
                kind="feeds.feed_appeared", subject=feed.id, by=by, occurred_at=occurred_at, facts={"code": code}
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
    def codes_of(arrivals: Sequence[Arrival]) -> list[str]:
        """The feed of each: the one the door named, else the one the message says."""
        return [
            (arrival.feed or format_named(arrival.format).sender_of(arrival.raw))[:CODE_LENGTH] or NAMELESS
            for arrival in arrivals
        ]
