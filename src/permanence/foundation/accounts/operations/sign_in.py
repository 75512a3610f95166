"""Signing in and out, and what guessing costs."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from permanence.foundation.accounts import queries, rules
from permanence.foundation.accounts.models import (
    Badge,
    BadgeCode,
    BadgeCodeUse,
    SignIn,
    SignInAttempt,
    Unlocking,
    User,
)
from permanence.foundation.accounts.operations.people import NotAllowed, Refused, _locked
from permanence.foundation.accounts.rules import Way
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger


class SignInRefused(Refused):
    """The name, the password or the code is wrong, or the account is closed: which of them is never said."""

    sentence = _("This name and this password or code do not go together.")


class LockedOut(SignInRefused):
    """Too many failures: nothing is tried before `until`."""

    sentence = _("Too many failures for this name.")

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def sign_in(*, username: str, secret: str, way: Way, client: str, by: Actor, occurred_at: datetime) -> User:
    """Let a person in by a password, or by a one-time code of their badge, which is then used up.

    Refuses a wrong name, password or code and a closed account alike (`SignInRefused`), taking as long for each, and
    everything while the name is locked out (`LockedOut`), whether or not somebody has it. `client` is the address it
    came from, `by` whoever answers the door. Logs each success and each refusal, never the secret, and of an unknown
    name only a keyed digest.
    """
    name = rules.normalised_username(username)
    user = User.objects.filter(username=name).first() if rules.is_username(name) else None
    facts: dict[str, object] = {"way": way, "client": client, "name": queries.name_digest(name)[:16]}
    attempt = _counted_attempt(name, way, occurred_at)
    if isinstance(attempt, datetime):
        _log_refusal(user, {**facts, "reason": "locked out"}, by, occurred_at)
        raise LockedOut(attempt)
    code = None
    if way is Way.BADGE:
        code = _matching_code(user, secret, occurred_at)
        proven = code is not None
    else:
        proven = _password_matches(user, secret)
    if user is None or not proven or not _let_in(user, attempt, code, facts, occurred_at):
        _log_refusal(user, {**facts, "reason": "wrong"}, by, occurred_at)
        raise SignInRefused
    return user


def sign_out(*, by: Actor, occurred_at: datetime) -> None:
    """The person leaves; the session itself is ended by the door. Refuses nothing. Logs it."""
    with transaction.atomic():
        user = User.objects.get(username=by.name)
        ledger.record(kind="accounts.signed_out", subject=user.id, by=by, occurred_at=occurred_at)


def unlock(*, username: str, by: Actor, occurred_at: datetime) -> None:
    """The person may try again at once, by password and by code.

    Refuses anybody but IT and night managers (`NotAllowed`) and an unknown person (`NoSuchPerson`). Logs it.
    """
    if not rules.may_unlock(by.roles):
        raise NotAllowed(str(by))
    with transaction.atomic():
        user = _locked(username)
        Unlocking.objects.create(
            name_digest=queries.name_digest(username), user=user, unlocked_by=str(by), occurred_at=occurred_at
        )
        facts: dict[str, object] = {"username": username}
        ledger.record(kind="accounts.unlocked", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)


def _counted_attempt(name: str, way: Way, occurred_at: datetime) -> SignInAttempt | datetime:
    """The attempt, committed as a failure until proven otherwise; or until when the name is locked out.

    Committed before the secret is looked at, then the others are counted: of a hundred parallel guesses the sixth to
    commit already sees five others, so no lock is needed and no more than five are tried.
    """
    until = queries.lock_outs([name], occurred_at).get(name, {}).get(way)
    if until:
        return until
    attempt = SignInAttempt.objects.create(name_digest=queries.name_digest(name), way=way, occurred_at=occurred_at)
    return queries.lock_outs([name], occurred_at, without=attempt.id).get(name, {}).get(way) or attempt


def _password_matches(user: User | None, password: str) -> bool:
    if user is None or not user.has_usable_password():
        # As slow as a real check, so that the clock does not tell who exists.
        make_password(password)
        return False
    return check_password(password, user.password)


def _matching_code(user: User | None, typed: str, now: datetime) -> BadgeCode | None:
    badge = Badge.objects.filter(user=user, revocation__isnull=True, expires_at__gt=now).first()
    # As slow without a badge as with one.
    digest = rules.code_digest(typed, bytes(badge.salt) if badge else secrets.token_bytes(16))
    codes = {code.number: code for code in BadgeCode.objects.filter(badge=badge, use__isnull=True)}
    number = rules.matching_number(digest, ((number, bytes(code.digest)) for number, code in codes.items()))
    return None if number is None else codes[number]


def _let_in(
    user: User, attempt: SignInAttempt, code: BadgeCode | None, facts: dict[str, object], occurred_at: datetime
) -> bool:
    """Write the sign-in; False when the code was used a moment ago by another request.

    A closed account never comes here: closing it took the password and the badge away.
    """
    person = Actor("person", user.username, user.roles)
    try:
        with transaction.atomic():
            if code is not None:
                BadgeCodeUse.objects.create(code=code, occurred_at=occurred_at)
                facts = {**facts, "code": code.number}
            SignIn.objects.create(attempt=attempt, user=user, occurred_at=occurred_at)
            ledger.record(kind="accounts.signed_in", subject=user.id, by=person, occurred_at=occurred_at, facts=facts)
    except IntegrityError:
        if code is None:
            raise
        return False
    return True


def _log_refusal(user: User | None, facts: dict[str, object], by: Actor, occurred_at: datetime) -> None:
    with transaction.atomic():
        subject = "unknown" if user is None else user.id
        ledger.record(kind="accounts.sign_in_refused", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
