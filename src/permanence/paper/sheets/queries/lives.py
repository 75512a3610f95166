"""Stored events and arrivals as the rules of a sheet's life take them."""

from collections.abc import Sequence
from typing import TypeVar

from permanence.paper.sheets.models import PageArrival, SheetEvent
from permanence.paper.sheets.rules import Arrival, Holder, LifeEvent, SheetEventKind

Item = TypeVar("Item")
# As many at a time as every database takes in one query.
BATCH = 500


def pieces(items: Sequence[Item]) -> list[Sequence[Item]]:
    """The items in pieces a query takes."""
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def arrival_of(row: PageArrival) -> Arrival:
    """A stored arrival."""
    return Arrival(row.pk, row.page, row.occurred_at, row.source, row.sha256)


def life_event(event: SheetEvent) -> LifeEvent:
    """A stored event."""
    return LifeEvent(
        id=event.pk,
        kind=SheetEventKind(event.kind),
        occurred_at=event.occurred_at,
        undoes=event.undoes_id,
        holder=event.holder,
        ward=event.ward,
        place=event.filed_in,
        in_stock=event.holder_kind in (Holder.WARD, Holder.RUNNER),
    )
