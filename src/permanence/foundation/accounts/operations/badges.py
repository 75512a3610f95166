"""Badges: a card with ten codes that open once each, when the password is forgotten."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from permanence.foundation import node
from permanence.foundation.accounts import queries, rules
from permanence.foundation.accounts.models import Badge, BadgeCode, BadgeRevocation, User
from permanence.foundation.accounts.operations.people import AccountAlreadyClosed, NotAllowed, Refused, _locked
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger


class NoBadge(Refused):
    """The person has no badge to revoke."""

    sentence = _("This person has no badge.")


@dataclass(frozen=True, slots=True)
class IssuedBadge:
    """What goes on the card; the only time the codes exist in clear. `codes` are written to be read aloud."""

    id: UUID
    username: str
    display_name: str
    codes: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime


def issue_badge(*, username: str, by: Actor, occurred_at: datetime) -> IssuedBadge:
    """The person gets ten one-time codes to print, good for a year; the card they had becomes worthless.

    Refuses whoever may not manage people (`NotAllowed`), an unknown person (`NoSuchPerson`) and a closed account
    (`AccountAlreadyClosed`). Logs the badge, the one it replaces and its expiry, never a code.
    """
    if not rules.may_manage_people(by.roles):
        raise NotAllowed(str(by))
    # Ten digests take half a second: made before the transaction, which holds everybody's writes back.
    codes = tuple(_new_code() for _ in range(rules.CODES_ON_A_BADGE))
    salt = secrets.token_bytes(16)
    digests = [rules.code_digest(code, salt) for code in codes]
    expires_at = occurred_at + rules.BADGE_VALID_FOR
    with transaction.atomic():
        user = _person_with_open_account(username)
        replaced = _revoke(user, reason="replaced", by=by, occurred_at=occurred_at)
        badge = Badge(
            id=new_id(), user=user, salt=salt, expires_at=expires_at, issued_by=str(by), occurred_at=occurred_at
        )
        badge.save(force_insert=True)
        BadgeCode.objects.bulk_create(
            BadgeCode(badge=badge, number=number, digest=digest, occurred_at=occurred_at)
            for number, digest in enumerate(digests, start=1)
        )
        facts: dict[str, object] = {"username": username, "badge": badge.id, "replaces": replaced, "until": expires_at}
        ledger.record(kind="accounts.badge_issued", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)
    spoken = tuple(rules.spoken(code) for code in codes)
    return IssuedBadge(badge.id, username, user.display_name, spoken, occurred_at, expires_at)


def revoke_badge(*, username: str, reason: str, by: Actor, occurred_at: datetime) -> None:
    """The person's card opens nothing any more: it was lost, or seen by somebody.

    Refuses whoever may neither manage people nor unlock, nor owns it (`NotAllowed`), an unknown person
    (`NoSuchPerson`) and a person without a badge (`NoBadge`). Logs the reason.
    """
    if (by.kind, by.name) != ("person", username) and not rules.may_unlock(by.roles):
        raise NotAllowed(str(by))
    with transaction.atomic():
        user = _locked(username)
        revoked = _revoke(user, reason=reason, by=by, occurred_at=occurred_at)
        if not revoked:
            raise NoBadge(username)
        facts: dict[str, object] = {"username": username, "badges": revoked, "reason": reason}
        ledger.record(kind="accounts.badge_revoked", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)


def _new_code() -> str:
    return "".join(secrets.choice(node.ALPHABET) for _ in range(rules.CODE_LENGTH))


def _person_with_open_account(username: str) -> User:
    user = _locked(username)
    if queries.is_closed(user.id):
        raise AccountAlreadyClosed(username)
    return user


def _revoke(user: User, *, reason: str, by: Actor, occurred_at: datetime) -> list[UUID]:
    standing = list(Badge.objects.filter(user=user, revocation__isnull=True))
    BadgeRevocation.objects.bulk_create(
        BadgeRevocation(badge=badge, reason=reason, revoked_by=str(by), occurred_at=occurred_at) for badge in standing
    )
    return [badge.id for badge in standing]
