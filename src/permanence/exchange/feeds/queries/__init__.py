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
    open_holds,
    patients_of,
    picture_at,
    stands,
    thresholds,
)
from permanence.exchange.feeds.queries.quarantine import (
    PAGE,
    WORKERS,
    OpenedMessage,
    QuarantineRow,
    ReasonCount,
    WaitingReason,
    board_queues,
    opened,
    quarantined,
    reasons_of,
    said,
    waiting,
    waiting_by_reason,
)
from permanence.exchange.feeds.queries.readiness import readiness_checks
from permanence.exchange.feeds.queries.rhythms import usual_week

__all__ = [
    "PAGE", "WORKERS", "FeedRow", "HoldRow", "OpenedMessage", "QuarantineRow", "ReasonCount",
    "WaitingReason", "reasons_of",
    "board_queues", "board_signs", "feed", "feed_of", "feeds", "held_and_waiting", "open_hold", "open_holds", "opened",
    "patients_of",
    "picture_at", "quarantined", "readiness_checks", "said", "stands", "thresholds",
    "usual_week", "waiting", "waiting_by_reason",
]  # fmt: skip
