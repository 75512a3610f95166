"""Deciding what comes out of which printer, and saying what a person saw in its tray."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.outlets.adapters.printers import IppPrinter, PrinterRefused, PrinterSilent
from permanence.paper.outlets.models import Delivery
from permanence.paper.outlets.operations.fates import tell
from permanence.paper.outlets.queries import printers as trays
from permanence.paper.outlets.rules.ipp import JobState
from permanence.paper.outlets.rules.printers import FOR_A_PERSON, UNDER_WAY, Fate
from permanence.paper.press import queries as prints


class NoPrinter(LookupError):
    """No printer is in use, or not the one named."""


class PartsUnknown(LookupError):
    """The run has no such parts."""


class FateKnown(ValueError):
    """Nobody needs to say what became of this delivery."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """How many parts were asked for now, and how many had been before."""

    asked: int
    already: int


def send_run(
    *, run: UUID, by: Actor, occurred_at: datetime, printer: UUID | None = None, parts: Collection[UUID] = ()
) -> SendReport:
    """Let a run, or some of its parts, come out of the printers in the order of its parts, the most urgent first.

    A part that was asked for before is not asked for again: what became of it stands on the page of printers. Parts
    without a file yet come out as soon as they have one. Refuses when there is no printer (`NoPrinter`) and parts that
    are not of the run (`PartsUnknown`). Logs `outlets.sent_to_printers`.
    """
    row = prints.run(run)
    wanted = [part for part in row.parts if not parts or part.id in parts] if row else []
    if not wanted:
        raise PartsUnknown(run)
    known = {one.id for one in trays.printers()}
    if not known or (printer and printer not in known):
        raise NoPrinter(printer)
    with transaction.atomic():
        take_turns("outlets.deliveries")
        before = {one.part for one in trays.deliveries(run)}
        fresh = [part for part in wanted if part.id not in before]
        Delivery.objects.bulk_create(
            Delivery(
                run=run,
                part=part.id,
                place=part.place,
                ward=part.ward,
                printer_id=printer,
                asked_by=str(by),
                occurred_at=occurred_at,
            )
            for part in fresh
        )
        facts = {"parts": len(fresh), "printer": printer and str(printer)}
        ledger.record(kind="outlets.sent_to_printers", subject=run, by=by, occurred_at=occurred_at, facts=facts)
    return SendReport(len(fresh), len(wanted) - len(fresh))


@transaction.atomic
def settle(*, delivery: UUID, came_out: bool, by: Actor, occurred_at: datetime) -> None:
    """Somebody looked into the tray: the part came out whole, or it did not and is to be printed again.

    Refuses a delivery whose fate is known (`FateKnown`). Logs `outlets.settled`.
    """
    take_turns("outlets.deliveries")
    row = trays.delivery(delivery)
    if row is None or row.fate not in FOR_A_PERSON:
        raise FateKnown(delivery)
    fate = Fate.PRINTED if came_out else Fate.WAITING
    tell(row=row, fate=fate, by=by, occurred_at=occurred_at, reason="a person looked")
    facts = {"part": str(row.part), "came_out": came_out}
    ledger.record(kind="outlets.settled", subject=row.id, by=by, occurred_at=occurred_at, facts=facts)


def move(*, printer: UUID, to: UUID, by: Actor, occurred_at: datetime) -> SendReport:
    """Let another printer take what a printer has not begun; gives how many moved, and how many only a person can tell.

    What the printer holds is taken back from it; a part it may have begun, or that it cannot be asked about, waits for
    somebody who looks into the tray. Refuses printers not in use (`NoPrinter`). Logs `outlets.moved`.
    """
    known = {one.id: one for one in trays.printers()}
    if printer not in known or to not in known or printer == to:
        raise NoPrinter(printer)
    theirs = [row for row in trays.open_deliveries() if printer in {row.printer, row.holder}]
    theirs = [row for row in theirs if row.fate not in FOR_A_PERSON]
    fates = {row.id: _taken_back(row, IppPrinter.at(known[printer].uri)) for row in theirs}
    with transaction.atomic():
        take_turns("outlets.deliveries")
        for row in theirs:
            Delivery.objects.filter(pk=row.id).update(printer_id=to)
            if fates[row.id] is not row.fate:
                tell(row=row, fate=fates[row.id], by=by, occurred_at=occurred_at, reason="moved")
        unknown = sum(fate is Fate.UNKNOWN for fate in fates.values())
        facts = {"to": str(to), "moved": len(theirs) - unknown, "unknown": unknown}
        ledger.record(kind="outlets.moved", subject=printer, by=by, occurred_at=occurred_at, facts=facts)
    return SendReport(len(theirs) - unknown, unknown)


def _taken_back(row: trays.DeliveryRow, printer: IppPrinter) -> Fate:
    if row.fate not in UNDER_WAY or row.job is None:
        return Fate.WAITING
    try:
        before = printer.job(row.job)
        printer.cancel(row.job)
        after = printer.job(row.job)
    except (PrinterSilent, PrinterRefused):
        return Fate.UNKNOWN
    if after is not None and after.state is JobState.COMPLETED:
        return Fate.PRINTED
    untouched = before is not None and not before.started and after is not None and not after.started
    return Fate.WAITING if untouched else Fate.UNKNOWN
