"""What a room says of whether the box is ready tonight; a room lists its own by `readiness_checks()` in its queries."""

from dataclasses import dataclass

from django.utils.functional import Promise

from permanence.foundation.board import Health


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it stands, what was found, and what to do about it when it is not good.

    `Health.OFF` says that the box has no such thing: it is told, and fails nothing.
    """

    name: str | Promise
    health: Health
    found: str | Promise
    remedy: str | Promise = ""
