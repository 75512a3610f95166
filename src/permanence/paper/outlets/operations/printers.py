"""The printers of this box: which there are, and for which wards."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.outlets.adapters.printers import NEEDED, PDF, IppPrinter, PrinterRefused, PrinterSilent
from permanence.paper.outlets.models import Delivery, Printer, PrinterRemoval
from permanence.paper.outlets.queries.printers import printer_named


class PrinterKnown(ValueError):
    """A printer in use has this name."""


class PrinterUnknown(LookupError):
    """No printer in use is this one."""


class NotAnAddress(ValueError):
    """The address is not `ipp://` or `ipps://` with a host."""


class PrinterUnfit(ValueError):
    """The printer answers, but takes no PDF, or cannot say what became of a job."""


def add_printer(*, name: str, uri: str, wards: Collection[UUID], by: Actor, occurred_at: datetime) -> UUID:
    """Take a printer into use, for these wards or, with none, for all; it is asked first what it can do.

    Refuses an address that is none (`NotAnAddress`), a name in use (`PrinterKnown`), a printer that does not answer
    (`PrinterSilent`) or that cannot be trusted to print each part once (`PrinterUnfit`). Logs `outlets.printer_added`.
    """
    parts = urlsplit(uri)
    if parts.scheme not in {"ipp", "ipps"} or not parts.hostname or parts.username:
        raise NotAnAddress(uri)
    try:
        look = IppPrinter.at(uri).look()
    except PrinterRefused as refused:
        raise PrinterSilent(f"IPP {refused.args[0]:#06x}") from refused
    if PDF not in look.formats or not set(look.operations) >= NEEDED:
        raise PrinterUnfit(look.model)
    with transaction.atomic():
        take_turns("outlets.printers")
        if printer_named(name):
            raise PrinterKnown(name)
        row = Printer.objects.create(
            name=name, uri=uri, wards=sorted(map(str, wards)), added_by=str(by), occurred_at=occurred_at
        )
        facts = {"name": name, "uri": uri, "wards": row.wards, "model": look.model}
        ledger.record(kind="outlets.printer_added", subject=row.id, by=by, occurred_at=occurred_at, facts=facts)
    return row.id


@transaction.atomic
def remove_printer(*, printer: UUID, by: Actor, occurred_at: datetime) -> None:
    """Use a printer no more; what waited for it alone may come out of any other that prints for the ward.

    What it holds stays with it until its fate is known. Refuses a printer not in use (`PrinterUnknown`). Logs
    `outlets.printer_removed`.
    """
    row = Printer.objects.filter(pk=printer, removal__isnull=True).first()
    if row is None:
        raise PrinterUnknown(printer)
    PrinterRemoval.objects.create(printer=row, removed_by=str(by), occurred_at=occurred_at)
    Delivery.objects.filter(printer=row, over=False, holder__isnull=True).update(printer=None)
    facts = {"name": row.name}
    ledger.record(kind="outlets.printer_removed", subject=row.id, by=by, occurred_at=occurred_at, facts=facts)
