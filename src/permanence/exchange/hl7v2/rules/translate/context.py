"""What must be known beside a message to translate it, and when what it tells happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from permanence.exchange.hl7v2.rules.timestamps import instant
from permanence.exchange.hl7v2.rules.tokens import Message

# A day without an hour, as HL7 or ISO 8601 writes it.
_LONGEST_DAY = len("2026-03-07")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a message came from.

    `feed` names who gave identifiers that state no authority; `time_zone` is the hospital's, for instants without
    offset; `source` is the id under which the message is kept; `received_at` bounds what a sender may claim.
    """

    feed: str
    time_zone: ZoneInfo
    source: UUID
    received_at: datetime


def instant_of(text: str, context: Context) -> datetime | None:
    """The instant a field says, None when it says none."""
    return instant(text, context.time_zone) if text else None


def instant_near(text: str, said: datetime, context: Context) -> datetime | None:
    """The instant a field says; one that gives only the day of the saying happened when it was said.

    Midnight would put it before everything else that happened that day.
    """
    moment = instant_of(text, context)
    if moment is None or len(text) > _LONGEST_DAY or not moment <= said < moment + timedelta(days=1):
        return moment
    return said


def said_at(message: Message, context: Context) -> datetime:
    """When the sender said it: EVN-2, else MSH-7, else the receipt; an hour later than the receipt is a wrong clock."""
    for text in (message.first("EVN").text(2), message.sent_at):
        moment = instant_of(text, context)
        if moment is not None and moment <= context.received_at:
            return moment
    return context.received_at


@dataclass(frozen=True, slots=True)
class About:
    """Whose care a message tells of, and when it was told; `stay` is None when it is not known."""

    context: Context
    patient: UUID
    stay: UUID | None
    said_at: datetime

    @property
    def source(self) -> UUID:
        """The message's id."""
        return self.context.source
