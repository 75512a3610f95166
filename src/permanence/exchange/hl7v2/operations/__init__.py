"""What may be done with feeds and messages: hear, receive, hold, release, settle what waits in quarantine."""

from permanence.exchange.hl7v2.adapters.arrivals import Arrival
from permanence.exchange.hl7v2.adapters.mllp import PORT, FeedServer, Limits
from permanence.exchange.hl7v2.adapters.sender import Delivery, send
from permanence.exchange.hl7v2.models import FeedKind, Outcome
from permanence.exchange.hl7v2.operations.feeds import (
    FeedAlreadyKnown,
    FeedDescription,
    FeedUnknown,
    add_feed,
    describe_feed,
)
from permanence.exchange.hl7v2.operations.holds import (
    FeedsAlreadyHeld,
    FeedsNotHeld,
    Replayed,
    hold_feeds,
    release_feeds,
    replay_held,
)
from permanence.exchange.hl7v2.operations.ingest import ImportReport, Receipt, import_files, receive
from permanence.exchange.hl7v2.operations.listening import start_feeds
from permanence.exchange.hl7v2.operations.quarantine import (
    NotInQuarantine,
    ReplayReport,
    StillRefused,
    account_for_opening,
    discard,
    mend,
    replay,
)

__all__ = [
    "PORT", "Arrival", "Delivery", "FeedAlreadyKnown", "FeedDescription", "FeedKind", "FeedServer", "FeedUnknown",
    "FeedsAlreadyHeld", "FeedsNotHeld", "ImportReport", "Limits", "NotInQuarantine", "Outcome", "Receipt",
    "ReplayReport", "Replayed", "StillRefused", "account_for_opening", "add_feed", "describe_feed", "discard",
    "hold_feeds", "import_files", "mend", "receive", "release_feeds", "replay", "replay_held", "send", "start_feeds",
]  # fmt: skip
