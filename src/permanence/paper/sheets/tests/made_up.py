"""Made-up sheets, printed and about nobody."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from permanence.foundation.actors import Actor
from permanence.paper.sheets import operations, queries

ALICE = Actor("person", "alice")
READER = Actor("box", "K7Q2")
AT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)
KIND = "charts.notes"


def at(hours: float) -> datetime:
    """So long after the sheets were printed."""
    return AT + timedelta(hours=hours)


def printed(count: int = 1, *, pages: int = 1, **more) -> list[queries.SheetNumber]:
    """So many sheets, on paper since `AT`."""
    asked = [operations.SheetRequest(**{"kind": KIND, "version": 1, "title": "Notes", **more})] * count
    numbers = operations.allocate(requests=asked, by=ALICE, occurred_at=AT)
    operations.record_printed(pages=dict.fromkeys(numbers, pages), by=ALICE, occurred_at=AT)
    return numbers


def issued(numbers, hours: float = 1, *, ward: UUID | None = None, name: str = "Cardiology") -> None:
    """Handed to a ward."""
    to = operations.Receiver(operations.Holder.WARD, name, ward)
    operations.issue(numbers=numbers, to=to, by=ALICE, occurred_at=at(hours))


def back(numbers, hours: float = 2) -> operations.BackReport:
    """Back whole, in somebody's hand."""
    pages = [operations.PageBack(number) for number in numbers]
    return operations.record_back(pages=pages, by=ALICE, occurred_at=at(hours))


def scanned(number, *pages: int, batch: str = "scan-1", hours: float = 2) -> operations.BackReport:
    """These pages lie in a scan."""
    rows = [operations.PageBack(number, page, f"{batch}/{page}", f"{batch}{page}".ljust(64, "0")) for page in pages]
    return operations.record_back(pages=rows, by=READER, occurred_at=at(hours))


def state(number) -> str | None:
    """How the sheet stands."""
    row = queries.sheet(number)
    return row.state and row.state.value
