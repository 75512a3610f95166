"""Watched folders: files that are whole are claimed by renaming, taken in, and kept; what cannot be is set aside.

Each step is written before it is done, or can be done again: a box cut off between any two loses nothing, and applies
nothing twice, because what a feed said before is known by its bytes.
"""

import logging
import time
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.exchange.feeds.adapters import folders
from permanence.exchange.feeds.adapters.formats import FormatUnknown, format_named, importer_named
from permanence.exchange.feeds.models import (
    REASON_LENGTH,
    FileFate,
    FileOutcome,
    FolderLoss,
    FolderReturn,
    PickedFile,
    WatchedFolder,
)
from permanence.exchange.feeds.operations.applying import NOT_THE_MESSAGE
from permanence.exchange.feeds.rules.formats import FileUnusable, Recognises
from permanence.exchange.feeds.rules.watching import Sight, is_whole, refused_name, seen_again, taken_name
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger

logger = logging.getLogger(__name__)
_COUNTS = ("received", "applied", "quarantined", "duplicates", "held")


def look_into_folders(*, watch: "FolderWatch", by: Actor, occurred_at: datetime) -> int:
    """Go on with files that were claimed, and claim those that are whole; how many were dealt with.

    `watch` remembers between two calls what was seen. Logs `feeds.folder_lost` and `feeds.folder_found` when a folder
    can no longer be read, or again; for each file `feeds.file_picked`, then what its format logs, then
    `feeds.file_settled`.
    """
    dealt_with = 0
    for folder in WatchedFolder.objects.select_related("feed", "end").order_by("id"):
        for picked in PickedFile.objects.filter(folder=folder, outcome__isnull=True).order_by("id"):
            dealt_with += _go_on(folder, picked, by, occurred_at)
        if not hasattr(folder, "end"):
            for sight in _whole_files(watch, folder, by, occurred_at):
                dealt_with += _go_on(folder, _pick(folder, sight, by, occurred_at), by, occurred_at)
    return dealt_with


class FolderWatch:
    """What a process saw in its folders last: a file is whole when it did not change from one look to another."""

    def __init__(self) -> None:
        self._seen: dict[tuple[UUID, str], Sight] = {}

    def whole(self, folder: WatchedFolder, at: float) -> list[Sight]:
        """The files that are whole by now. Raises `OSError`."""
        now = {
            (folder.id, sight.name): seen_again(self._seen.get((folder.id, sight.name)), sight)
            for sight in folders.files_seen(Path(folder.path), at)
        }
        self._seen = {key: sight for key, sight in self._seen.items() if key[0] != folder.id} | now
        return [sight for sight in now.values() if is_whole(sight, at, folder.settled_seconds)]


def _whole_files(watch: FolderWatch, folder: WatchedFolder, by: Actor, occurred_at: datetime) -> list[Sight]:
    try:
        found = watch.whole(folder, time.monotonic())
    except OSError as error:
        _lose(folder, error.strerror or type(error).__name__, by, occurred_at)
        return []
    _find(folder, by, occurred_at)
    return found


def _pick(folder: WatchedFolder, sight: Sight, by: Actor, occurred_at: datetime) -> PickedFile:
    with transaction.atomic():
        picked = PickedFile(
            folder=folder, name=sight.name, size=sight.size, changed_ns=sight.changed_ns, occurred_at=occurred_at
        )
        picked.taken_as = taken_name(sight.name, timezone.localtime(occurred_at), picked.id.hex[-8:])
        picked.save()
        facts: dict[str, object] = {"folder": folder.id, "size": sight.size}
        ledger.record(kind="feeds.file_picked", subject=picked.id, by=by, occurred_at=occurred_at, facts=facts)
    return picked


def _go_on(folder: WatchedFolder, picked: PickedFile, by: Actor, occurred_at: datetime) -> bool:
    """Deal with a file from wherever it is; whether that is done."""
    root = Path(folder.path)
    try:
        if folders.sight_of(root, picked.taken_as) is None and not _claim(root, picked):
            _settle(
                picked, FileFate.GONE, _("The file changed or went away before it was taken."), None, by, occurred_at
            )
            return True
        report = _import(root, folder, picked, by, occurred_at)
    except _Refused as refused:
        return _refuse(root, picked, str(refused), by, occurred_at)
    except OSError as error:
        # The share is gone with the file on it: it is gone on with once it is back.
        _lose(folder, error.strerror or type(error).__name__, by, occurred_at)
        return False
    _settle(picked, FileFate.TAKEN, "", report, by, occurred_at)
    return True


def _claim(root: Path, picked: PickedFile) -> bool:
    """Move a file where no other looks; False when it is no longer what was seen."""
    refused_as = refused_name(picked.taken_as)
    if folders.sight_of(root, refused_as) is not None:
        # Cut off after it was set aside, before that was written.
        raise _Refused(_("It was set aside before."))
    now = folders.sight_of(root, picked.name)
    if now is None or (now.size, now.changed_ns) != (picked.size, picked.changed_ns):
        return False
    folders.move(root, picked.name, picked.taken_as)
    return True


class _Refused(Exception):
    """Nothing of a file can be taken in; the argument says why, for people."""


def _import(root: Path, folder: WatchedFolder, picked: PickedFile, by: Actor, occurred_at: datetime) -> Any:
    """Take a claimed file in. Raises `_Refused`, and `OSError` when the folder is gone."""
    how = {"profile": folder.profile} if folder.profile else {}
    try:
        _check_recognised(root, folder, picked)
        report = importer_named(folder.format)(
            path=root / picked.taken_as, feed=folder.feed.code, by=by, occurred_at=occurred_at, **how
        )
    except NOT_THE_MESSAGE:
        raise
    except FileUnusable as unusable:
        raise _Refused(_(unusable.text).format(detail=unusable.detail)) from unusable
    except FormatUnknown as unknown:
        raise _Refused(_("No room of this box reads this format any more.")) from unknown
    except OSError as error:
        root.stat()
        raise _Refused(_("The file cannot be read: {why}").format(why=error.strerror)) from error
    except _Refused:
        raise
    except Exception as fault:
        # One file must not keep the others of its folder from being taken in.
        _report(fault)
        raise _Refused(_("This box failed to take it in ({fault}).").format(fault=type(fault).__name__)) from fault
    if report.unreadable_files or not report.received:
        root.stat()
        raise _Refused(_("The file cannot be read.") if report.unreadable_files else _("The file holds nothing."))
    return report


def _report(fault: Exception) -> None:
    """Say where it breaks, without the values it breaks on: they are a patient's."""
    frames = "".join(traceback.format_tb(fault.__traceback__))
    logger.error("a file of a watched folder cannot be taken in: %s\n%s", type(fault).__name__, frames)


def _check_recognised(root: Path, folder: WatchedFolder, picked: PickedFile) -> None:
    head, reads = folders.head_of(root, picked.taken_as), format_named(folder.format)
    if not head.strip():
        raise _Refused(_("The file is empty."))
    if isinstance(reads, Recognises) and not reads.recognises(head):
        raise _Refused(
            _("The file is not of the format this folder is watched for ({format}).").format(format=reads.name)
        )


def _refuse(root: Path, picked: PickedFile, why: str, by: Actor, occurred_at: datetime) -> bool:
    """Set a file aside with a text beside it that says why; whether that is done."""
    refused_as = refused_name(picked.taken_as)
    said = _(
        "{name}, {moment}\n\n{why}\nNothing of it was lost: it lies beside this text. Put it right and drop it again.\n"
    )
    try:
        folders.say_why(
            root,
            refused_as,
            said.format(name=picked.name, moment=f"{timezone.localtime(occurred_at):%Y-%m-%d %H:%M}", why=why),
        )
        if folders.sight_of(root, picked.taken_as) is not None:
            folders.move(root, picked.taken_as, refused_as)
    except OSError as error:
        _lose(picked.folder, error.strerror or type(error).__name__, by, occurred_at)
        return False
    _settle(picked, FileFate.REFUSED, why, None, by, occurred_at)
    return True


def _settle(picked: PickedFile, fate: FileFate, why: str, report: Any, by: Actor, occurred_at: datetime) -> None:
    counts = {name: getattr(report, name) for name in _COUNTS} if report else {}
    with transaction.atomic():
        FileOutcome.objects.create(file=picked, fate=fate, why=why[:REASON_LENGTH], occurred_at=occurred_at, **counts)
        facts: dict[str, object] = {"fate": fate.value, **counts}
        ledger.record(kind="feeds.file_settled", subject=picked.id, by=by, occurred_at=occurred_at, facts=facts)


@transaction.atomic
def _lose(folder: WatchedFolder, why: str, by: Actor, occurred_at: datetime) -> None:
    if not FolderLoss.objects.filter(folder=folder, end__isnull=True).exists():
        FolderLoss.objects.create(folder=folder, why=why[:REASON_LENGTH], occurred_at=occurred_at)
        ledger.record(kind="feeds.folder_lost", subject=folder.id, by=by, occurred_at=occurred_at, facts={"why": why})


def _find(folder: WatchedFolder, by: Actor, occurred_at: datetime) -> None:
    loss = FolderLoss.objects.filter(folder=folder, end__isnull=True).first()
    if loss is not None:
        with transaction.atomic():
            FolderReturn.objects.create(loss=loss, occurred_at=occurred_at)
            ledger.record(kind="feeds.folder_found", subject=folder.id, by=by, occurred_at=occurred_at, facts={})
