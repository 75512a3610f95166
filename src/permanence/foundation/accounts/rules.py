"""When a name is locked out, when a session is over, and how usernames and one-time codes are read."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from argon2.low_level import Type, hash_secret_raw

FAILURES_ALLOWED = 5
FAILURES_WITHIN = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
# No older failure can matter: it would have to share a window with one that locks until now.
LOOK_BACK = FAILURES_WITHIN + LOCKED_FOR

SESSION_AT_MOST = timedelta(hours=12)
BADGE_VALID_FOR = timedelta(days=365)
CODES_ON_A_BADGE = 10
CODE_LENGTH = 8
# A copied database is searched for forty bits at a tenth of a second each: thousands of years of one machine.
CODE_MEMORY_KIB = 102_400
GENERATED_PASSWORD_LENGTH = 12

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
# What Crockford's alphabet leaves out because it is misread: https://www.crockford.com/base32.html
_MISREAD = str.maketrans("OIL", "011", " -.\t\u2010\u2011\u2013")


class Way(StrEnum):
    """How somebody proves who they are."""

    PASSWORD = "password"  # noqa: S105 (a word, no secret)
    BADGE = "badge"


def locked_until(failures: Iterable[datetime], now: datetime) -> datetime | None:
    """When the lock-out that stands at `now` ends, or None.

    `failures`: instants of failed attempts in any order. The fifth failure within 15 minutes locks for 15 minutes;
    what is tried meanwhile is not counted, so hammering does not lengthen it.
    """
    counted: list[datetime] = []
    end: datetime | None = None
    for failure in sorted(failures):
        if end is not None and failure < end:
            continue
        counted = [*(earlier for earlier in counted if failure - earlier < FAILURES_WITHIN), failure]
        if len(counted) >= FAILURES_ALLOWED:
            end, counted = failure + LOCKED_FOR, []
    return end if end is not None and now < end else None


def session_is_over(*, signed_in_at: datetime, seen_at: datetime, now: datetime, idle: timedelta) -> bool:
    """Whether a session ended: unused for `idle`, older than a night shift, or from a clock that ran backwards."""
    return now - seen_at >= idle or now - signed_in_at >= SESSION_AT_MOST or now < signed_in_at - idle


def normalised_username(typed: str) -> str:
    """A username as it is kept, from what a person typed."""
    return typed.strip().casefold()[:40]


def is_username(text: str) -> bool:
    """Whether a text can be a username: 2 to 40 of a-z, 0-9, dot, dash, underscore."""
    return USERNAME.fullmatch(text) is not None


def normalised_code(typed: str) -> str:
    """A one-time code as it is kept, from what a person typed or heard: case, spaces, dashes, O, I and L forgiven."""
    return typed.upper().translate(_MISREAD)[: CODE_LENGTH * 4]


def spoken(secret: str) -> str:
    """A secret in groups of four, to be read aloud: `K7Q2-9XMD`."""
    return "-".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def code_digest(code: str, salt: bytes) -> bytes:
    """The digest of a one-time code (Argon2id, RFC 9106): one for all codes of a badge, so a try costs one."""
    return hash_secret_raw(
        normalised_code(code).encode(),
        salt,
        time_cost=2,
        memory_cost=CODE_MEMORY_KIB,
        parallelism=8,
        hash_len=32,
        type=Type.ID,
    )


def matching_number(digest: bytes, digests: Iterable[tuple[int, bytes]]) -> int | None:
    """The number of the code with this digest; looks at all of them, whichever matches."""
    found: int | None = None
    for number, kept in digests:
        if compare_digest(digest, kept):
            found = number
    return found


def may_manage_people(roles: Iterable[str]) -> bool:
    """Whether somebody may create people, grant roles, set others' passwords, close accounts, print badges."""
    return "it" in set(roles)


def may_unlock(roles: Iterable[str]) -> bool:
    """Whether somebody may end a lock-out before its time."""
    return not {"it", "night_manager"}.isdisjoint(roles)
