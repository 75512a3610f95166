"""One sheet whole, the sheets of a print, and what of them lies on paper."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Prefetch, QuerySet, Sum

from permanence.paper.sheets.models import CopyQuestion, PageArrival, Sheet, SheetEvent, SheetPatient
from permanence.paper.sheets.queries.lives import arrival_of, life_event
from permanence.paper.sheets.rules import (
    OUTSIDE,
    CodeForeign,
    PatientProof,
    SheetEventKind,
    SheetNumber,
    decode_code,
    decode_witness,
    in_order,
    missing,
    parse_number,
    since_issued,
    truth,
)

_PAGE = re.compile(r"([^*/]+)/\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that befell a sheet; `undone` when it was taken back since."""

    kind: SheetEventKind
    occurred_at: datetime
    by: str
    reason: str
    replaced_by: SheetNumber | None
    holder: str
    filed_in: str
    declared_by: str
    undone: bool


@dataclass(frozen=True, slots=True)
class PatientRow:
    """Who said whose a sheet is, and by what; the last row holds."""

    patient: UUID
    stay: UUID | None
    proof: PatientProof
    by: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet and its life, oldest event first; `state` is None while it has a number and nothing else.

    `missing` are the pages that lack since one came back; `questions` counts pages that came twice and wait for an
    answer.
    """

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
    since: datetime | None
    blank: bool
    holder: str
    filed_in: str
    missing: tuple[int, ...]
    questions: int
    copy_of: SheetNumber | None
    copies: tuple[SheetNumber, ...]
    patients: tuple[PatientRow, ...]
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Pile:
    """The sheets of one kind and title from one print run that lie outside and still hold."""

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
    return page_in(text)[0]


def page_in(text: str) -> tuple[SheetNumber, int | None]:
    """The number and, where a code says it or `/2` stands behind it, the page; raises what `number_in` raises."""
    stripped = text.strip()
    if behind := _PAGE.fullmatch(stripped):
        return parse_number(behind.group(1)), int(behind.group(2))
    try:
        code = decode_code(stripped)
    except CodeForeign:
        pass
    else:
        return code.number, code.page
    try:
        witness = decode_witness(stripped)
    except CodeForeign:
        return parse_number(stripped), None
    return witness.number, witness.page


def sheet(number: SheetNumber) -> SheetRow | None:
    """The sheet of this number, or None when this box holds none."""
    rows = _rows(Sheet.objects.filter(number=number.compact))
    return rows[0] if rows else None


def sheets_of_part(part: UUID) -> list[SheetRow]:
    """All sheets ever numbered for a part of a print run, in the order numbered."""
    return _rows(Sheet.objects.filter(part=part))


def unprinted(part: UUID) -> list[SheetNumber]:
    """Numbers given for a part that were neither printed nor voided: an interrupted print left them."""
    numbers = Sheet.objects.filter(part=part, state="").values_list("number", flat=True)
    return [parse_number(number) for number in numbers]


def holding(run: UUID) -> list[SheetNumber]:
    """The sheets of a run that lie outside: not back, not lost, and nothing newer replaced them and nobody voided."""
    numbers = Sheet.objects.filter(run=run, state__in=OUTSIDE).values_list("number", flat=True)
    return [parse_number(number) for number in numbers]


def printed_under(kind: str, titles: Collection[str]) -> dict[str, SheetNumber]:
    """Of these titles, those a sheet of this kind was printed under and not voided, with the latest such sheet."""
    rows = Sheet.objects.filter(kind=kind, title__in=titles, printed_at__isnull=False)
    found = rows.exclude(state=SheetEventKind.VOIDED).order_by("id").values_list("title", "number")
    return {title: parse_number(number) for title, number in found}


def on_paper() -> list[Pile]:
    """What lies on paper outside and is not stale, newest run first."""
    piles = Sheet.objects.filter(state__in=OUTSIDE).values("run", "kind", "title")
    counted = piles.annotate(
        count=Count("id"), total=Sum("pages"), at=Max("printed_at"), oldest=Min("data_as_of")
    ).filter(at__isnull=False)
    return [
        Pile(
            run=pile["run"],
            kind=pile["kind"],
            title=pile["title"] or pile["kind"],
            sheets=pile["count"],
            pages=pile["total"] or 0,
            printed_at=pile["at"],
            oldest_data_at=pile["oldest"],
        )
        for pile in counted.order_by("-at", "kind")
    ]


def parts_on_paper() -> list[PartOnPaper]:
    """Each part of a print run with sheets that lie outside and still hold, newest print first."""
    parts = Sheet.objects.filter(state__in=OUTSIDE, part__isnull=False, printed_at__isnull=False).values("run", "part")
    rows = parts.annotate(count=Count("id"), total=Sum("pages"), at=Max("printed_at"), oldest=Min("data_as_of"))
    return [
        PartOnPaper(row["run"], row["part"], row["count"], row["total"] or 0, row["at"], row["oldest"])
        for row in rows.order_by("-at", "part")
    ]


def true_scans(number: SheetNumber) -> dict[int, str]:
    """For each page of a sheet that a scan brought, the scan that counts.

    A page that came twice counts as it first came until a person answers; what is set aside stays in the table.
    """
    arrivals = PageArrival.objects.filter(sheet__number=number.compact).exclude(event__undone_by__isnull=False)
    questions = CopyQuestion.objects.filter(sheet__number=number.compact)
    answered = questions.values_list("first_id", "second_id", "answer__verdict")
    refused = {first if verdict == "second" else second for first, second, verdict in answered}
    counted = truth([arrival_of(row) for row in arrivals], {one for one in refused if one})
    return {page: one.source for page, one in sorted(counted.items())}


def _rows(which: QuerySet[Sheet]) -> list[SheetRow]:
    """Whole rows, in the order numbered; as many queries for one sheet as for a hundred."""
    events = SheetEvent.objects.select_related("replaced_by").order_by("occurred_at", "id")
    whole = which.select_related("copy_of").prefetch_related(
        Prefetch("events", events),
        Prefetch("arrivals", PageArrival.objects.filter(copy_question__isnull=True).order_by("id")),
        Prefetch("copies", Sheet.objects.order_by("id")),
        Prefetch("patients", SheetPatient.objects.order_by("id")),
        Prefetch("copy_questions", CopyQuestion.objects.filter(answer__isnull=True)),
    )
    return [_row(row) for row in whole.order_by("number")]


def _row(row: Sheet) -> SheetRow:
    events = list(row.events.all())
    undone = {event.undoes_id for event in events if event.undoes_id}
    standing = in_order(life_event(event) for event in events)
    issues = [event.occurred_at for event in standing if event.kind is SheetEventKind.ISSUED]
    arrived = [arrival_of(one) for one in row.arrivals.all() if one.event_id not in undone]
    lacking = missing(row.pages, since_issued(arrived, max(issues, default=None))) if row.pages_missing else ()
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
        pages=row.pages,
        data_as_of=row.data_as_of,
        printed_at=row.printed_at,
        state=SheetEventKind(row.state) if row.state else None,
        since=row.since,
        blank=row.blank,
        holder=row.holder,
        filed_in=row.filed_in,
        missing=lacking,
        questions=len(row.copy_questions.all()),
        copy_of=parse_number(row.copy_of.number) if row.copy_of else None,
        copies=tuple(parse_number(copy.number) for copy in row.copies.all()),
        patients=tuple(
            PatientRow(one.patient, one.stay, PatientProof(one.proof), one.by, one.occurred_at)
            for one in row.patients.all()
        ),
        events=tuple(_event_row(event, undone) for event in events),
    )


def _event_row(event: SheetEvent, undone: Collection[UUID | None]) -> EventRow:
    return EventRow(
        kind=SheetEventKind(event.kind),
        occurred_at=event.occurred_at,
        by=event.by,
        reason=event.reason,
        replaced_by=parse_number(event.replaced_by.number) if event.replaced_by else None,
        holder=event.holder,
        filed_in=event.filed_in,
        declared_by=event.declared_by,
        undone=event.pk in undone,
    )
