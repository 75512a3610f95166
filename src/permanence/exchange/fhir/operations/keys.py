"""Keys of feeds: made, shown once, revoked, and looked at when somebody posts."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.exchange.fhir import queries
from permanence.exchange.fhir.models import FeedKey, FeedKeyRevocation, RefusedKey
from permanence.exchange.fhir.rules import keys as rules
from permanence.exchange.fhir.rules.keys import KeyRefused, TooManyRefusals
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger

FEED_LENGTH = 120


class NoSuchKey(Exception):
    """No such key, or it is revoked already."""


class FeedWithoutCode(Exception):
    """A key is for a feed, and a feed has a code that can be read."""


@transaction.atomic
def make_key(*, feed: str, by: Actor, occurred_at: datetime) -> str:
    """Give a feed a new key to post with, beside those it has; it is given back this once and kept nowhere.

    Refuses a code that is empty, too long or cannot be read (`FeedWithoutCode`). Logs `fhir.key_made`.
    """
    code = feed.strip()
    if not code or not code.isprintable() or len(code) > FEED_LENGTH:
        raise FeedWithoutCode(feed)
    secret = secrets.token_urlsafe(rules.SECRET_BYTES)
    hint = secret[: rules.HINT_LENGTH]
    key = FeedKey.objects.create(
        feed=code, digest=rules.digest_of(secret), hint=hint, made_by=str(by), occurred_at=occurred_at
    )
    facts: dict[str, object] = {"feed": code, "hint": hint}
    ledger.record(kind="fhir.key_made", subject=key.id, by=by, occurred_at=occurred_at, facts=facts)
    return secret


@transaction.atomic
def revoke_key(*, key: UUID, by: Actor, occurred_at: datetime) -> None:
    """Whoever posts with this key is refused from now on. Refuses an unknown one (`NoSuchKey`).

    Logs `fhir.key_revoked`.
    """
    found = FeedKey.objects.filter(id=key, revocation__isnull=True).first()
    if found is None:
        raise NoSuchKey(key)
    FeedKeyRevocation.objects.create(key=found, revoked_by=str(by), occurred_at=occurred_at)
    facts: dict[str, object] = {"feed": found.feed, "hint": found.hint}
    ledger.record(kind="fhir.key_revoked", subject=key, by=by, occurred_at=occurred_at, facts=facts)


def feed_of_key(*, secret: str, client: str, by: Actor, occurred_at: datetime) -> str:
    """The code of the feed whose key this is.

    Refuses one that opens nothing (`KeyRefused`); after five within a quarter of an hour from one client it says so
    without writing more (`TooManyRefusals`), and a right key still opens. Logs `fhir.key_refused`.
    """
    feed = rules.feed_opened_by(secret, ((code, digest) for _, code, digest in queries.open_keys())) if secret else None
    if feed is not None:
        return feed
    client = client[:80]
    refusals = queries.refusals_of(client, occurred_at - rules.LOOK_BACK)
    if until := rules.may_not_try_before(refusals, occurred_at):
        raise TooManyRefusals(until)
    with transaction.atomic():
        RefusedKey.objects.create(client=client, occurred_at=occurred_at)
        facts: dict[str, object] = {"client": client}
        ledger.record(kind="fhir.key_refused", subject="unknown", by=by, occurred_at=occurred_at, facts=facts)
    raise KeyRefused
