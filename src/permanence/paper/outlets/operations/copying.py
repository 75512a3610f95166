"""Copying a print run to a folder outside the box: whole files, checked, and taken up where a copy stopped."""

import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.foundation import node
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.outlets.adapters.folders import CopyStopped, OutsideFolder, digest_of
from permanence.paper.outlets.models import Export, ExportEnd, ExportFailure
from permanence.paper.outlets.rules.manifests import MANIFEST, RUN_FOLDER, SUMS, CopiedFile, CopyFacts, manifest, sums
from permanence.paper.press import operations as press
from permanence.paper.press import queries as prints

_WHOLE = "00-{name}.pdf"


class RunUnknown(LookupError):
    """No print run has this id."""


class NothingReady(LookupError):
    """No file of the run is printed yet."""


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """How far a copy is; `name` is the file just checked."""

    files: int
    of: int
    name: str


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What lies in the folder now; `kept` files were there already, `lacking` parts of the run were not ready."""

    export: UUID
    folder: Path
    files: int
    kept: int
    bytes: int
    lacking: tuple[str, ...]


@dataclass(slots=True)
class _Copy:
    """One call of `export_run`."""

    row: prints.RunRow
    parts: list[prints.PartRow]
    export: Export
    by: Actor
    occurred_at: datetime
    on_progress: Callable[[CopyProgress], None] | None
    total: int
    files: list[CopiedFile] = field(default_factory=list)
    kept: int = 0
    lacking: list[str] = field(default_factory=list)


def export_run(
    *,
    run: UUID,
    folder: Path,
    by: Actor,
    occurred_at: datetime,
    whole: bool = True,
    on_progress: Callable[[CopyProgress], None] | None = None,
) -> CopyReport:
    """Copy the printed files of a run to a folder, with the whole run as one more file, and a manifest of digests.

    Each file is written whole, flushed, and read back; one that lies there already is kept, so that a copy which
    stopped goes on where it was. Until the end its folder says that it is not complete. Refuses an unknown run
    (`RunUnknown`), one without a file (`NothingReady`), and stops where the folder fails (`CopyStopped`). The ledger
    gets `press.opened` for each file copied, and `outlets.exported` or `outlets.export_stopped`.
    """
    row = prints.run(run)
    if row is None:
        raise RunUnknown(run)
    if not any(part.path for part in row.parts):
        raise NothingReady(run)
    export = Export(run=run, folder=str(folder), form="pdf", asked_by=str(by), occurred_at=occurred_at)
    return copy_out(export=export, row=row, by=by, occurred_at=occurred_at, whole=whole, on_progress=on_progress)


def copy_out(
    *,
    export: Export,
    row: prints.RunRow,
    by: Actor,
    occurred_at: datetime,
    wards: Collection[UUID] = (),
    whole: bool = False,
    on_progress: Callable[[CopyProgress], None] | None = None,
) -> CopyReport:
    """Carry a copy out, of these wards' parts or of all; into a kept folder older copies are taken away afterwards.

    Refuses nothing, stops where the folder fails (`CopyStopped`). Logs as `export_run` does.
    """
    export.save(force_insert=True)
    parts = [part for part in row.parts if not wards or part.ward in wards]
    copy = _Copy(row, parts, export, by, occurred_at, on_progress, sum(bool(part.path) for part in parts) + whole)
    try:
        with translation.override(row.language):
            outside = OutsideFolder.opened(Path(export.folder), row.folder.name, _("INCOMPLETE"))
            _copy_all(copy, outside, whole=whole)
        if export.kept_id:
            outside.take_away_older(node.origin(), RUN_FOLDER)
    except CopyStopped as stopped:
        _record_stop(copy, stopped)
        raise
    return _record_end(copy, outside)


def _copy_all(copy: _Copy, outside: OutsideFolder, *, whole: bool) -> None:
    ready = [part for part in copy.parts if part.path]
    copy.lacking = [part.label for part in copy.parts if part.state not in {"ready", "empty"}]
    outside.take_away_others({part.path.name for part in ready if part.path})
    sizes = [part.path.stat().st_size for part in ready if part.path and not _lies_there(outside, part)]
    outside.make_room(sum(sizes) * (2 if whole else 1))
    for part in ready:
        _copy_part(copy, outside, part)
    if whole:
        _copy_whole(copy, outside)
    _seal(copy, outside)
    outside.finish()


def _lies_there(outside: OutsideFolder, part: prints.PartRow) -> bool:
    return part.path is not None and outside.holds(part.path.name, part.sha256)


def _copy_part(copy: _Copy, outside: OutsideFolder, part: prints.PartRow) -> None:
    if part.path is None:
        return
    if _lies_there(outside, part):
        size = part.path.stat().st_size
        copy.kept += 1
    else:
        try:
            # Through the press's own door: what leaves is accounted for, and is the very file it wrote.
            path, content = press.open_file(part=part.id, by=copy.by, occurred_at=copy.occurred_at)
        except (press.FileNotReady, press.FileChanged):
            copy.lacking.append(part.label)
            return
        size = len(content)
        outside.put(path.name, content, part.sha256)
    _tell(copy, CopiedFile(part.path.name, part.label, size, part.sha256, part.pages))


def _copy_whole(copy: _Copy, outside: OutsideFolder) -> None:
    """The whole run as one file, bound beside the box's own files because a stick is slow."""
    name = _WHOLE.format(name=_("whole"))
    with tempfile.TemporaryDirectory(dir=node.home(), prefix="binding-") as aside:
        bound = Path(aside) / name
        pages = prints.bind_whole(copy.row, bound)
        size, digest = digest_of(bound)
        outside.put(name, bound, digest)
    _tell(copy, CopiedFile(name, str(_("All files in one")), size, digest, pages))


def _seal(copy: _Copy, outside: OutsideFolder) -> None:
    facts = CopyFacts(
        box=node.origin(),
        run=str(copy.row.id),
        title=copy.row.title,
        picture_at=copy.row.picture_at,
        copied_at=copy.occurred_at,
        lacking=copy.lacking,
    )
    for name, text in ((SUMS, sums(copy.files)), (MANIFEST, manifest(facts, copy.files))):
        outside.put(name, text, sha256(text).hexdigest())


def _tell(copy: _Copy, file: CopiedFile) -> None:
    copy.files.append(file)
    if copy.on_progress:
        copy.on_progress(CopyProgress(len(copy.files), copy.total, file.name))


def _record_end(copy: _Copy, outside: OutsideFolder) -> CopyReport:
    size = sum(file.size for file in copy.files)
    digest = sha256(sums(copy.files)).hexdigest()
    with transaction.atomic():
        ExportEnd.objects.create(
            export=copy.export,
            files=len(copy.files),
            bytes=size,
            lacking=len(copy.lacking),
            sha256=digest,
            occurred_at=copy.occurred_at,
        )
        facts = {"run": str(copy.row.id), "folder": str(outside.path), "files": len(copy.files), "sha256": digest}
        ledger.record(
            kind="outlets.exported", subject=copy.export.id, by=copy.by, occurred_at=copy.occurred_at, facts=facts
        )
    return CopyReport(copy.export.id, outside.path, len(copy.files), copy.kept, size, tuple(copy.lacking))


def _record_stop(copy: _Copy, stopped: CopyStopped) -> None:
    with transaction.atomic():
        ExportFailure.objects.create(
            export=copy.export, reason=stopped.reason, files=len(copy.files), occurred_at=copy.occurred_at
        )
        facts = {"run": str(copy.row.id), "reason": stopped.reason.value, "files": len(copy.files)}
        ledger.record(
            kind="outlets.export_stopped", subject=copy.export.id, by=copy.by, occurred_at=copy.occurred_at, facts=facts
        )
