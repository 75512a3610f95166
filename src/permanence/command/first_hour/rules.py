"""How a sealed code is read and kept, how long guessing waits, and how long its holder may look on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from argon2.low_level import Type, hash_secret_raw

from permanence.foundation.accounts.rules import matching_number, normalised_code, spoken

__all__ = [
    "CODE_LENGTH", "HOLDS_FOR", "MAKERS", "MOST_AT_ONCE", "READERS", "VALID_FOR", "code_digest", "is_held",
    "matching_number", "may_make", "may_revoke", "spoken", "wait_until",
]  # fmt: skip

# Sixty bits: whoever steals the database cannot search them, whatever the digest costs.
CODE_LENGTH = 12
VALID_FOR = timedelta(days=365)
MOST_AT_ONCE = 20
# What follows the act takes the first hours; then people have come who can sign in.
HOLDS_FOR = timedelta(hours=4)
_STEP_BACK = timedelta(minutes=5)
# With sixty bits guessing is hopeless: waiting spares the processor, and must never keep the true holder out for long.
_WITHIN = timedelta(minutes=5)
_CLIENT_TRIES, _CLIENT_WAITS = 5, timedelta(minutes=1)
_HOUSE_TRIES, _HOUSE_WAITS = 60, timedelta(seconds=10)
MAKERS = frozenset({"it", "crisis_cell"})
READERS = frozenset({"it", "crisis_cell", "night_manager"})


def code_digest(code: str, salt: bytes) -> bytes:
    """The digest of a code (Argon2id, RFC 9106) with the least memory OWASP advises: many may type at once."""
    return hash_secret_raw(
        normalised_code(code).encode(),
        salt,
        time_cost=2,
        memory_cost=19_456,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


def wait_until(*, of_client: Iterable[datetime], of_house: Iterable[datetime], now: datetime) -> datetime | None:
    """Until when nothing is tried, or None; given the instants of failures from one address and from all.

    After five failures in five minutes an address waits a minute; after sixty the whole house waits ten seconds.
    Instants later than `now` are of a clock that was wrong, and are not counted.
    """
    waits = (
        _wait(of_client, now, _CLIENT_TRIES, _CLIENT_WAITS),
        _wait(of_house, now, _HOUSE_TRIES, _HOUSE_WAITS),
    )
    return max(filter(None, waits), default=None)


def is_held(*, opened_at: datetime, now: datetime) -> bool:
    """Whether whoever opened an envelope may still look on."""
    return opened_at - _STEP_BACK <= now < opened_at + HOLDS_FOR


def may_make(roles: Iterable[str]) -> bool:
    """Whether somebody may make envelopes."""
    return not MAKERS.isdisjoint(roles)


def may_revoke(roles: Iterable[str]) -> bool:
    """Whether somebody may make an envelope worthless."""
    return not READERS.isdisjoint(roles)


def _wait(failures: Iterable[datetime], now: datetime, tries: int, waits: timedelta) -> datetime | None:
    recent = [failure for failure in failures if now - _WITHIN < failure <= now]
    if len(recent) < tries:
        return None
    until = max(recent) + waits
    return until if now < until else None
