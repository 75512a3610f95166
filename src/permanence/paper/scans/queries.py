"""What came from copiers, and what was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from permanence.foundation import clock
from permanence.foundation.board import Health, Sign
from permanence.paper.scans.adapters import shelf
from permanence.paper.scans.models import FieldReading, PageReading, ScanBatch, ScanPage
from permanence.paper.scans.rules import READING_DPI
from permanence.paper.sheets import queries as sheets
from permanence.paper.sheets.queries import SheetRow

BLANK_DPI = READING_DPI
_DOUBTS: dict[str, Promise] = {
    "no code could be read": _("No code could be read: look for the number in clear and give it."),
    "its codes name two pages": _("Its codes name two pages: two sheets on one glass, or a label of another sheet."),
    "its form is not known here": _("Its form is not known on this box."),
    "its fields could not be found": _("Its fields could not be found: read it by eye, or scan it again."),
    "it was read before": _("This page of this sheet was read before: is it a photocopy?"),
    "it could not be decoded": _("The file is damaged here: scan this page again."),
}


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page: `how` it was identified and why it goes to a person (None: it does not), or nothing while it waits."""

    id: UUID
    place: int
    how: str | None
    doubt: str | None
    number: str | None
    page: int | None
    two_tone: bool
    rough: bool
    ms: int


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as read; a comb is one row: its figures in order, sure when each is."""

    number: str
    page: int
    link_id: str
    kind: str
    option: str | None
    row: int
    value: str
    confidence: float
    sure: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A file, and how far its reading is."""

    id: UUID
    name: str
    sha256: str
    received_at: datetime
    pages: int
    read: int
    to_a_person: int
    two_tone: int


def batch(of: UUID) -> BatchRow | None:
    """One file."""
    return next(iter(_batches(ScanBatch.objects.filter(pk=of))), None)


def batches(limit: int = 50) -> list[BatchRow]:
    """The last files, newest first."""
    return _batches(ScanBatch.objects.order_by("-occurred_at", "-id"))[:limit]


def pages(of: UUID) -> list[PageRow]:
    """The pages of a file in order."""
    rows = ScanPage.objects.filter(batch=of).select_related("reading").order_by("place")
    return [_page(row) for row in rows]


def fields(of: UUID) -> list[FieldRow]:
    """What was read on the pages of a file, page by page in reading order; one row a comb."""
    rows = FieldReading.objects.filter(reading__scan__batch=of).select_related("reading")
    joined: list[FieldRow] = []
    last: tuple[object, ...] = ()
    for row in rows.order_by("reading__scan__place", "place"):
        key = (row.reading_id, row.link_id, row.row) if row.kind == "comb" else ()
        if key and key == last:
            before = joined[-1]
            joined[-1] = _joined(before, row)
        else:
            joined.append(_field(row))
        last = key
    return joined


def form_of_sheet(text: str) -> SheetRow | None:
    """The sheet a person or a code names, or None."""
    try:
        return sheets.sheet(sheets.number_in(text))
    except (sheets.NotASheetNumber, sheets.CodeDamaged):
        return None


def crop(field: UUID, margin: int = 0) -> bytes | None:
    """A field as the scan shows it, set straight, as PNG; None when there is none."""
    row = FieldReading.objects.filter(pk=field).values_list("reading__scan", "at").first()
    return shelf.crop(str(row[0]), tuple(row[1]), margin) if row else None


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page of a sheet that was read without a doubt about the page: the sheet's number, kind and version."""

    id: UUID
    number: str
    kind: str
    version: int
    page: int


def pages_read(since: datetime | None = None) -> list[PageRead]:
    """All pages without doubt of the sheets of which one was read since then; None: ever."""
    rows = PageReading.objects.filter(doubt="").exclude(number="").exclude(page=None).exclude(version=None)
    if since is not None:
        rows = rows.filter(number__in=rows.filter(recorded_at__gte=since).values("number"))
    told = rows.order_by("recorded_at", "id").values_list("scan", "number", "form", "version", "page")
    return [PageRead(scan, number, form, version or 0, page or 0) for scan, number, form, version, page in told]


def fields_of_pages(pages: Sequence[UUID]) -> list[FieldRow]:
    """What was read in each field of these pages, in reading order; one row a cell of a comb."""
    rows = FieldReading.objects.filter(reading__scan__in=pages).select_related("reading")
    return [_field(row) for row in rows.order_by("reading__page", "place")]


def straight_page(page: UUID) -> bytes | None:
    """The picture of a page set straight; None when there is none."""
    path = shelf.straight_path(str(page))
    return path.read_bytes() if path.exists() else None


def unfinished(now: datetime) -> Q:
    """Pages nobody has read and nobody is reading."""
    return Q(reading__isnull=True) & (Q(lease="") | Q(lease_until__lt=now))


def waiting_batches() -> list[UUID]:
    """Files with pages nobody has read and nobody is reading, oldest first."""
    rows = ScanPage.objects.filter(unfinished(clock.now())).order_by("batch__id")
    return list(dict.fromkeys(rows.values_list("batch", flat=True)))


def doubt_label(doubt: str) -> str:
    """Why a page goes to a person, in the reader's language."""
    return str(_DOUBTS.get(doubt, doubt))


def board_signs() -> list[Sign]:
    """How many scanned pages wait for a person, and since when."""
    doubtful = PageReading.objects.exclude(doubt="")
    count, waiting = doubtful.count(), ScanPage.objects.filter(reading__isnull=True).count()
    if not count and not waiting:
        return []
    detail = ngettext("{count} page for a person", "{count} pages for a person", count).format(count=count)
    if waiting:
        more = ngettext("{count} page not read yet", "{count} pages not read yet", waiting).format(count=waiting)
        detail = f"{detail}, {more}"
    return [Sign(_("Scanned pages"), Health.WATCH if count else Health.GOOD, None, detail, "")]


def _batches(rows: QuerySet[ScanBatch]) -> list[BatchRow]:
    counted = rows.annotate(
        done=Count("scanned__reading"),
        doubtful=Count("scanned__reading", filter=~Q(scanned__reading__doubt="")),
        toned=Count("scanned__reading", filter=Q(scanned__reading__two_tone=True)),
    )
    return [
        BatchRow(row.pk, row.name, row.sha256, row.occurred_at, row.pages, row.done, row.doubtful, row.toned)
        for row in counted
    ]


def _page(row: ScanPage) -> PageRow:
    reading = getattr(row, "reading", None)
    if reading is None:
        return PageRow(row.pk, row.place, None, None, None, None, two_tone=False, rough=False, ms=0)
    return PageRow(
        row.pk,
        row.place,
        reading.how,
        reading.doubt or None,
        reading.number or None,
        reading.page,
        two_tone=reading.two_tone,
        rough=reading.rough,
        ms=reading.ms,
    )


def _field(row: FieldReading) -> FieldRow:
    return FieldRow(
        row.reading.number,
        row.reading.page or 0,
        row.link_id,
        row.kind,
        row.option or None,
        row.row,
        row.value,
        row.confidence,
        row.sure,
    )


def _joined(before: FieldRow, row: FieldReading) -> FieldRow:
    """The comb with one cell more; an empty cell inside is a space, and errors multiply."""
    return FieldRow(
        before.number,
        before.page,
        before.link_id,
        before.kind,
        before.option,
        before.row,
        before.value + (row.value or " "),
        before.confidence * row.confidence,
        before.sure and row.sure,
    )
