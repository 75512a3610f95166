"""Bringing parts to their printers, each once: a job is opened, then written down, then given its file, then followed.

A process killed between two steps leaves a row that says which was the last, and the printer says the rest: an opened
job without a document printed nothing; one with its document prints by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.outlets.adapters.printers import IppPrinter, JobLook, PrinterRefused, PrinterSilent, turn_at
from permanence.paper.outlets.models import PrinterSight
from permanence.paper.outlets.operations.fates import take, tell
from permanence.paper.outlets.queries import printers as trays
from permanence.paper.outlets.rules import ipp
from permanence.paper.outlets.rules.ipp import JobState
from permanence.paper.outlets.rules.printers import UNDER_WAY, Fate, Trouble, lanes, trouble_of
from permanence.paper.press import operations as press
from permanence.paper.press import queries as prints

# A printer that fails holds no more than this of what another could take.
_IN_HAND = 2


@dataclass(frozen=True, slots=True)
class Step:
    """Something that just befell a part, or a printer when `trouble` changed."""

    printer: str
    part: UUID | None = None
    fate: Fate | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class _Round:
    """One visit of one printer."""

    row: trays.PrinterRow
    printer: IppPrinter
    by: Actor
    at: datetime | None
    on_step: Callable[[Step], None] | None

    def now(self) -> datetime:
        return self.at or clock.now()


def deliver_waiting(
    *, by: Actor, occurred_at: datetime | None = None, on_step: Callable[[Step], None] | None = None
) -> int:
    """Visit each printer that has something to do: follow what it holds, give it the next part, most urgent first.

    A printer another process is speaking with is left to it. Gives how many parts are not over yet: the night porter's
    errand, cheap when there are none. Each step is written down before the next is taken, so that whoever is killed
    is followed by another who prints no part twice and forgets none. `occurred_at` None: now. The ledger gets
    `outlets.taken`, `outlets.delivery`, `outlets.printer_stood`, and `press.opened` for each file that leaves.
    """
    if not trays.any_to_do():
        return 0
    for row in trays.printers():
        with turn_at(row.id) as mine:
            if mine:
                _visit(_Round(row, IppPrinter.at(row.uri), by, occurred_at, on_step))
    return len(trays.open_deliveries())


def _visit(visit: _Round) -> None:
    try:
        look = visit.printer.look()
        trouble = trouble_of(look)
        _see(visit, trouble, " ".join(look.reasons))
        held = [row for row in trays.open_deliveries() if row.holder == visit.row.id]
        in_hand = sum(_follow(visit, row) for row in held)
        while not trouble and in_hand < _IN_HAND and (row := _next(visit)):
            in_hand += _give(visit, row)
    except (PrinterSilent, PrinterRefused) as fault:
        _see(visit, Trouble.SILENT, str(fault))


def _see(visit: _Round, trouble: Trouble | None, reasons: str) -> None:
    """Write down how the printer stands, when that is news."""
    if visit.row.seen_at is not None and visit.row.trouble == trouble:
        return
    with transaction.atomic():
        PrinterSight.objects.create(
            printer_id=visit.row.id, trouble=trouble or "", reasons=reasons[:200], occurred_at=visit.now()
        )
        facts = {"trouble": trouble and trouble.value, "reasons": reasons[:200]}
        ledger.record(
            kind="outlets.printer_stood", subject=visit.row.id, by=visit.by, occurred_at=visit.now(), facts=facts
        )
    if visit.on_step:
        visit.on_step(Step(visit.row.name, trouble=trouble))


def _follow(visit: _Round, row: trays.DeliveryRow) -> bool:
    """What became of a part this printer holds; True while it is still in there."""
    if row.fate is Fate.WAITING:
        # Taken, and killed before the printer heard of it.
        _tell(visit, row, Fate.WAITING, reason="taken up again")
        return False
    if row.fate not in UNDER_WAY or row.job is None:
        return False
    job = visit.printer.job(row.job)
    if row.fate is Fate.CREATED:
        return _follow_unsure(visit, row, job)
    if job is None:
        _tell(visit, row, Fate.UNKNOWN, job=row.job, reason="the printer knows the job no more")
    elif job.state is JobState.COMPLETED:
        _tell(visit, row, Fate.PRINTED, job=row.job)
    elif job.state in {JobState.CANCELED, JobState.ABORTED}:
        _tell(visit, row, Fate.FAILED, job=row.job, reason=" ".join(job.reasons))
    else:
        return True
    return False


def _follow_unsure(visit: _Round, row: trays.DeliveryRow, job: JobLook | None) -> bool:
    """A job was opened, and whoever opened it was killed before writing that the file was sent."""
    if job is not None and (job.documents or job.started or job.state is JobState.COMPLETED):
        received = "job-incoming" not in job.reasons and job.state not in {JobState.CANCELED, JobState.ABORTED}
        _tell(visit, row, Fate.SENT if received else Fate.UNKNOWN, job=row.job, reason="found after an interruption")
        return received
    if job is not None and row.job is not None:
        visit.printer.cancel(row.job)
    _tell(visit, row, Fate.WAITING, reason="the printer got nothing of it")
    return False


def _next(visit: _Round) -> trays.DeliveryRow | None:
    """The next part this printer may have, now held by it, with its file ready."""
    wards = {row.id: row.wards for row in trays.printers()}
    for row in trays.open_deliveries():
        mine = row.printer == visit.row.id or (row.printer is None and visit.row.id in lanes(wards, row.ward))
        if row.fate is not Fate.WAITING or row.holder is not None or not mine:
            continue
        part = prints.part(row.part)
        if part is None or part.state not in {prints.PartState.READY, prints.PartState.EMPTY}:
            continue
        if take(row=row, printer=visit.row.id, by=visit.by, occurred_at=visit.now()):
            return replace(row, holder=visit.row.id, holder_name=visit.row.name)
    return None


def _give(visit: _Round, row: trays.DeliveryRow) -> bool:
    """Open a job for a part and give it the file; True when the printer has it."""
    part = prints.part(row.part)
    if part is None or part.state is prints.PartState.EMPTY:
        _tell(visit, row, Fate.NOTHING)
        return False
    try:
        path, pdf = press.open_file(part=row.part, by=visit.by, occurred_at=visit.now())
    except (press.FileNotReady, press.FileChanged) as fault:
        _tell(visit, row, Fate.FAILED, reason=type(fault).__name__)
        return False
    job = visit.printer.create_job(f"{path.parent.name[-8:]} {path.name}")
    _tell(visit, row, Fate.CREATED, job=job)
    try:
        visit.printer.send_document(job, pdf)
    except PrinterRefused as refused:
        if refused.args[0] == ipp.BUSY:
            raise
        visit.printer.cancel(job)
        _tell(visit, row, Fate.FAILED, job=job, reason=f"IPP {refused.args[0]:#06x}")
        return False
    _tell(visit, row, Fate.SENT, job=job)
    return True


def _tell(visit: _Round, row: trays.DeliveryRow, fate: Fate, *, job: int | None = None, reason: str = "") -> None:
    tell(row=row, fate=fate, by=visit.by, occurred_at=visit.now(), job=job, reason=reason)
    if visit.on_step:
        visit.on_step(Step(visit.row.name, row.part, fate))
