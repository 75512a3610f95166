"""What a room puts on the front board: work that waits for a person, and signs of health."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from permanence.foundation.actors import Role


class Health(StrEnum):
    """How a sign stands."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Queue:
    """Work that waits for a person; a room lists its own by `board_queues()` in its queries."""

    name: str | Promise
    count: int
    oldest_at: datetime | None
    url_name: str
    opens_to: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Sign:
    """How something stands and since when; a room lists its own by `board_signs()` in its queries."""

    name: str | Promise
    health: Health
    at: datetime | None
    detail: str | Promise
    url_name: str = ""
