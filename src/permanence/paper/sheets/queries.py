"""What the box knows of its sheets."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from permanence.foundation import clock
from permanence.foundation.board import Health, Sign
from permanence.foundation.readiness import Check
from permanence.paper.sheets.models import Sheet, SheetEvent
from permanence.paper.sheets.rules import (
    ENDINGS,
    CheckCharacterWrong,
    CodeDamaged,
    CodeForeign,
    NotASheetNumber,
    PageCode,
    PageWitness,
    SheetEventKind,
    SheetNumber,
    decode_code,
    decode_witness,
    parse_number,
    patient_key,
    state_of,
)

__all__ = [
    "CheckCharacterWrong",
    "CodeDamaged",
    "CodeForeign",
    "EventRow",
    "NotASheetNumber",
    "PageCode",
    "PageWitness",
    "PartOnPaper",
    "Pile",
    "SheetEventKind",
    "SheetNumber",
    "SheetRow",
    "board_signs",
    "decode_code",
    "decode_witness",
    "holding",
    "number_in",
    "on_paper",
    "parse_number",
    "parts_on_paper",
    "patient_key",
    "printed_under",
    "readiness_checks",
    "sheet",
    "sheets_of_part",
    "state_label",
    "unprinted",
]

# A page about a patient is read as of today; one that is older must be collected.
STALE_AFTER = timedelta(days=1)

_STATES: dict[SheetEventKind | None, Promise] = {
    None: _("Numbered, not printed"),
    SheetEventKind.PRINTED: _("On paper"),
    SheetEventKind.REPLACED: _("Replaced by a newer print"),
    SheetEventKind.VOIDED: _("Void: never use it"),
}


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that befell a sheet."""

    kind: SheetEventKind
    occurred_at: datetime
    by: str
    reason: str
    replaced_by: SheetNumber | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet and its life, oldest event first; `state` is None while it has a number and nothing else."""

    number: SheetNumber
    kind: str
    version: int
    title: str
    run: UUID | None
    part: UUID | None
    ward: UUID | None
    patient: UUID | None
    stay: UUID | None
    pages: int | None
    data_as_of: datetime | None
    printed_at: datetime | None
    state: SheetEventKind | None
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Pile:
    """The sheets of one kind and title from one print run that nothing newer replaced and nobody voided."""

    run: UUID | None
    kind: str
    title: str
    sheets: int
    pages: int
    printed_at: datetime
    oldest_data_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartOnPaper:
    """The sheets of one part of a print run that still hold."""

    run: UUID | None
    part: UUID
    sheets: int
    pages: int
    printed_at: datetime
    oldest_data_at: datetime | None


def number_in(text: str) -> SheetNumber:
    """The number somebody typed, or that a reader sent from either code of a page.

    Raises `NotASheetNumber`, `CheckCharacterWrong`, or `CodeDamaged`.
    """
    for decode in (decode_code, decode_witness):
        try:
            return decode(text.strip()).number
        except CodeForeign:
            continue
    return parse_number(text)


def state_label(state: SheetEventKind | None) -> str:
    """How a sheet stands, in the reader's language."""
    return str(_STATES[state])


def sheet(number: SheetNumber) -> SheetRow | None:
    """The sheet of this number, or None when this box holds none."""
    row = Sheet.objects.filter(number=number.compact).first()
    return None if row is None else _row(row, list(row.events.select_related("replaced_by").order_by("id")))


def sheets_of_part(part: UUID) -> list[SheetRow]:
    """All sheets ever numbered for a part of a print run, in the order numbered."""
    rows = Sheet.objects.filter(part=part).order_by("number").prefetch_related("events__replaced_by")
    return [_row(row, sorted(row.events.all(), key=lambda event: event.id)) for row in rows]


def unprinted(part: UUID) -> list[SheetNumber]:
    """Numbers given for a part that were neither printed nor voided: an interrupted print left them."""
    numbers = Sheet.objects.filter(part=part, events__isnull=True).values_list("number", flat=True)
    return [parse_number(number) for number in numbers]


def holding(run: UUID) -> list[SheetNumber]:
    """The sheets of a run that are printed, and that nothing newer replaced and nobody voided."""
    ended = SheetEvent.objects.filter(sheet__run=run, kind__in=ENDINGS).values("sheet")
    printed = SheetEvent.objects.filter(sheet__run=run, kind=SheetEventKind.PRINTED).exclude(sheet__in=ended)
    return [parse_number(number) for number in printed.values_list("sheet__number", flat=True)]


def printed_under(kind: str, titles: Collection[str]) -> dict[str, SheetNumber]:
    """Of these titles, those a sheet of this kind was printed under and not voided, with the latest such sheet."""
    voided = SheetEvent.objects.filter(kind=SheetEventKind.VOIDED).values("sheet")
    rows = SheetEvent.objects.filter(kind=SheetEventKind.PRINTED, sheet__kind=kind, sheet__title__in=titles)
    found = rows.exclude(sheet__in=voided).order_by("id").values_list("sheet__title", "sheet__number")
    return {title: parse_number(number) for title, number in found}


def on_paper() -> list[Pile]:
    """What lies on paper and is not stale, newest run first."""
    printed = SheetEvent.objects.filter(kind=SheetEventKind.PRINTED).exclude(
        sheet__in=SheetEvent.objects.filter(kind__in=ENDINGS).values("sheet")
    )
    piles = printed.values("sheet__run", "sheet__kind", "sheet__title").annotate(
        count=Count("id"), total=Sum("pages"), at=Max("occurred_at"), oldest=Min("sheet__data_as_of")
    )
    return [
        Pile(
            run=pile["sheet__run"],
            kind=pile["sheet__kind"],
            title=pile["sheet__title"] or pile["sheet__kind"],
            sheets=pile["count"],
            pages=pile["total"] or 0,
            printed_at=pile["at"],
            oldest_data_at=pile["oldest"],
        )
        for pile in piles.order_by("-at", "sheet__kind")
    ]


def parts_on_paper() -> list[PartOnPaper]:
    """Each part of a print run with sheets that nothing newer replaced and nobody voided, newest print first."""
    printed = SheetEvent.objects.filter(kind=SheetEventKind.PRINTED, sheet__part__isnull=False).exclude(
        sheet__in=SheetEvent.objects.filter(kind__in=ENDINGS).values("sheet")
    )
    rows = printed.values("sheet__run", "sheet__part").annotate(
        count=Count("id"), total=Sum("pages"), at=Max("occurred_at"), oldest=Min("sheet__data_as_of")
    )
    return [
        PartOnPaper(row["sheet__run"], row["sheet__part"], row["count"], row["total"] or 0, row["at"], row["oldest"])
        for row in rows.order_by("-at", "sheet__part")
    ]


def board_signs() -> list[Sign]:
    """How much is on paper, and since when."""
    piles = on_paper()
    if not piles:
        return [Sign(_("On paper"), Health.OFF, None, _("Nothing is on paper yet."), "sheets:lookup")]
    count = sum(pile.sheets for pile in piles)
    pages = sum(pile.pages for pile in piles)
    detail = ngettext("{count} sheet, {pages} pages", "{count} sheets, {pages} pages", count)
    newest = max(pile.printed_at for pile in piles)
    return [Sign(_("On paper"), Health.GOOD, newest, detail.format(count=count, pages=pages), "sheets:lookup")]


def readiness_checks() -> list[Check]:
    """Patients' sheets on paper that say old things and that nothing newer replaced."""
    limit = clock.now() - STALE_AFTER
    about_patients = Sheet.objects.filter(patient__isnull=False)
    ended = SheetEvent.objects.filter(kind__in=ENDINGS).values("sheet")
    printed = about_patients.filter(events__kind=SheetEventKind.PRINTED).exclude(id__in=ended)
    stale = printed.filter(data_as_of__lt=limit).aggregate(count=Count("id"), oldest=Min("data_as_of"))
    name = _("Stale pages on paper")
    if not stale["count"]:
        return [Check(name, Health.GOOD, pgettext("pages", "None."))]
    found = ngettext(
        "{count} page about a patient is of {oldest}.", "{count} pages, the oldest of {oldest}.", stale["count"]
    )
    remedy = _(
        "Collect them in the wards and destroy them, or print them again: see the pages of prints and of sheets."
    )
    oldest = f"{timezone.localtime(stale['oldest']):%d/%m/%Y %H:%M}"
    return [Check(name, Health.WATCH, found.format(count=stale["count"], oldest=oldest), remedy)]


def _row(row: Sheet, events: list[SheetEvent]) -> SheetRow:
    printed = next((event for event in events if event.kind == SheetEventKind.PRINTED), None)
    return SheetRow(
        number=parse_number(row.number),
        kind=row.kind,
        version=row.version,
        title=row.title,
        run=row.run,
        part=row.part,
        ward=row.ward,
        patient=row.patient,
        stay=row.stay,
        pages=printed.pages if printed else None,
        data_as_of=row.data_as_of,
        printed_at=printed.occurred_at if printed else None,
        state=state_of([SheetEventKind(event.kind) for event in events]),
        events=tuple(
            EventRow(
                SheetEventKind(event.kind),
                event.occurred_at,
                event.by,
                event.reason,
                parse_number(event.replaced_by.number) if event.replaced_by else None,
            )
            for event in events
        ),
    )
