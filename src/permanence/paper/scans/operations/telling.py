"""What the ledger of sheets is told: which pages are back, and which sheets are read whole."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count

from permanence.foundation.actors import Actor
from permanence.paper.scans.models import PageReading
from permanence.paper.sheets import operations
from permanence.paper.sheets import queries as known
from permanence.paper.sheets.queries import PageCode, SheetNumber

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of a sheet: its number, its page, the code it carried when one was read, and in which scan it lies."""

    number: SheetNumber
    page: int
    code: PageCode | None
    source: str


def tell_sheets(*, seen: Sequence[Seen], by: Actor, occurred_at: datetime) -> None:
    """These pages are back, and the sheets of which every page was read are read; another box's are taken in first.

    What the ledger of sheets refuses (a void sheet, a page it does not have) stays with the reading, and its list.
    """
    operations.adopt(codes=[one.code for one in seen if one.code], by=by, occurred_at=occurred_at)
    pages = [operations.PageBack(one.number, one.page, one.source) for one in seen]
    _without_refused(
        pages, lambda one: one.number, lambda some: operations.record_back(pages=some, by=by, occurred_at=occurred_at)
    )
    numbers = sorted(_read_whole({one.number for one in seen}), key=lambda one: one.compact)
    _without_refused(
        numbers, lambda one: one, lambda some: operations.record_read(numbers=some, by=by, occurred_at=occurred_at)
    )


def _without_refused(
    items: Sequence[T], number_of: Callable[[T], SheetNumber], tell: Callable[[Sequence[T]], object]
) -> None:
    while items:
        try:
            tell(items)
        except operations.SheetsRefused as refused:
            gone = {one.number for one in refused.refusals}
            if not gone & {number_of(item) for item in items}:
                raise
            items = [item for item in items if number_of(item) not in gone]
        else:
            return


def _read_whole(numbers: Collection[SheetNumber]) -> set[SheetNumber]:
    read = PageReading.objects.filter(number__in=[one.compact for one in numbers], doubt="").values("number")
    pages = dict(read.annotate(count=Count("page", distinct=True)).values_list("number", "count"))
    rows = [known.sheet(one) for one in numbers if one.compact in pages]
    return {row.number for row in rows if row and row.pages and pages[row.number.compact] >= row.pages}
