"""Messages as they were kept, found again by their sender's number."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from permanence.exchange.feeds.models import Message


def sent_at(messages: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these messages was sent, by its own words."""
    return dict(Message.objects.filter(id__in=messages).values_list("id", "sent_at")) if messages else {}


def last_kept(*, feed: str, format_name: str, number: str) -> bytes | None:
    """The last message of a feed with this number, or with a version of it (`number/_history/3`); None without any."""
    versions = f"{number}/_history/"
    kept = Message.objects.filter(feed__code=feed, format=format_name)
    # After every version, in every collation that sorts plain letters.
    found = kept.filter(control_id=number) | kept.filter(control_id__gte=versions, control_id__lt=versions[:-1] + "0")
    raw = found.order_by("-id").values_list("raw", flat=True).first()
    return None if raw is None else bytes(raw)
