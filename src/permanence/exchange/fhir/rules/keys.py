"""Keys by which feeds post: what is kept of them, and when a client has shown too many that open nothing."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest

from permanence.foundation.accounts.rules import LOOK_BACK, locked_until

SECRET_BYTES = 32
HINT_LENGTH = 8
_SCHEME = "bearer"


class KeyRefused(Exception):
    """The key opens nothing, or none was shown."""


class TooManyRefusals(KeyRefused):
    """A client showed too many keys that open nothing; nothing more is written of it before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def digest_of(secret: str) -> bytes:
    """What is kept of a key: it is 256 random bits, which no slower digest would protect better."""
    return hashlib.sha256(secret.encode()).digest()


def secret_in(header: str) -> str:
    """The key in an `Authorization: Bearer ...` header, empty when there is none."""
    scheme, _, secret = header.strip().partition(" ")
    return secret.strip() if scheme.lower() == _SCHEME else ""


def feed_opened_by(secret: str, keys: Iterable[tuple[str, bytes]]) -> str | None:
    """The feed whose key this is; every key is compared, in constant time, whichever fits."""
    shown = digest_of(secret)
    found = None
    for feed, digest in keys:
        if compare_digest(shown, digest):
            found = feed
    return found


def may_not_try_before(refusals: Iterable[datetime], now: datetime) -> datetime | None:
    """Until when a client's wrong keys are not even counted, as for people who sign in; None when they are."""
    return locked_until(refusals, now)


__all__ = [
    "HINT_LENGTH", "LOOK_BACK", "SECRET_BYTES", "KeyRefused", "TooManyRefusals", "digest_of", "feed_opened_by",
    "may_not_try_before", "secret_in",
]  # fmt: skip
