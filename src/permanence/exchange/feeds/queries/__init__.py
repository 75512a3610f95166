"""Reads of feeds, messages and quarantine."""

from permanence.exchange.feeds.queries.feeds import (
    FeedRow,
    HoldRow,
    board_signs,
    feed,
    feed_of,
    feeds,
    held_and_waiting,
    open_hold,
    picture_at,
)
from permanence.exchange.feeds.queries.quarantine import (
    PAGE,
    WORKERS,
    OpenedMessage,
    QuarantineRow,
    ReasonCount,
    board_queues,
    opened,
    quarantined,
    said,
    waiting,
    waiting_by_reason,
)
from permanence.exchange.feeds.queries.readiness import readiness_checks

__all__ = [
    "PAGE", "WORKERS", "FeedRow", "HoldRow", "OpenedMessage", "QuarantineRow", "ReasonCount",
    "board_queues", "board_signs", "feed", "feed_of", "feeds", "held_and_waiting", "open_hold", "opened",
    "picture_at", "quarantined", "readiness_checks", "said", "waiting", "waiting_by_reason",
]  # fmt: skip
