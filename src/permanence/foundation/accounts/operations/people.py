"""People: created, given and refused roles, given passwords, shut out and let in again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from permanence.foundation.accounts import queries, rules
from permanence.foundation.accounts.models import (
    AccountClosure,
    AccountReopening,
    Badge,
    BadgeRevocation,
    PasswordChange,
    RoleGrant,
    RoleWithdrawal,
    User,
)
from permanence.foundation.actors import Actor, Role
from permanence.foundation.ledger import operations as ledger


class Refused(Exception):
    """What an operation refuses, with the sentence a door says about it."""

    sentence: str | Promise = ""


class NoSuchPerson(Refused):
    """Nobody has this username."""

    sentence = _("Nobody has this username.")


class NotAllowed(Refused):
    """Whoever asks may not do this to that person."""

    sentence = _("You may not do this for that person.")


class UsernameTaken(Refused):
    """Somebody has, or had, this username; the ledger names people by it, so it is never given again."""

    sentence = _("This username is taken, or was once; choose another.")


class BadUsername(Refused):
    """The username is malformed."""

    sentence = _("A username is 2 to 40 characters: a to z, figures, dot, dash or underscore.")


class WeakPassword(Refused):
    """The password is short, common or like the username; the sentence says why."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__()
        self.sentence = " ".join(reasons)


class RoleAlreadyGranted(Refused):
    """The person holds this role."""

    sentence = _("The person holds this role already.")


class RoleNotGranted(Refused):
    """The person does not hold this role."""

    sentence = _("The person does not hold this role.")


class AccountAlreadyClosed(Refused):
    """The account is closed."""

    sentence = _("This account is closed.")


class AccountNotClosed(Refused):
    """The account is open."""

    sentence = _("This account is not closed.")


def create_person(
    *, username: str, display_name: str, roles: Iterable[Role], password: str, by: Actor, occurred_at: datetime
) -> UUID:
    """Somebody may sign in from now on, with these roles and this first password.

    Refuses whoever may not manage people (`NotAllowed`), a malformed or used name (`BadUsername`, `UsernameTaken`)
    and a weak password (`WeakPassword`). Logs the username and the roles.
    """
    _check_may_manage(by)
    if not rules.is_username(username):
        raise BadUsername(username)
    user = User(username=username, display_name=display_name)
    _check_password(user, password)
    with transaction.atomic():
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError as taken:
            raise UsernameTaken(username) from taken
        _change_password(user, password, by, occurred_at)
        granted = sorted(set(roles))
        RoleGrant.objects.bulk_create(
            RoleGrant(user=user, role=role, granted_by=str(by), occurred_at=occurred_at) for role in granted
        )
        facts: dict[str, object] = {"username": username, "roles": granted}
        ledger.record(kind="accounts.person_created", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)
    return user.id


def grant_role(*, username: str, role: Role, by: Actor, occurred_at: datetime) -> None:
    """The person may do what the role may do, from their next click.

    Refuses whoever may not manage people, anybody granting to themselves (`NotAllowed`), an unknown person
    (`NoSuchPerson`) and a role held already (`RoleAlreadyGranted`). Logs the role.
    """
    _check_may_manage(by)
    if (by.kind, by.name) == ("person", username):
        raise NotAllowed(username)
    with transaction.atomic():
        user = _locked(username)
        if RoleGrant.objects.filter(user=user, role=role, withdrawal__isnull=True).exists():
            raise RoleAlreadyGranted(role)
        RoleGrant.objects.create(user=user, role=role, granted_by=str(by), occurred_at=occurred_at)
        facts: dict[str, object] = {"username": username, "role": role}
        ledger.record(kind="accounts.role_granted", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)


def withdraw_role(*, username: str, role: Role, by: Actor, occurred_at: datetime) -> None:
    """The person may no longer do what the role may do, from their next click.

    Refuses whoever may not manage people (`NotAllowed`), an unknown person (`NoSuchPerson`) and a role not held
    (`RoleNotGranted`). Logs the role.
    """
    _check_may_manage(by)
    with transaction.atomic():
        user = _locked(username)
        grant = RoleGrant.objects.filter(user=user, role=role, withdrawal__isnull=True).first()
        if grant is None:
            raise RoleNotGranted(role)
        RoleWithdrawal.objects.create(grant=grant, withdrawn_by=str(by), occurred_at=occurred_at)
        facts: dict[str, object] = {"username": username, "role": role}
        ledger.record(kind="accounts.role_withdrawn", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)


def set_password(*, username: str, password: str, by: Actor, occurred_at: datetime) -> None:
    """The person signs in with this password from now on; every session they left open ends.

    Refuses anybody but the person or whoever manages people (`NotAllowed`), an unknown person (`NoSuchPerson`), a
    closed account (`AccountAlreadyClosed`) and a weak password (`WeakPassword`). Logs that it changed, never what.
    """
    if (by.kind, by.name) != ("person", username):
        _check_may_manage(by)
    with transaction.atomic():
        user = _locked(username)
        if queries.is_closed(user.id):
            raise AccountAlreadyClosed(username)
        _change_password(user, password, by, occurred_at)
        facts: dict[str, object] = {"username": username}
        ledger.record(kind="accounts.password_set", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)


def close_account(*, username: str, reason: str, by: Actor, occurred_at: datetime) -> None:
    """The person can no longer sign in: their sessions end at once, their password and badge are worth nothing.

    Refuses whoever may not manage people (`NotAllowed`), an unknown person (`NoSuchPerson`) and an account closed
    already (`AccountAlreadyClosed`). Logs the reason.
    """
    _check_may_manage(by)
    with transaction.atomic():
        user = _locked(username)
        if queries.is_closed(user.id):
            raise AccountAlreadyClosed(username)
        AccountClosure.objects.create(user=user, reason=reason, closed_by=str(by), occurred_at=occurred_at)
        # Sessions are signed with the password's hash: without one, none stands.
        user.set_unusable_password()
        user.save(update_fields=["password"])
        BadgeRevocation.objects.bulk_create(
            BadgeRevocation(badge=badge, reason=reason, revoked_by=str(by), occurred_at=occurred_at)
            for badge in Badge.objects.filter(user=user, revocation__isnull=True)
        )
        facts: dict[str, object] = {"username": username, "reason": reason}
        ledger.record(kind="accounts.closed", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)


def reopen_account(*, username: str, password: str, by: Actor, occurred_at: datetime) -> None:
    """The person may sign in again, with a new password and the roles they had.

    Refuses whoever may not manage people (`NotAllowed`), an unknown person (`NoSuchPerson`), an open account
    (`AccountNotClosed`) and a weak password (`WeakPassword`). Logs it.
    """
    _check_may_manage(by)
    with transaction.atomic():
        user = _locked(username)
        closure = AccountClosure.objects.filter(user=user, reopening__isnull=True).first()
        if closure is None:
            raise AccountNotClosed(username)
        AccountReopening.objects.create(closure=closure, reopened_by=str(by), occurred_at=occurred_at)
        _change_password(user, password, by, occurred_at)
        facts: dict[str, object] = {"username": username}
        ledger.record(kind="accounts.reopened", subject=user.id, by=by, occurred_at=occurred_at, facts=facts)


def _check_may_manage(by: Actor) -> None:
    if not rules.may_manage_people(by.roles):
        raise NotAllowed(str(by))


def _locked(username: str) -> User:
    # Two people changing one account take turns; SQLite's IMMEDIATE transactions do so anyway.
    user = User.objects.select_for_update().filter(username=username).first() if rules.is_username(username) else None
    if user is None:
        raise NoSuchPerson(username)
    return user


def _check_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(list(error.messages)) from error


def _change_password(user: User, password: str, by: Actor, occurred_at: datetime) -> None:
    _check_password(user, password)
    user.set_password(password)
    user.save(update_fields=["password"])
    PasswordChange.objects.create(
        user=user,
        set_by=str(by),
        set_by_oneself=(by.kind, by.name) == ("person", user.username),
        occurred_at=occurred_at,
    )
