"""Senders: made known before they speak, and described by those who answer for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from permanence.exchange.feeds.models import CODE_LENGTH, Feed, FeedKind
from permanence.exchange.feeds.rules.charset import codec_of
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger


class FeedAlreadyKnown(Exception):
    """A feed with this code exists."""


class FeedUnknown(Exception):
    """No such feed."""


@dataclass(frozen=True, slots=True)
class FeedDescription:
    """What people say of a feed; `rhythm` is the longest normal silence, in seconds, None when nobody said.

    `charset` is used when a message does not name its own; `time_zone` when an instant has no offset.
    Raises `LookupError` for a charset or a time zone that does not exist.
    """

    name: str
    owner: str = ""
    kind: FeedKind = FeedKind.OTHER
    charset: str = ""
    time_zone: str = settings.TIME_ZONE
    rhythm: int | None = None

    def __post_init__(self) -> None:
        if self.charset and codec_of(self.charset) is None:
            raise LookupError(self.charset)
        try:
            ZoneInfo(self.time_zone)
        except ValueError as malformed:
            raise LookupError(self.time_zone) from malformed

    def columns(self) -> dict[str, str | int | None]:
        """As a feed's row holds it."""
        return {
            "name": self.name,
            "owner": self.owner,
            "kind": self.kind.value,
            "charset": self.charset,
            "time_zone": self.time_zone,
            "rhythm": self.rhythm,
        }


@transaction.atomic
def add_feed(*, code: str, description: FeedDescription, by: Actor, occurred_at: datetime) -> UUID:
    """Make a sender known before it speaks; `code` is its MSH-3, then `^` and its MSH-4 when it has one.

    Refuses a code already known (`FeedAlreadyKnown`). Logs `feeds.feed_added`.
    """
    code = code[:CODE_LENGTH]
    if Feed.objects.filter(code=code).exists():
        raise FeedAlreadyKnown(code)
    feed = Feed.objects.create(code=code, occurred_at=occurred_at, **description.columns())
    facts: dict[str, object] = {"code": code, **description.columns()}
    ledger.record(kind="feeds.feed_added", subject=feed.id, by=by, occurred_at=occurred_at, facts=facts)
    return feed.id


@transaction.atomic
def describe_feed(*, feed: UUID, description: FeedDescription, by: Actor, occurred_at: datetime) -> None:
    """Say what a sender is and who answers for it; what arrives from now on is read so.

    Refuses an unknown feed (`FeedUnknown`). Logs `feeds.feed_described`.
    """
    if not Feed.objects.filter(id=feed).update(**description.columns()):
        raise FeedUnknown(feed)
    facts: dict[str, object] = {**description.columns()}
    ledger.record(kind="feeds.feed_described", subject=feed, by=by, occurred_at=occurred_at, facts=facts)
