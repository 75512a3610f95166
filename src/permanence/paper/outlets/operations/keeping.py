"""Folders outside the box in which the newest kit always lies."""

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.outlets.adapters.folders import CopyStopped, is_folder
from permanence.paper.outlets.models import Export, KeptFolder, KeptFolderRemoval
from permanence.paper.outlets.operations.copying import copy_out
from permanence.paper.outlets.queries.folders import folder_at, folders
from permanence.paper.outlets.rules.manifests import StopReason
from permanence.paper.press import queries as prints

# A share that is away is asked again, but not at every round of the porter.
_PAUSE = timedelta(minutes=5)


class FolderKnown(ValueError):
    """The folder is kept up already."""


class FolderUnknown(LookupError):
    """No folder of this path is kept up."""


def keep_folder(*, path: Path, wards: Collection[UUID], by: Actor, occurred_at: datetime) -> UUID:
    """From now on the newest kit lies in this folder, of these wards or, with none, all of it.

    Refuses a path that is no folder (`CopyStopped`) and one that is kept up already (`FolderKnown`). Logs
    `outlets.folder_kept`.
    """
    if not is_folder(path):
        raise CopyStopped(StopReason.MISSING)
    with transaction.atomic():
        take_turns("outlets.folders")
        if folder_at(str(path)):
            raise FolderKnown(path)
        row = KeptFolder.objects.create(
            path=str(path), wards=sorted(map(str, wards)), added_by=str(by), occurred_at=occurred_at
        )
        facts = {"path": str(path), "wards": row.wards}
        ledger.record(kind="outlets.folder_kept", subject=row.id, by=by, occurred_at=occurred_at, facts=facts)
    return row.id


@transaction.atomic
def leave_folder(*, folder: UUID, by: Actor, occurred_at: datetime) -> None:
    """Keep a folder up no more; what lies in it stays, and grows old.

    Refuses a folder that is not kept up (`FolderUnknown`). Logs `outlets.folder_left`.
    """
    row = KeptFolder.objects.filter(pk=folder, removal__isnull=True).first()
    if row is None:
        raise FolderUnknown(folder)
    KeptFolderRemoval.objects.create(folder=row, removed_by=str(by), occurred_at=occurred_at)
    ledger.record(kind="outlets.folder_left", subject=row.id, by=by, occurred_at=occurred_at, facts={"path": row.path})


def refresh_folders(*, run: UUID, by: Actor, occurred_at: datetime) -> int:
    """Copy a run to every kept folder that has not got it; gives to how many.

    The older copy goes when the new one is whole. A folder that is away is tried again some minutes later, and its sign
    on the board says so. Logs as `export_run`, and `outlets.folders_refreshed` when it copied.
    """
    row = prints.run(run)
    copied = 0
    for folder in folders() if row else ():
        last = folder.last
        fresh = last is not None and last.run == run and last.ended_at is not None
        tried = last is not None and last.stop is not None and occurred_at - last.asked_at < _PAUSE
        if row is None or fresh or tried:
            continue
        export = Export(
            run=run, kept_id=folder.id, folder=folder.path, form="pdf", asked_by=str(by), occurred_at=occurred_at
        )
        try:
            copy_out(export=export, row=row, by=by, occurred_at=occurred_at, wards=folder.wards, whole=not folder.wards)
        except CopyStopped:
            continue
        copied += 1
    if copied:
        with transaction.atomic():
            facts = {"folders": copied}
            ledger.record(kind="outlets.folders_refreshed", subject=run, by=by, occurred_at=occurred_at, facts=facts)
    return copied
