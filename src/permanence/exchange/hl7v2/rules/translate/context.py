"""When what a message tells happened."""

from datetime import datetime, timedelta

from permanence.exchange.feeds.rules.told import About, Context
from permanence.exchange.hl7v2.rules.timestamps import instant
from permanence.exchange.hl7v2.rules.tokens import Message

# A day without an hour, as HL7 or ISO 8601 writes it.
_LONGEST_DAY = len("2026-03-07")


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


__all__ = ["About", "Context", "instant_near", "instant_of", "said_at"]
