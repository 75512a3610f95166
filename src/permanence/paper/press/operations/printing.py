"""Printing a run: parts are claimed, numbered, typeset beside this process, and put on the disk one after the other."""

import logging
import time
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press import queries
from permanence.paper.press.adapters import files
from permanence.paper.press.adapters.binding import bind
from permanence.paper.press.adapters.typesetter import PLAIN
from permanence.paper.press.adapters.workers import DOCUMENTS_A_JOB, Typeset, Workers
from permanence.paper.press.models import PrintedFile, PrintFailure, PrintPart, PrintRun, SheetSubject
from permanence.paper.press.rules import DISK_FULL, file_name, in_chunks, successors
from permanence.paper.sheets import operations as sheets
from permanence.paper.sheets import queries as sheet_queries

log = logging.getLogger(__name__)
# Longer than any part takes between two renewals, short enough that a killed print goes on soon.
LEASE = timedelta(seconds=15)
# Enough to keep the workers busy while this process reads the next ward.
_PARTS_AHEAD = 3
_PATIENCE_S = 0.3


class RunUnknown(LookupError):
    """No print run has this id."""


class _LeaseLost(RuntimeError):
    """Another process took the part over: what was made here must not be used."""


@dataclass(frozen=True, slots=True)
class PrintProgress:
    """How far a run is; `path` is the file just put on the disk."""

    run: UUID
    parts: int
    done: int
    pages: int
    path: Path | None
    seconds: float


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What one call of `print_run` did, and how the run stands; times in seconds from its start."""

    run: UUID
    folder: Path
    parts: int
    failed: int
    sheets: int
    pages: int
    plain: int
    first_file_s: float | None
    seconds: float


@dataclass(slots=True)
class _Shift:
    """One call of `print_run`: who works, with what, since when."""

    run: PrintRun
    workers: Workers
    by: Actor
    occurred_at: datetime
    on_progress: Callable[[PrintProgress], None] | None
    name: str = field(default_factory=lambda: str(uuid4()))
    begun: float = field(default_factory=time.perf_counter)
    first_file_s: float | None = None


@dataclass(slots=True)
class _Job:
    """A claimed part while its documents are typeset."""

    part: PrintPart
    documents: list[queries.Composed] = field(default_factory=list)
    numbers: list[sheets.SheetNumber] = field(default_factory=list)
    chunks: list[Future[Typeset]] = field(default_factory=list)


def print_run(
    *,
    run: UUID,
    by: Actor,
    occurred_at: datetime,
    on_progress: Callable[[PrintProgress], None] | None = None,
    until_all_done: bool = True,
) -> PrintReport:
    """Print what a run still lacks; each part becomes one PDF, written whole or not at all.

    Several processes may print one run: each part is done by one. A process that was killed leaves its parts to the
    next within seconds: the numbers it gave are voided with the reason, and no number is given twice. With
    `until_all_done` the call also waits for parts other processes are printing. A part that cannot be printed waits
    for a person and does not stop the others. Refuses an unknown run (`RunUnknown`). The ledger gets `press.printed`
    or `press.failed` for each part.
    """
    row = PrintRun.objects.filter(pk=run).first()
    if row is None:
        raise RunUnknown(run)
    _settle(row)
    with Workers() as workers, translation.override(row.language):
        shift = _Shift(row, workers, by, occurred_at, on_progress)
        _print_parts(shift, until_all_done=until_all_done)
    return _report(shift)


def print_waiting_runs(*, by: Actor, occurred_at: datetime | None = None) -> int:
    """Print every run that waits, oldest first, and return how many: the night porter's errand, cheap when none waits.

    `occurred_at` is the hour the pages say; None: now. The ledger gets what `print_run` gives it.
    """
    waiting = queries.waiting_runs()
    for run in waiting:
        print_run(run=run, by=by, occurred_at=occurred_at or clock.now(), until_all_done=False)
    return len(waiting)


def _settle(run: PrintRun) -> None:
    """Files that were recorded the very moment their print was killed get their names."""
    for file in PrintedFile.objects.filter(part__run=run).exclude(name=""):
        files.settle(files.folder_of(run.folder), file.name, file.sha256)


def _print_parts(shift: _Shift, *, until_all_done: bool) -> None:
    jobs: deque[_Job] = deque()
    while True:
        while len(jobs) < _PARTS_AHEAD and (part := _claim(shift, jobs)):
            _begin(shift, part, jobs)
        if jobs:
            _advance(shift, jobs)
        elif until_all_done and shift.run.parts.filter(queries.unfinished()).exists():
            time.sleep(_PATIENCE_S)
        else:
            return


def _claim(shift: _Shift, jobs: deque[_Job]) -> PrintPart | None:
    """The next part nobody is printing, now leased to this shift."""
    now = clock.now()
    free = queries.unleased(now)
    mine = [job.part.pk for job in jobs]
    for part in shift.run.parts.filter(queries.unfinished(), free).exclude(pk__in=mine).order_by("place"):
        # Compared with what was read, so that of two processes one gets the part, on PostgreSQL too.
        same = PrintPart.objects.filter(pk=part.pk, lease=part.lease, lease_until=part.lease_until)
        if same.update(lease=shift.name, lease_until=now + LEASE):
            return part
    return None


def _begin(shift: _Shift, part: PrintPart, jobs: deque[_Job]) -> None:
    job = _Job(part)
    try:
        _void(shift, sheet_queries.unprinted(part.pk), _("The print was interrupted"))
        files.sweep(files.folder_of(shift.run.folder), file_name(part.place, part.label))
        _fill(shift, job)
    except Exception as fault:  # noqa: BLE001 (a room that fails must not keep the other wards from their paper)
        _fail(shift, job, fault)
        return
    jobs.append(job)


def _fill(shift: _Shift, job: _Job) -> None:
    job.documents = queries.compose(job.part.plan, job.part.label)
    requests = [_request(shift, job.part, one) for one in job.documents]
    job.numbers = sheets.allocate(requests=requests, by=shift.by, occurred_at=shift.occurred_at)
    # Read after the numbers were given: the page's own number is covered by the head printed on it.
    around = queries.around(shift.run, shift.occurred_at)
    documents = [
        queries.framed(shift.run, one.printable, one.content, number, around)
        | ({"template": PLAIN} if one.missing else {})
        for one, number in zip(job.documents, job.numbers, strict=True)
    ]
    words = queries.frame_words()
    labels = {one.printable.kind: one.printable.words() for one in job.documents}
    job.chunks = [
        shift.workers.typeset({"words": words, "labels": labels, "documents": chunk})
        for chunk in in_chunks(documents, DOCUMENTS_A_JOB)
    ]


def _request(shift: _Shift, part: PrintPart, one: queries.Composed) -> sheets.SheetRequest:
    return sheets.SheetRequest(
        kind=one.kind,
        version=one.content.returns.version if one.content.returns else one.printable.version,
        title=one.content.title[:120],
        run=shift.run.pk,
        part=part.pk,
        ward=one.content.ward or part.ward,
        patient=one.content.patient,
        stay=one.content.stay,
        data_as_of=queries.as_of(shift.run, one.content),
        blank=one.content.blank,
    )


def _advance(shift: _Shift, jobs: deque[_Job]) -> None:
    leased = PrintPart.objects.filter(pk__in=[job.part.pk for job in jobs], lease=shift.name)
    leased.update(lease_until=clock.now() + LEASE)
    _done, waiting = wait(jobs[0].chunks, timeout=LEASE.total_seconds() / 5)
    if waiting:
        return
    job = jobs.popleft()
    try:
        path, pages = _finish(shift, job)
    except _LeaseLost:
        _void_unprinted(shift, job, _("Another process printed it"))
    except Exception as fault:  # noqa: BLE001 (nor must a full disk, or a worker that died)
        _fail(shift, job, fault)
    else:
        _tell(shift, path, pages)


def _finish(shift: _Shift, job: _Job) -> tuple[Path | None, int]:
    typeset = [chunk.result() for chunk in job.chunks]
    pages = [count for chunk in typeset for count in chunk.pages]
    for chunk in typeset:
        for _place, reason in chunk.faults:
            log.error("a document of part %s of run %s is drawn plainly: %s", job.part.place, shift.run.pk, reason)
    pdf = _bound(shift, job.part, [pdf for chunk in typeset for pdf in chunk.pdfs])
    folder, name = files.folder_of(shift.run.folder), file_name(job.part.place, job.part.label) if pdf else ""
    if pdf:
        files.write_aside(folder, name, pdf)
    file = PrintedFile(
        part=job.part,
        name=name,
        sha256=files.digest(pdf) if pdf else "",
        sheets=len(pages),
        pages=sum(pages),
        plain=sum(len(chunk.faults) for chunk in typeset) + sum(one.missing for one in job.documents),
        occurred_at=shift.occurred_at,
    )
    with transaction.atomic():
        _record(shift, job, file, dict(zip(job.numbers, pages, strict=True)))
    # After the commit: a file anybody can see holds only numbers the ledger says are printed.
    return files.settle(folder, name, file.sha256) if pdf else None, file.pages


def _bound(shift: _Shift, part: PrintPart, pdfs: list[bytes]) -> bytes:
    if not pdfs:
        return b""
    title = f"{shift.run.title} - {part.label}"
    return bind(pdfs, title=title, language=shift.run.language, at=shift.occurred_at)


def _record(shift: _Shift, job: _Job, file: PrintedFile, pages: dict[sheets.SheetNumber, int]) -> None:
    mine = PrintPart.objects.filter(pk=job.part.pk, lease=shift.name)
    if not mine.update(lease="", lease_until=None):
        raise _LeaseLost
    file.save(force_insert=True)
    if pages:
        sheets.record_printed(pages=pages, by=shift.by, occurred_at=shift.occurred_at)
    SheetSubject.objects.bulk_create(
        SheetSubject(part=job.part, number=number.compact, about=one.content.about, occurred_at=shift.occurred_at)
        for one, number in zip(job.documents, job.numbers, strict=True)
        if one.content.about
    )
    sheets.record_replaced(newer=_newer(job), by=shift.by, occurred_at=shift.occurred_at)
    facts = {
        "run": str(shift.run.pk),
        "file": file.name,
        "sha256": file.sha256,
        "sheets": file.sheets,
        "pages": file.pages,
        "plain": file.plain,
    }
    ledger.record(kind="press.printed", subject=job.part.pk, by=shift.by, occurred_at=shift.occurred_at, facts=facts)


def _newer(job: _Job) -> dict[sheets.SheetNumber, sheets.SheetNumber]:
    """Sheets of the part this one repeats, each with its successor about the same subject."""
    if job.part.again_of_id is None:
        return {}
    fresh = [
        ((one.kind, said.ward or job.part.ward, said.patient, said.stay, said.about), number)
        for one, number in zip(job.documents, job.numbers, strict=True)
        if not one.missing
        for said in [one.content]
    ]
    about = dict(SheetSubject.objects.filter(part=job.part.again_of_id).values_list("number", "about"))
    old = [
        ((row.kind, row.ward, row.patient, row.stay, about.get(row.number.compact, "")), row.number)
        for row in sheet_queries.sheets_of_part(job.part.again_of_id)
        if row.printed_at and not row.blank
    ]
    return successors(old, fresh)


def _fail(shift: _Shift, job: _Job, fault: Exception) -> None:
    """Leave the part to a person; nothing of the fault's text is kept, as it may quote a patient."""
    where = traceback.extract_tb(fault.__traceback__)[-1]
    place = (job.part.place, shift.run.pk, type(fault).__name__, where.filename, where.lineno)
    log.error("part %s of run %s could not be printed: %s at %s:%s", *place)
    with transaction.atomic():
        PrintPart.objects.filter(pk=job.part.pk, lease=shift.name).update(lease="", lease_until=None)
        reason = DISK_FULL if files.is_disk_full(fault) else type(fault).__name__
        PrintFailure.objects.create(part=job.part, reason=reason, occurred_at=shift.occurred_at)
        _void_unprinted(shift, job, _("The print failed"))
        ledger.record(
            kind="press.failed",
            subject=job.part.pk,
            by=shift.by,
            occurred_at=shift.occurred_at,
            facts={"run": str(shift.run.pk), "reason": reason},
        )


def _void_unprinted(shift: _Shift, job: _Job, reason: str) -> None:
    """Void what this shift numbered; whoever took the part over may have done so already."""
    loose = set(sheet_queries.unprinted(job.part.pk))
    _void(shift, [number for number in job.numbers if number in loose], reason)


def _void(shift: _Shift, numbers: list[sheets.SheetNumber], reason: str) -> None:
    sheets.void(numbers=numbers, reason=reason, by=shift.by, occurred_at=shift.occurred_at)


def _tell(shift: _Shift, path: Path | None, pages: int) -> None:
    seconds = time.perf_counter() - shift.begun
    if path and shift.first_file_s is None:
        shift.first_file_s = seconds
    if shift.on_progress:
        parts = shift.run.parts
        done = parts.filter(file__isnull=False).count()
        shift.on_progress(PrintProgress(shift.run.pk, parts.count(), done, pages, path, seconds))


def _report(shift: _Shift) -> PrintReport:
    row = queries.run(shift.run.pk)
    if row is None:
        raise RunUnknown(shift.run.pk)
    return PrintReport(
        run=row.id,
        folder=row.folder,
        parts=len(row.parts),
        failed=row.failed,
        sheets=row.sheets,
        pages=row.pages,
        plain=sum(part.plain for part in row.parts),
        first_file_s=shift.first_file_s,
        seconds=time.perf_counter() - shift.begun,
    )
