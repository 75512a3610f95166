"""Reads of people, their badges, and who is locked out."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from permanence.foundation import clock, node
from permanence.foundation.accounts import rules
from permanence.foundation.accounts.models import (
    AccountClosure,
    Badge,
    PasswordChange,
    RoleGrant,
    SignInAttempt,
    Unlocking,
    User,
)
from permanence.foundation.accounts.rules import Way, session_is_over
from permanence.foundation.actors import Role
from permanence.foundation.board import Health
from permanence.foundation.readiness import Check

__all__ = [
    "BadgeRow",
    "PersonRow",
    "Way",
    "badge_of",
    "is_closed",
    "lock_outs",
    "name_digest",
    "password_is_from_somebody_else",
    "people",
    "person",
    "proposed_password",
    "readiness_checks",
    "session_is_over",
]
PEOPLE_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """A badge that still opens: not revoked, not expired, with codes left."""

    id: UUID
    issued_at: datetime
    expires_at: datetime
    codes_left: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person and how their account stands now; `roles` in the order of `Role`."""

    id: UUID
    username: str
    display_name: str
    roles: tuple[Role, ...]
    closed_at: datetime | None
    closed_reason: str
    locked_until: datetime | None
    badge: BadgeRow | None
    last_sign_in_at: datetime | None


def people(text: str = "", page: int = 1) -> list[PersonRow]:
    """People whose name or username holds the text, by username, 100 a page; six queries whatever their number."""
    found = User.objects.filter(Q(username__icontains=text) | Q(display_name__icontains=text)).order_by("username")
    start = (max(1, page) - 1) * PEOPLE_ON_A_PAGE
    return _rows(found, start, start + PEOPLE_ON_A_PAGE)


def person(username: str) -> PersonRow | None:
    """One person, or None."""
    return (
        next(iter(_rows(User.objects.filter(username=username), 0, 1)), None) if rules.is_username(username) else None
    )


def badge_of(user: UUID, now: datetime) -> BadgeRow | None:
    """The badge that opens for this person, or None."""
    return _badges([user], now).get(user)


def is_closed(user: UUID) -> bool:
    """Whether the account is closed and not reopened."""
    return AccountClosure.objects.filter(user=user, reopening__isnull=True).exists()


def proposed_password() -> str:
    """A fresh password to give to somebody, readable aloud: `K7Q2-9XMD-4RTZ`, sixty bits."""
    return rules.spoken("".join(secrets.choice(node.ALPHABET) for _ in range(rules.GENERATED_PASSWORD_LENGTH)))


def password_is_from_somebody_else(user: UUID) -> bool:
    """Whether somebody else set the password the person has now, and so may know it."""
    last = PasswordChange.objects.filter(user=user).order_by("-occurred_at", "-id").values("set_by_oneself").first()
    return last is not None and not last["set_by_oneself"]


def name_digest(username: str) -> str:
    """A username as attempts keep it: keyed, because what was typed there may be a password."""
    return salted_hmac("permanence.accounts.name", username, algorithm="sha256").hexdigest()


def lock_outs(
    usernames: Iterable[str], now: datetime, *, without: UUID | None = None
) -> dict[str, dict[Way, datetime]]:
    """Until when each locked username is locked, by way; `without` leaves one attempt out of the count."""
    digests = {name_digest(name): name for name in usernames}
    failures, last_ends = _failures(digests, now, without)
    for digest, ended_at in (
        Unlocking.objects.filter(name_digest__in=digests, occurred_at__gt=now - rules.LOOK_BACK)
        .values_list("name_digest")
        .annotate(Max("occurred_at"))
    ):
        for way in Way:
            last_ends[digest, way] = max(ended_at, last_ends.get((digest, way), ended_at))
    found: dict[str, dict[Way, datetime]] = {}
    for (digest, way), instants in failures.items():
        ended_at = last_ends.get((digest, way))
        until = rules.locked_until([at for at in instants if ended_at is None or at > ended_at], now)
        if until:
            found.setdefault(digests[digest], {})[way] = until
    return found


def readiness_checks() -> list[Check]:
    """Whether somebody with an account may declare a blackout tonight."""
    declares = (Role.NIGHT_MANAGER, Role.CRISIS_CELL)
    closed = AccountClosure.objects.filter(reopening__isnull=True).values("user")
    grants = RoleGrant.objects.filter(role__in=declares, withdrawal__isnull=True).exclude(user__in=closed)
    count = grants.values("user").distinct().count()
    name = gettext_lazy("People who may declare")
    if not count:
        remedy = _('Type: permanence accounts add NAME --name "..." --role night_manager')
        return [Check(name, Health.BAD, _("Nobody has an account as night manager or crisis cell."), remedy)]
    return [Check(name, Health.GOOD, ngettext("{n} person", "{n} people", count).format(n=count))]


_PerName = dict[tuple[str, Way], list[datetime]]


def _failures(
    digests: Collection[str], now: datetime, without: UUID | None
) -> tuple[_PerName, dict[tuple[str, Way], datetime]]:
    attempts = SignInAttempt.objects.filter(name_digest__in=digests, occurred_at__gt=now - rules.LOOK_BACK)
    failures: _PerName = {}
    successes: dict[tuple[str, Way], datetime] = {}
    for id_, digest, way, at, signed_in in attempts.values_list(
        "id", "name_digest", "way", "occurred_at", "sign_in__id"
    ):
        key = digest, Way(way)
        if signed_in:
            successes[key] = max(at, successes.get(key, at))
        elif id_ != without:
            failures.setdefault(key, []).append(at)
    return failures, successes


def _rows(users: QuerySet[User], start: int, end: int) -> list[PersonRow]:
    now = clock.now()
    found = list(
        users.annotate(last_sign_in_at=Max("sign_ins__occurred_at")).values_list(
            "id", "username", "display_name", "last_sign_in_at"
        )[start:end]
    )
    ids = [row[0] for row in found]
    roles, closures, badges = _roles(ids), _closures(ids), _badges(ids, now)
    locked = lock_outs([row[1] for row in found], now)
    return [
        PersonRow(
            id=id_,
            username=username,
            display_name=display_name,
            roles=tuple(role for role in Role if role in roles.get(id_, ())),
            closed_at=closures[id_][0] if id_ in closures else None,
            closed_reason=closures[id_][1] if id_ in closures else "",
            locked_until=max(locked[username].values()) if username in locked else None,
            badge=badges.get(id_),
            last_sign_in_at=last_sign_in_at,
        )
        for id_, username, display_name, last_sign_in_at in found
    ]


def _roles(users: Collection[UUID]) -> dict[UUID, set[Role]]:
    found: dict[UUID, set[Role]] = {}
    grants = RoleGrant.objects.filter(user__in=users, withdrawal__isnull=True)
    for user, role in grants.values_list("user_id", "role"):
        found.setdefault(user, set()).add(Role(role))
    return found


def _closures(users: Collection[UUID]) -> dict[UUID, tuple[datetime, str]]:
    closures = AccountClosure.objects.filter(user__in=users, reopening__isnull=True)
    return {user: (at, reason) for user, at, reason in closures.values_list("user_id", "occurred_at", "reason")}


def _badges(users: Collection[UUID], now: datetime) -> dict[UUID, BadgeRow]:
    badges = Badge.objects.filter(user__in=users, revocation__isnull=True, expires_at__gt=now)
    counted = badges.annotate(left=Count("codes", filter=Q(codes__use__isnull=True)))
    return {
        badge.user_id: BadgeRow(badge.id, badge.occurred_at, badge.expires_at, badge.left)
        for badge in counted.filter(left__gt=0).order_by("occurred_at")
    }
