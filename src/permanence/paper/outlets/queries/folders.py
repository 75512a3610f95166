"""Folders outside the box that are kept up, and the last copy of each."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from permanence.foundation import node
from permanence.paper.outlets.models import Export, KeptFolder
from permanence.paper.outlets.queries.exports import ExportRow, export_row


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A kept folder: the last try, and the last copy that lies there whole; None when there was none."""

    id: UUID
    path: str
    wards: tuple[UUID, ...]
    last: ExportRow | None
    whole: ExportRow | None


def folders() -> list[FolderRow]:
    """The folders this box keeps up, by path."""
    tries = Export.objects.filter(kept=OuterRef("pk")).order_by("-id").values("pk")
    rows = list(
        KeptFolder.objects.filter(removal__isnull=True, origin=node.origin())
        .annotate(last=Subquery(tries[:1]), whole=Subquery(tries.filter(end__isnull=False)[:1]))
        .order_by("path")
    )
    wanted = {one for row in rows for one in (row.last, row.whole)}
    found = {one.pk: export_row(one) for one in Export.objects.filter(pk__in=wanted).select_related("end", "failure")}
    return [
        FolderRow(row.id, row.path, tuple(UUID(ward) for ward in row.wards), found.get(row.last), found.get(row.whole))
        for row in rows
    ]


def folder_at(path: str) -> FolderRow | None:
    """The kept folder of this path, or None."""
    return next((row for row in folders() if row.path == path), None)
