"""Lists of sheets that somebody should see to, and sheets found by what they are; each a few indexed queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from permanence.paper.sheets.models import CopyQuestion, OutLimit, PageArrival, Sheet, SheetEvent
from permanence.paper.sheets.queries.lives import arrival_of
from permanence.paper.sheets.rules import SheetEventKind, SheetNumber, missing, parse_number, since_issued

LINES_A_PAGE = 100
# Longer than a night and the day after it.
_OUT_HOURS = 24


class SheetList(StrEnum):
    """The lists that are work for somebody."""

    MISSING = "missing"
    OUT = "out"
    LOST = "lost"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in a list; `said_by` declared it lost, or handed it out."""

    number: SheetNumber
    kind: str
    title: str
    ward: UUID | None
    state: SheetEventKind | None
    since: datetime | None
    holder: str
    filed_in: str
    pages: int | None
    missing: tuple[int, ...]
    patient: UUID | None
    said_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page of a list; `more` when it goes on."""

    lines: tuple[SheetLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many sheets a list has, and since when the oldest waits."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A page that came twice and waits for an answer; `page` None: a whole sheet that a person holds."""

    id: UUID
    number: SheetNumber
    title: str
    ward: UUID | None
    page: int | None
    first_at: datetime | None
    first_source: str
    second_at: datetime
    second_source: str
    asked_by: str


def listed(which: SheetList, *, at: datetime, ward: UUID | None = None, page: int = 1) -> SheetPage:
    """One page of a list, oldest first; `at` is now, for what is out for long."""
    return _page(_in_list(which, at, ward).order_by("since", "number"), page)


def waiting(which: SheetList, *, at: datetime, ward: UUID | None = None) -> Waiting:
    """How long a list is."""
    said = _in_list(which, at, ward).aggregate(count=Count("*"), oldest=Min("since"))
    return Waiting(said["count"], said["oldest"])


def all_waiting(*, at: datetime) -> dict[SheetList, Waiting]:
    """How long every list is; four queries."""
    by_state = Sheet.objects.filter(state__in=[SheetEventKind.LOST, SheetEventKind.READ]).order_by()
    counted = by_state.values_list("state").annotate(count=Count("*"), oldest=Min("since"))
    states = {state: Waiting(count, oldest) for state, count, oldest in counted}
    return {
        SheetList.MISSING: waiting(SheetList.MISSING, at=at),
        SheetList.OUT: waiting(SheetList.OUT, at=at),
        SheetList.LOST: states.get(SheetEventKind.LOST.value, Waiting(0, None)),
        SheetList.CHECK: states.get(SheetEventKind.READ.value, Waiting(0, None)),
    }


def found(
    *,
    patient: UUID | None = None,
    ward: UUID | None = None,
    state: SheetEventKind | None = None,
    kind: str = "",
    page: int = 1,
) -> SheetPage:
    """Sheets by what they are, newest number last."""
    asked = {"patient": patient, "ward": ward, "state": state, "kind": kind}
    rows = Sheet.objects.filter(**{name: value for name, value in asked.items() if value})
    return _page(rows.order_by("number"), page)


def out_of(ward: UUID) -> list[SheetLine]:
    """Every sheet handed out that goes by a ward, by title and number: what is ticked at shift change."""
    rows = Sheet.objects.filter(state=SheetEventKind.ISSUED, ward=ward).order_by("title", "kind", "number")
    return _lines(list(rows))


def wards_with_sheets_out() -> list[UUID]:
    """The wards by which a sheet is out."""
    rows = Sheet.objects.filter(state=SheetEventKind.ISSUED, ward__isnull=False)
    return [ward for ward in rows.order_by().values_list("ward", flat=True).distinct() if ward]


def out_limits() -> dict[UUID | None, int]:
    """After how many hours a sheet is out for long, by ward; None: wherever no other figure stands."""
    limits: dict[UUID | None, int] = {None: _OUT_HOURS}
    limits.update(OutLimit.objects.order_by("occurred_at", "id").values_list("ward", "hours"))
    return limits


def copy_questions(*, page: int = 1) -> tuple[list[CopyRow], bool]:
    """Pages that came twice and wait for a person, oldest first, and whether there are more."""
    rows = CopyQuestion.objects.filter(answer__isnull=True).select_related("sheet", "first", "second")
    start = (page - 1) * LINES_A_PAGE
    some = list(rows.order_by("occurred_at", "id")[start : start + LINES_A_PAGE + 1])
    return [_copy_row(row) for row in some[:LINES_A_PAGE]], len(some) > LINES_A_PAGE


def copies_waiting() -> Waiting:
    """How many pages came twice and wait for a person."""
    rows = CopyQuestion.objects.filter(answer__isnull=True)
    said = rows.aggregate(count=Count("*"), oldest=Min("occurred_at"))
    return Waiting(said["count"], said["oldest"])


def _in_list(which: SheetList, at: datetime, ward: UUID | None) -> QuerySet[Sheet]:
    if which is SheetList.OUT:
        asked = Q(state=SheetEventKind.ISSUED) & _out_too_long(at)
    elif which is SheetList.MISSING:
        asked = Q(pages_missing__gt=0)
    else:
        asked = Q(state=SheetEventKind.LOST if which is SheetList.LOST else SheetEventKind.READ)
    rows = Sheet.objects.filter(asked)
    return rows.filter(ward=ward) if ward else rows


def _out_too_long(at: datetime) -> Q:
    limits = out_limits()
    others = Q(since__lt=at - timedelta(hours=limits.pop(None)))
    own = {ward for ward in limits if ward}
    late = others & ~Q(ward__in=own) | others & Q(ward__isnull=True) if own else others
    for ward, hours in limits.items():
        late |= Q(ward=ward, since__lt=at - timedelta(hours=hours))
    return late


def _page(rows: QuerySet[Sheet], page: int) -> SheetPage:
    start = (max(page, 1) - 1) * LINES_A_PAGE
    some = list(rows[start : start + LINES_A_PAGE + 1])
    return SheetPage(tuple(_lines(some[:LINES_A_PAGE])), len(some) > LINES_A_PAGE)


def _lines(rows: Collection[Sheet]) -> list[SheetLine]:
    lacking = _missing_pages([row for row in rows if row.pages_missing])
    said = _said_of([row for row in rows if row.state == SheetEventKind.LOST])
    return [
        SheetLine(
            number=parse_number(row.number),
            kind=row.kind,
            title=row.title or row.kind,
            ward=row.ward,
            state=SheetEventKind(row.state) if row.state else None,
            since=row.since,
            holder=row.holder,
            filed_in=row.filed_in,
            pages=row.pages,
            missing=lacking.get(row.pk, ()),
            patient=row.patient,
            said_by=said.get(row.pk, ("", ""))[0],
            reason=said.get(row.pk, ("", ""))[1],
        )
        for row in rows
    ]


def _missing_pages(rows: Collection[Sheet]) -> dict[UUID, tuple[int, ...]]:
    ids = [row.pk for row in rows]
    here = PageArrival.objects.filter(sheet__in=ids, copy_question__isnull=True)
    arrived = defaultdict(list)
    for one in here.exclude(event__undone_by__isnull=False):
        arrived[one.sheet_id].append(arrival_of(one))
    issues = SheetEvent.objects.filter(sheet__in=ids, kind=SheetEventKind.ISSUED, undone_by__isnull=True)
    issued = dict(issues.order_by("occurred_at").values_list("sheet", "occurred_at"))
    return {row.pk: missing(row.pages, since_issued(arrived[row.pk], issued.get(row.pk))) for row in rows}


def _said_of(rows: Collection[Sheet]) -> dict[UUID, tuple[str, str]]:
    events = SheetEvent.objects.filter(sheet__in=[row.pk for row in rows], kind=SheetEventKind.LOST)
    standing = events.filter(undone_by__isnull=True).order_by("occurred_at", "id")
    return {sheet: (who, reason) for sheet, who, reason in standing.values_list("sheet", "declared_by", "reason")}


def _copy_row(row: CopyQuestion) -> CopyRow:
    return CopyRow(
        id=row.pk,
        number=parse_number(row.sheet.number),
        title=row.sheet.title or row.sheet.kind,
        ward=row.sheet.ward,
        page=row.page,
        first_at=row.first.occurred_at if row.first else row.sheet.since,
        first_source=row.first.source if row.first else "",
        second_at=row.second.occurred_at,
        second_source=row.second.source,
        asked_by=row.by,
    )
