"""How each watched folder stands: whether it can be read, what came last, what was set aside."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from permanence.exchange.feeds.models import FileArrival, FileFate, FileOutcome, FolderLoss, PickedFile, WatchedFolder
from permanence.foundation.board import Health, Sign
from permanence.foundation.readiness import Check


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A watched folder; `lost_at` and `lost_why` when it cannot be read, `waiting` the files claimed and not settled.

    `last_*` tell of the file settled last, None and empty when none ever was; `taken` and `refused` count since ever.
    """

    id: UUID
    path: str
    feed: UUID
    code: str
    name: str
    format: str
    profile: str
    settled_seconds: int
    watched_at: datetime
    watched_by: str
    lost_at: datetime | None
    lost_why: str
    waiting: int
    taken: int
    refused: int
    last_at: datetime | None
    last_name: str
    last_fate: FileFate | None
    last_why: str

    @property
    def health(self) -> Health:
        """Bad while it cannot be read, to be watched when the last file was set aside."""
        if self.lost_at:
            return Health.BAD
        return Health.WATCH if self.last_fate is FileFate.REFUSED else Health.GOOD


def folders() -> list[FolderRow]:
    """The folders under watch, by feed and path."""
    rows = WatchedFolder.objects.filter(end__isnull=True).select_related("feed").order_by("feed__name", "path")
    losses = {one.folder_id: one for one in FolderLoss.objects.filter(end__isnull=True)}
    return [_row(one, losses.get(one.id)) for one in rows]


def folder_signs() -> list[Sign]:
    """Folders that cannot be read, and those whose last file was set aside."""
    return [_sign(row) for row in folders() if row.health is not Health.GOOD]


def folder_checks() -> list[Check]:
    """Whether each watched folder can be read tonight."""
    remedy = _("Look at the share: is it mounted, and may the box read and rename there? What was left in it waits.")
    return [
        Check(_("Folder of {feed}").format(feed=row.name), row.health, folder_health(row), remedy) for row in folders()
    ]


def last_files() -> dict[UUID, datetime]:
    """Feed -> when a file of it was last taken in."""
    found: dict[UUID, datetime] = {}
    arrivals = FileArrival.objects.values_list("feed").annotate(last=Max("occurred_at")).order_by()
    outcomes = FileOutcome.objects.filter(fate=FileFate.TAKEN).values_list("file__folder__feed")
    for feed, last in [*arrivals, *outcomes.annotate(last=Max("occurred_at")).order_by()]:
        found[feed] = max(last, found.get(feed, last))
    return found


def folder_health(row: FolderRow) -> str:
    """How a folder stands, in words."""
    if row.lost_at:
        return _("{path} cannot be read: {why}").format(path=row.path, why=row.lost_why)
    if row.last_fate is FileFate.REFUSED:
        return _("{name} was set aside: {why}").format(name=row.last_name, why=row.last_why)
    return _("{taken} files taken, {refused} set aside.").format(taken=row.taken, refused=row.refused)


def _sign(row: FolderRow) -> Sign:
    name = _("Folder of {feed}").format(feed=row.name)
    return Sign(name, row.health, row.lost_at or row.last_at, folder_health(row), "feeds:feeds")


def _row(found: WatchedFolder, loss: FolderLoss | None) -> FolderRow:
    settled = FileOutcome.objects.filter(file__folder=found)
    last = settled.exclude(fate=FileFate.GONE).select_related("file").order_by("-id").first()
    return FolderRow(
        id=found.id,
        path=found.path,
        feed=found.feed_id,
        code=found.feed.code,
        name=found.feed.name,
        format=found.format,
        profile=found.profile,
        settled_seconds=found.settled_seconds,
        watched_at=found.occurred_at,
        watched_by=found.watched_by,
        lost_at=loss.occurred_at if loss else None,
        lost_why=loss.why if loss else "",
        waiting=PickedFile.objects.filter(folder=found, outcome__isnull=True).count(),
        taken=settled.filter(fate=FileFate.TAKEN).count(),
        refused=settled.filter(fate=FileFate.REFUSED).count(),
        last_at=last.occurred_at if last else None,
        last_name=last.file.name if last else "",
        last_fate=FileFate(last.fate) if last else None,
        last_why=last.why if last else "",
    )
