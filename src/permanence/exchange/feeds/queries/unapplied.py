"""Quarantined messages of one feed whose sender numbers them alike, with their content: for a file to be mended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from permanence.exchange.feeds.adapters.formats import format_named
from permanence.exchange.feeds.models import Quarantine
from permanence.exchange.feeds.queries.quarantine import said


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message that waits in quarantine: its text as people edit it, and why it waits, in the reader's language."""

    id: UUID
    text: str
    arrived_at: datetime
    reason: str
    said: str
    detail: str


def waiting_of(*, feed: str, numbers_from: str) -> list[WaitingMessage]:
    """All of a feed that wait and whose sender's number begins so, oldest first. Whoever shows them accounts for it."""
    rows = _waiting(feed, numbers_from).select_related("message__feed").order_by("message_id")
    return [_row(found) for found in rows]


def count_waiting_of(*, feed: str, numbers_from: str) -> int:
    """How many of a feed wait and have a sender's number that begins so."""
    return _waiting(feed, numbers_from).count()


def waiting_messages(quarantines: Sequence[UUID]) -> dict[UUID, WaitingMessage]:
    """Those of these that still wait, by id."""
    rows = Quarantine.objects.filter(id__in=quarantines, resolutions__isnull=True).select_related("message__feed")
    return {found.id: _row(found) for found in rows}


def quarantines_of(messages: Collection[UUID]) -> list[UUID]:
    """The quarantine of each of these messages that waits."""
    rows = Quarantine.objects.filter(message__in=messages, resolutions__isnull=True)
    return list(rows.values_list("id", flat=True)) if messages else []


def _waiting(feed: str, numbers_from: str) -> "QuerySet[Quarantine]":
    # After every sign a number may go on with, in every collation.
    upto = numbers_from[:-1] + chr(ord(numbers_from[-1]) + 1)
    return Quarantine.objects.filter(
        resolutions__isnull=True,
        message__feed__code=feed,
        message__control_id__gte=numbers_from,
        message__control_id__lt=upto,
    )


def _row(found: Quarantine) -> WaitingMessage:
    charset = found.message.charset or found.message.feed.charset
    laid = format_named(found.message.format).lay_open(bytes(found.message.raw), charset)
    return WaitingMessage(
        found.id, laid.text, found.message.occurred_at, found.reason, said(found.reason), found.detail
    )
