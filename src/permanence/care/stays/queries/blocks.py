"""Which desk holds which provisional numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from permanence.care.stays.models import NumberBlock
from permanence.care.stays.rules import ProvisionalNumber


@dataclass(frozen=True, slots=True)
class NumberBlockRow:
    """The numbers a desk holds; an empty `desk` is written on the sheet by whoever takes it."""

    id: UUID
    desk: str
    first: ProvisionalNumber
    last: ProvisionalNumber
    handed_out_at: datetime
    handed_out_by: str

    @property
    def numbers(self) -> list[ProvisionalNumber]:
        """Every number of the block, in order."""
        counters = range(self.first.counter, self.last.counter + 1)
        return [ProvisionalNumber(self.first.origin, counter) for counter in counters]

    @property
    def span(self) -> str:
        """`P-K7Q2-00001-X … P-K7Q2-00040-Y`, in any language."""
        return f"{self.first.spoken} … {self.last.spoken}"


def number_blocks(ids: Collection[UUID] | None = None) -> list[NumberBlockRow]:
    """These blocks, or all, in the order of their numbers."""
    rows = NumberBlock.objects.all() if ids is None else NumberBlock.objects.filter(id__in=ids)
    return [_row(row) for row in rows.order_by("origin", "first")]


def holder_of(number: ProvisionalNumber) -> NumberBlockRow | None:
    """The block a number was handed out in; None when this box knows of none."""
    row = NumberBlock.objects.filter(origin=number.origin, first__lte=number.counter, last__gte=number.counter).first()
    return None if row is None else _row(row)


def _row(row: NumberBlock) -> NumberBlockRow:
    first, last = (ProvisionalNumber(row.origin, counter) for counter in (row.first, row.last))
    return NumberBlockRow(row.id, row.desk, first, last, row.occurred_at, row.handed_out_by)
