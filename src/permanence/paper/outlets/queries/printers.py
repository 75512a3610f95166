"""The printers of this box, what they have in hand, and what became of each part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from permanence.foundation import node
from permanence.paper.outlets.models import Delivery, Printer, PrinterSight
from permanence.paper.outlets.rules.printers import FOR_A_PERSON, UNDER_WAY, Fate, Trouble

_TROUBLES: dict[Trouble, Promise] = {
    Trouble.SILENT: _("It does not answer: see that it is plugged in and switched on, and that its cable holds."),
    Trouble.PAPER: _("It has no paper: fill its tray with A4. It goes on by itself."),
    Trouble.JAM: _("Paper is jammed: open it, pull the sheets out, close it. Then look which pages came out."),
    Trouble.TONER: _("Its toner is empty: change the cartridge, or let another printer take the rest."),
    Trouble.COVER: _("A door is open: close it."),
    Trouble.TRAY_FULL: _("Its output tray is full: take the pages away. It goes on by itself."),
    Trouble.PAUSED: _("It is paused: press its button to go on."),
    Trouble.OFFLINE: _("It is offline: see that it is switched on and that its cable holds."),
    Trouble.CLOSED: _("It takes no jobs: switch it off and on, or let another printer take the rest."),
    Trouble.STOPPED: _("It stands still: read its display, or let another printer take the rest."),
}
_FATES: dict[Fate, Promise] = {
    Fate.WAITING: _("Waits for a printer"),
    Fate.CREATED: _("Is being sent"),
    Fate.SENT: _("In the printer"),
    Fate.PRINTED: _("Came out"),
    Fate.NOTHING: _("Nothing to print"),
    Fate.FAILED: _("The printer gave up"),
    Fate.UNKNOWN: _("Nobody knows: look in the tray"),
}


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer and how it was seen last; `waiting` and `in_hand` count the parts of it."""

    id: UUID
    name: str
    uri: str
    wards: tuple[UUID, ...]
    trouble: Trouble | None
    seen_at: datetime | None
    in_hand: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A part on its way through a printer, and what became of it."""

    id: UUID
    run: UUID
    part: UUID
    place: int
    ward: UUID | None
    printer: UUID | None
    holder: UUID | None
    holder_name: str
    job: int | None
    fate: Fate
    reason: str
    at: datetime
    asked_at: datetime


def trouble_label(trouble: Trouble) -> str:
    """What ails a printer and what to do, in the reader's language."""
    return str(_TROUBLES[trouble])


def fate_label(fate: Fate) -> str:
    """What became of a part, in the reader's language."""
    return str(_FATES[fate])


def refusal_label(refused: Exception) -> str:
    """Why a printer was not taken into use and what to do, in the reader's language."""
    said: dict[str, Promise] = {
        "NotAnAddress": _("This is no address of a printer: it begins with ipp:// or ipps://."),
        "PrinterKnown": _("A printer in use has this name: choose another."),
        "PrinterSilent": _("No printer answers there: see its cable, and the address on its own display or test page."),
        "PrinterUnfit": _(
            "This printer takes no PDF: set it up in CUPS on this box, and give the address CUPS has for it."
        ),
        "PrinterUnknown": _("This printer is not in use."),
        "NoPrinter": _("There is no such printer."),
    }
    return str(said.get(type(refused).__name__, refused))


def printers() -> list[PrinterRow]:
    """The printers in use on this box, by name; another box speaks with its own."""
    rows = Printer.objects.filter(removal__isnull=True, origin=node.origin()).order_by("name")
    sights = {sight.printer_id: sight for sight in PrinterSight.objects.filter(printer__in=rows).order_by("id")}
    held = [row.holder for row in open_deliveries() if row.fate in UNDER_WAY]
    return [
        PrinterRow(
            id=row.id,
            name=row.name,
            uri=row.uri,
            wards=tuple(UUID(ward) for ward in row.wards),
            trouble=Trouble(sight.trouble) if (sight := sights.get(row.id)) and sight.trouble else None,
            seen_at=sight.occurred_at if sight else None,
            in_hand=held.count(row.id),
        )
        for row in rows
    ]


def printer_named(name: str) -> PrinterRow | None:
    """The printer of this name, or None."""
    return next((row for row in printers() if row.name.casefold() == name.casefold()), None)


def deliveries(run: UUID) -> list[DeliveryRow]:
    """Every delivery of a run, in the order of its parts."""
    return _rows(run=run)


def open_deliveries() -> list[DeliveryRow]:
    """What still waits, is in a printer, or needs a person; oldest run and first part first."""
    return _rows(over=False)


def delivery(delivery_id: UUID) -> DeliveryRow | None:
    """One delivery, or None."""
    return next(iter(_rows(pk=delivery_id)), None)


def any_to_do() -> bool:
    """Whether a printer has, or could have, something to do; one small query, as it is asked all the time."""
    return Delivery.objects.filter(over=False, origin=node.origin()).exists()


def for_a_person(rows: Sequence[DeliveryRow]) -> list[DeliveryRow]:
    """Those whose fate only a person who looks into the tray can tell."""
    return [row for row in rows if row.fate in FOR_A_PERSON]


def _rows(**which: object) -> list[DeliveryRow]:
    found = Delivery.objects.filter(origin=node.origin(), **which).select_related("holder").prefetch_related("events")
    return [_row(row) for row in found.order_by("run", "place", "id")]


def _row(row: Delivery) -> DeliveryRow:
    events = sorted(row.events.all(), key=lambda event: event.id)
    last = events[-1] if events else None
    return DeliveryRow(
        id=row.id,
        run=row.run,
        part=row.part,
        place=row.place,
        ward=row.ward,
        printer=row.printer_id,
        holder=row.holder_id,
        holder_name=row.holder.name if row.holder else "",
        job=last.job if last else None,
        fate=Fate(last.fate) if last else Fate.WAITING,
        reason=last.reason if last else "",
        at=last.occurred_at if last else row.occurred_at,
        asked_at=row.occurred_at,
    )
