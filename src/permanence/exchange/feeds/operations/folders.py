"""Which folders are watched, and feeds that are heard by files."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from permanence.exchange.feeds.adapters import folders
from permanence.exchange.feeds.adapters.formats import importer_named
from permanence.exchange.feeds.models import Feed, FileArrival, WatchedFolder, WatchEnd
from permanence.exchange.feeds.operations.feeds import FeedUnknown
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger


class FolderAlreadyWatched(Exception):
    """Another watch, or the same one, looks at this folder."""


class FolderUnusable(Exception):
    """The folder cannot be read, or files in it cannot be renamed; the argument says why."""


class FolderUnknown(Exception):
    """No such watch."""


def watch_folder(
    *, path: Path, feed: str, format_name: str, profile: str, settled_seconds: int, by: Actor, occurred_at: datetime
) -> UUID:
    """Take in what another system leaves in a folder, from now on; `settled_seconds` unchanged, a file is whole.

    Refuses an unknown feed (`FeedUnknown`), a format nobody reads (`FormatUnknown`), a folder already watched
    (`FolderAlreadyWatched`), one that cannot be read or renamed in (`FolderUnusable`). Logs `feeds.folder_watched`.
    """
    whole = path.absolute()
    importer_named(format_name)
    try:
        folders.check_usable(whole)
    except OSError as error:
        raise FolderUnusable(error.strerror or str(error)) from error
    with transaction.atomic():
        known = Feed.objects.filter(code=feed).first()
        if known is None:
            raise FeedUnknown(feed)
        if WatchedFolder.objects.filter(path=str(whole), end__isnull=True).exists():
            raise FolderAlreadyWatched(whole)
        made = WatchedFolder.objects.create(
            path=str(whole), feed=known, format=format_name, profile=profile, settled_seconds=settled_seconds,
            watched_by=str(by), occurred_at=occurred_at,
        )  # fmt: skip
        facts: dict[str, object] = {"path": str(whole), "feed": feed, "format": format_name, "profile": profile}
        ledger.record(kind="feeds.folder_watched", subject=made.id, by=by, occurred_at=occurred_at, facts=facts)
    return made.id


@transaction.atomic
def end_watch(*, folder: UUID, by: Actor, occurred_at: datetime) -> None:
    """Leave a folder alone from now on; what was claimed is still dealt with. Refuses an ended one (`FolderUnknown`).

    Logs `feeds.folder_left`.
    """
    if not WatchedFolder.objects.filter(id=folder, end__isnull=True).exists():
        raise FolderUnknown(folder)
    WatchEnd.objects.create(folder_id=folder, ended_by=str(by), occurred_at=occurred_at)
    ledger.record(kind="feeds.folder_left", subject=folder, by=by, occurred_at=occurred_at, facts={})


@transaction.atomic
def record_file(*, feed: str, name: str, received: int, by: Actor, occurred_at: datetime) -> None:
    """Write that a feed was heard by a file, whether or not it said anything new. Logs `feeds.file_arrived`."""
    known = Feed.objects.filter(code=feed).first()
    if known is not None:
        arrival = FileArrival.objects.create(feed=known, name=name[:255], received=received, occurred_at=occurred_at)
        facts: dict[str, object] = {"feed": feed, "received": received}
        ledger.record(kind="feeds.file_arrived", subject=arrival.id, by=by, occurred_at=occurred_at, facts=facts)
