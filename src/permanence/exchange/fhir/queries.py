"""Reads of this room: resources that others refer to, and the keys of feeds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from permanence.exchange.fhir.models import FeedKey, ReferredResource, RefusedKey
from permanence.foundation.rows import read

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReferredRow:
    """A resource as last told; `within` is the address of what it lies in or stands for, None when of nothing."""

    id: UUID
    type: str
    label: str
    code: str
    kind: str
    within: Key | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A feed's key, without what opens: when it was made and by whom, and until when it opened."""

    id: UUID
    feed: str
    hint: str
    made_by: str
    made_at: datetime
    revoked_at: datetime | None


def referred(addresses: Collection[Key]) -> dict[Key, ReferredRow]:
    """What was told of the resources at these addresses; one query."""
    wanted = set(addresses)
    columns = (
        "authority", "address", "id", "type", "label", "code", "kind", "within_authority", "within_address",
        "occurred_at",
    )  # fmt: skip
    rows = read(ReferredResource, columns, "address", {address for _, address in wanted})
    return {
        (authority, address): ReferredRow(id_, type_, label, code, kind, (giver, within) if within else None, said_at)
        for authority, address, id_, type_, label, code, kind, giver, within, said_at in rows
        if (authority, address) in wanted
    }


def keys() -> list[KeyRow]:
    """Every key ever made, the newest first."""
    columns = ("id", "feed", "hint", "made_by", "occurred_at", "revocation__occurred_at")
    return [KeyRow(*row) for row in FeedKey.objects.order_by("-id").values_list(*columns)]


def open_keys() -> list[tuple[UUID, str, bytes]]:
    """(key, its feed's code, its digest) of each key that opens."""
    found = FeedKey.objects.filter(revocation__isnull=True).values_list("id", "feed", "digest")
    return [(id_, feed, bytes(digest)) for id_, feed, digest in found]


def refusals_of(client: str, since: datetime) -> list[datetime]:
    """When this client showed a key that opens nothing, since then."""
    rows = RefusedKey.objects.filter(client=client, occurred_at__gte=since)
    return list(rows.values_list("occurred_at", flat=True))
