"""A copy for browsers: one file that holds all, one for each ward, under one passphrase that is kept nowhere."""

from collections.abc import Callable, Sequence
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
from permanence.paper.outlets.adapters.folders import CopyStopped, OutsideFolder
from permanence.paper.outlets.adapters.sealer import Sealer, piece
from permanence.paper.outlets.models import Export, ExportEnd, ExportFailure
from permanence.paper.outlets.operations.copying import CopyProgress, RunUnknown
from permanence.paper.outlets.rules.manifests import MANIFEST, SUMS, CopiedFile, CopyFacts, manifest, sums
from permanence.paper.outlets.rules.sealing import Block, page, plain, searched, spoken
from permanence.paper.press import queries as prints

_DIRECTORY = "directory"
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class SealReport:
    """An encrypted copy, and its passphrase: said once, here, and kept nowhere."""

    export: UUID
    folder: Path
    files: int
    documents: int
    bytes: int
    lacking: tuple[str, ...]
    passphrase: str


@dataclass(slots=True)
class _Copy:
    """One call of `seal_run`."""

    row: prints.RunRow
    export: Export
    outside: OutsideFolder
    by: Actor
    occurred_at: datetime
    on_progress: Callable[[CopyProgress], None] | None
    sealer: Sealer = field(default_factory=Sealer)
    files: list[CopiedFile] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    parts: list[dict[str, object]] = field(default_factory=list)
    people: list[dict[str, object]] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    documents: int = 0


def seal_run(
    *,
    run: UUID,
    folder: Path,
    by: Actor,
    occurred_at: datetime,
    on_progress: Callable[[CopyProgress], None] | None = None,
) -> SealReport:
    """Write what a run says, as things stand now, as encrypted files that any browser opens from a stick.

    `index.html` holds all wards and finds people by name; each ward has a file of its own too. All are sealed with
    AES-256-GCM under a new passphrase, which is in the report and nowhere else; no name is in clear, nor in the name of
    a file. A copy that stopped begins anew. Refuses an unknown run (`RunUnknown`), stops where the folder fails
    (`CopyStopped`). The ledger gets `outlets.sealed` with the patients of each part, and `outlets.exported` or
    `outlets.export_stopped`.
    """
    row = prints.run(run)
    if row is None:
        raise RunUnknown(run)
    export = Export.objects.create(run=run, folder=str(folder), form="html", asked_by=str(by), occurred_at=occurred_at)
    written: list[CopiedFile] = []
    try:
        with translation.override(row.language):
            outside = OutsideFolder.opened(folder, f"{row.folder.name}-html", _("INCOMPLETE"))
            copy = _Copy(row, export, outside, by, occurred_at, on_progress, files=written)
            _seal_all(copy)
    except CopyStopped as stopped:
        with transaction.atomic():
            ExportFailure.objects.create(
                export=export, reason=stopped.reason, files=len(written), occurred_at=occurred_at
            )
            facts = {"run": str(run), "reason": stopped.reason.value, "files": len(written)}
            ledger.record(kind="outlets.export_stopped", subject=export.id, by=by, occurred_at=occurred_at, facts=facts)
        raise
    return _ended(copy)


def _seal_all(copy: _Copy) -> None:
    copy.outside.take_away_others(())
    for part in prints.screens(copy.row.id, copy.occurred_at):
        _seal_part(copy, part)
    _write(copy, _INDEX, str(_("All wards")), copy.blocks, copy.parts, copy.people)
    facts = CopyFacts(
        node.origin(), str(copy.row.id), copy.row.title, copy.row.picture_at, copy.occurred_at, copy.lacking
    )
    for name, text in ((SUMS, sums(copy.files)), (MANIFEST, manifest(facts, copy.files))):
        copy.outside.put(name, text, sha256(text).hexdigest())
    copy.outside.finish()


def _seal_part(copy: _Copy, part: prints.ScreenPart) -> None:
    if part.failed:
        copy.lacking.append(part.label)
    if not part.documents:
        return
    name = f"part{part.place}"
    documents = [_document(one) for one in part.documents]
    block = copy.sealer.seal(name, plain({"documents": documents}))
    listed: dict[str, object] = {"name": name, "label": part.label, "count": len(documents)}
    people = [_person(one, name, place) for place, one in enumerate(part.documents) if one.subject]
    with transaction.atomic():
        patients = sorted({str(one.patient) for one in part.documents if one.patient})
        sealed = {"run": str(copy.row.id), "documents": len(documents), "patients": patients}
        ledger.record(kind="outlets.sealed", subject=part.part, by=copy.by, occurred_at=copy.occurred_at, facts=sealed)
    copy.documents += len(documents)
    copy.blocks.append(block)
    copy.parts.append(listed)
    copy.people += people
    file = prints.file_name(part.place, part.label).removesuffix(".pdf") + ".html"
    _write(copy, file, part.label, [block], [listed], people)


def _document(one: prints.ScreenDocument) -> dict[str, object]:
    return {
        "place": one.place,
        "title": one.title,
        "subject": one.subject,
        "subject_line": one.subject_line,
        "printed": one.printed,
        "age": one.age,
        "banner": one.banner,
        "html": one.html,
        "plain": one.plain,
    }


def _person(one: prints.ScreenDocument, part: str, place: int) -> dict[str, object]:
    found = searched(f"{one.subject} {one.subject_line}")
    return {
        "name": one.subject, "line": one.subject_line, "place": one.place, "title": one.title,
        "part": part, "document": place, "find": found,
    }  # fmt: skip


def _write(
    copy: _Copy,
    name: str,
    label: str,
    blocks: Sequence[Block],
    parts: Sequence[dict[str, object]],
    people: Sequence[dict[str, object]],
) -> None:
    directory = {
        "title": f"{copy.row.title} - {label}",
        "made": _("Written {moment}").format(moment=prints.moment(copy.occurred_at)),
        "parts": parts,
        "people": sorted(people, key=lambda one: str(one["find"])),
        "lacking": copy.lacking,
    }
    first = copy.sealer.seal(_DIRECTORY, plain(directory))
    text = page(
        words=_words(),
        language=copy.row.language,
        salt=copy.sealer.salt,
        blocks=[first, *blocks],
        program=piece("program.js"),
        style=piece("style.css"),
    ).encode()
    digest = sha256(text).hexdigest()
    copy.outside.put(name, text, digest)
    copy.files.append(CopiedFile(name, label, len(text), digest))
    if copy.on_progress:
        copy.on_progress(CopyProgress(len(copy.files), len(copy.row.parts) + 1, name))


def _words() -> dict[str, str]:
    """What the page says around the sealed blocks: the same for whoever cannot open it."""
    return {
        "title": _("Patients' summaries, sealed"),
        "passphrase": _("Passphrase"),
        "how": _("It stands on the card: four groups of four. Dashes, capitals and spaces do not matter."),
        "open": _("Open"),
        "opening": _("Opening, some seconds…"),
        "wrong": _("This is not the passphrase of these files. Compare each letter with the card."),
        "nothing_opens": _(
            "If nothing else appears here, this browser cannot open these files: use a newer Chromium, Firefox, Edge"
            " or Safari."
        ),
        "too_old": _("This browser is too old for these files: use a newer Chromium, Firefox, Edge or Safari."),
        "no_script": _("Scripts are switched off in this browser: switch them on for this file, nothing leaves it."),
        "search": _("Search a name"),
        "nobody": _("Nobody of this name in this copy."),
        "more": _("{count} more: type more letters."),
        "wards": _("All parts"),
        "whole_ward": _("The whole part"),
        "lock": _("Lock"),
        "lacking": _("LACKING:"),
        "plain": _("Shown without its layout."),
    }


def _ended(copy: _Copy) -> SealReport:
    size, digest = sum(file.size for file in copy.files), sha256(sums(copy.files)).hexdigest()
    with transaction.atomic():
        ExportEnd.objects.create(
            export=copy.export,
            files=len(copy.files),
            bytes=size,
            lacking=len(copy.lacking),
            sha256=digest,
            occurred_at=copy.occurred_at,
        )
        facts = {"run": str(copy.row.id), "form": "html", "folder": str(copy.outside.path), "files": len(copy.files)}
        ledger.record(
            kind="outlets.exported", subject=copy.export.id, by=copy.by, occurred_at=copy.occurred_at, facts=facts
        )
    return SealReport(
        export=copy.export.id,
        folder=copy.outside.path,
        files=len(copy.files),
        documents=copy.documents,
        bytes=size,
        lacking=tuple(copy.lacking),
        passphrase=spoken(copy.sealer.passphrase),
    )
