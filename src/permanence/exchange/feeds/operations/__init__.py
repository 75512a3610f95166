"""What may be done with feeds and their messages: receive, hold, release, settle what waits in quarantine."""

from permanence.exchange.feeds.adapters.formats import FormatUnknown
from permanence.exchange.feeds.models import FeedKind, Outcome
from permanence.exchange.feeds.operations.applying import NOT_THE_MESSAGE
from permanence.exchange.feeds.operations.feeds import (
    FeedAlreadyKnown,
    FeedDescription,
    FeedUnknown,
    add_feed,
    describe_feed,
)
from permanence.exchange.feeds.operations.folders import (
    FolderAlreadyWatched,
    FolderUnknown,
    FolderUnusable,
    end_watch,
    record_file,
    watch_folder,
)
from permanence.exchange.feeds.operations.holds import (
    Fate,
    FeedsAlreadyHeld,
    FeedsNotHeld,
    Replayed,
    hold_feeds,
    release_feeds,
    replay_held,
)
from permanence.exchange.feeds.operations.importing import ImportReport, receive_files
from permanence.exchange.feeds.operations.quarantine import (
    NotInQuarantine,
    ReplayReport,
    StillRefused,
    account_for_opening,
    discard,
    mend,
    replay,
    replay_waiting,
)
from permanence.exchange.feeds.operations.reading import Arrival
from permanence.exchange.feeds.operations.receiving import Receipt, receive
from permanence.exchange.feeds.operations.silences import forget_old_activity, watch_silences
from permanence.exchange.feeds.operations.watching import FolderWatch, look_into_folders

__all__ = [
    "NOT_THE_MESSAGE", "Arrival", "Fate", "FeedAlreadyKnown", "FeedDescription", "FeedKind", "FeedUnknown",
    "FeedsAlreadyHeld", "FeedsNotHeld", "FolderAlreadyWatched", "FolderUnknown", "FolderUnusable", "FolderWatch",
    "FormatUnknown", "ImportReport", "NotInQuarantine", "Outcome", "Receipt", "ReplayReport", "Replayed",
    "StillRefused", "account_for_opening", "add_feed", "describe_feed", "discard", "end_watch", "forget_old_activity",
    "hold_feeds", "look_into_folders", "mend", "receive", "receive_files", "record_file", "release_feeds", "replay",
    "replay_held", "replay_waiting", "watch_folder", "watch_silences",
]  # fmt: skip
