"""Sheets come back: whole in a person's hand, or page by page from a scan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.sheets.models import CopyQuestion, PageArrival, Sheet
from permanence.paper.sheets.operations.batches import Batch
from permanence.paper.sheets.queries.lives import BATCH, arrival_of
from permanence.paper.sheets.rules import (
    Arrival,
    RefusalReason,
    SheetEventKind,
    SheetNumber,
    first_of,
    missing,
    same_scan,
)


@dataclass(frozen=True, slots=True)
class PageBack:
    """A page that is back. `page` None: the whole sheet, as a person holds it.

    A reader names the scan it lies in (`source`, at most 80 characters, the same however often that scan is read) and
    the digest of the page's image: by these a page read again is told from a photocopy.
    """

    number: SheetNumber
    page: int | None = None
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PageTwice:
    """A page of a sheet that arrived before."""

    number: SheetNumber
    page: int | None


@dataclass(slots=True)
class BackReport:
    """What was done: sheets that are back, pages that are a question now, pages told before by the same scan."""

    returned: list[SheetNumber] = field(default_factory=list)
    copies: list[PageTwice] = field(default_factory=list)
    repeated: list[PageTwice] = field(default_factory=list)


def record_back(*, pages: Sequence[PageBack], by: Actor, occurred_at: datetime) -> BackReport:
    """These pages are back; a sheet of which a page lacks is listed until it comes, a lost one is found.

    A page that another scan brought before is never taken over: it becomes a question for a person. The same scan
    told again changes nothing. Refuses unknown numbers, pages the sheet does not have, void sheets, and what a person
    says to be back and is (`SheetsRefused`); nothing is written then. The ledger gets `sheets.returned`.
    """
    if not pages:
        return BackReport()
    with transaction.atomic():
        batch = Batch([page.number for page in pages], by=by, occurred_at=occurred_at)
        desk = _Desk(batch)
        for page in pages:
            if page.number in batch.sheets:
                desk.take(page, batch.sheets[page.number])
        batch.stop_if_refused()
        desk.report.returned = sorted(desk.returned)
        batch.settle()
        PageArrival.objects.bulk_create(desk.arrived, batch_size=BATCH)
        CopyQuestion.objects.bulk_create(desk.questions, batch_size=BATCH)
        facts = batch.facts() | {
            "pages": len(desk.arrived),
            "copies": [f"{twice.number.compact}/{twice.page}" for twice in desk.report.copies],
            "repeated": len(desk.report.repeated),
        }
        ledger.record(kind="sheets.returned", subject=batch.subject, by=by, occurred_at=occurred_at, facts=facts)
    return desk.report


class _Desk:
    """Where pages are laid down one after the other, and compared with what lies there."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.report = BackReport()
        self.returned: set[SheetNumber] = set()
        self.arrived: list[PageArrival] = []
        self.questions: list[CopyQuestion] = []

    def take(self, page: PageBack, sheet: Sheet) -> None:
        """Lay one page down."""
        row = PageArrival(
            sheet=sheet,
            page=page.page,
            by=str(self.batch.by),
            source=page.source,
            sha256=page.sha256,
            occurred_at=self.batch.at,
        )
        told, here = arrival_of(row), self.batch.present(sheet)
        if page.page is not None and not 1 <= page.page <= (sheet.pages or page.page):
            self.batch.refuse(page.number, RefusalReason.NO_SUCH_PAGE)
        elif same_scan(told, [*self.batch.arrivals[sheet.pk], *self.batch.asked[sheet.pk]]):
            self.report.repeated.append(PageTwice(page.number, page.page))
        elif first := first_of(told, here):
            self._ask(page, row, first)
        elif page.source and _covered(told, here, sheet):
            self._keep(row)
        elif _covered(told, here, sheet) or not self.batch.may(sheet, self._door(sheet)):
            self.batch.refuse(page.number, RefusalReason.STATE)
        else:
            self._return(page, row)

    def _door(self, sheet: Sheet) -> SheetEventKind:
        lost = self.batch.may(sheet, SheetEventKind.FOUND)
        return SheetEventKind.FOUND if lost else SheetEventKind.RETURNED

    def _return(self, page: PageBack, row: PageArrival) -> None:
        if self._door(row.sheet) is SheetEventKind.FOUND:
            self.batch.add(row.sheet, SheetEventKind.FOUND)
        self.returned.add(page.number)
        row.event = self.batch.add(row.sheet, SheetEventKind.RETURNED)
        self._keep(row)

    def _ask(self, page: PageBack, row: PageArrival, first: Arrival) -> None:
        self.arrived.append(row)
        self.batch.asked[row.sheet.pk].append(arrival_of(row))
        question = CopyQuestion(sheet=row.sheet, page=page.page, first_id=first.id, second=row, by=str(self.batch.by))
        question.occurred_at = self.batch.at
        self.questions.append(question)
        self.report.copies.append(PageTwice(page.number, page.page))

    def _keep(self, row: PageArrival) -> None:
        self.arrived.append(row)
        self.batch.arrivals[row.sheet.pk].append(arrival_of(row))


def _covered(page: Arrival, here: Sequence[Arrival], sheet: Sheet) -> bool:
    """Whether the page, or every page when it is a whole sheet, is here already."""
    if page.page is None and here and not missing(sheet.pages, here):
        return True
    return any(one.page is None or one.page == page.page for one in here)
