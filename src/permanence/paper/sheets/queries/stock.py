"""The blank sheets of each ward: how many lie there, how fast they go, how many to print."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from permanence.foundation import clock
from permanence.paper.sheets.models import Sheet, StockSetting
from permanence.paper.sheets.rules import OUTSIDE, StockLevel, StockTarget, level, use_per_day

# Long enough to smooth a quiet Sunday, short enough to follow a ward that changes.
LEARNED_OVER = timedelta(days=14)
_Line = tuple[UUID | None, str]


@dataclass(frozen=True, slots=True)
class StockLine:
    """A form in a ward (None: in no ward, as a reserve)."""

    ward: UUID | None
    kind: str
    title: str
    level: StockLevel
    target: StockTarget


def stock(*, ward: UUID | None = None, at: datetime | None = None) -> list[StockLine]:
    """Each form each ward has or had blank sheets of, what runs out first at the top; four queries.

    What a person was handed, what came back and what is somebody's is used; the rest lies in the ward. Use a day is
    learned from the last two weeks, or from the first sheet used when that is less long ago.
    """
    now = at or clock.now()
    blanks = Sheet.objects.filter(blank=True, **({"ward": ward} if ward else {}))
    on_hand = _counted(blanks.filter(used_at__isnull=True, state__in=OUTSIDE))
    used = _per_day(blanks, now)
    titles = blank_forms()
    targets = _targets()
    lines = [
        _line(key, on_hand.get(key, 0), used.get(key, 0.0), titles.get(key[1], ""), targets)
        for key in on_hand.keys() | used.keys()
    ]
    return sorted(lines, key=lambda line: (not line.level.short, _lasts(line), line.title, str(line.ward)))


def stock_targets() -> dict[tuple[UUID | None, str], StockTarget]:
    """What the hospital wants, by ward (None: every) and kind (empty: every)."""
    return _targets()


def blank_forms() -> dict[str, str]:
    """The forms that were printed blank: what codes call them, and what people do."""
    rows = Sheet.objects.filter(blank=True).order_by().values_list("kind", "title").distinct()
    return {kind: title or kind for kind, title in rows}


def _counted(rows: QuerySet[Sheet]) -> dict[_Line, int]:
    counted = rows.order_by().values_list("ward", "kind").annotate(count=Count("id"))
    return {(ward, kind): count for ward, kind, count in counted}


def _per_day(blanks: QuerySet[Sheet], now: datetime) -> dict[_Line, float]:
    begins = now - LEARNED_OVER
    used = blanks.filter(used_at__isnull=False, used_at__lte=now).order_by().values_list("ward", "kind")
    counted = used.annotate(first=Min("used_at"), uses=Count("id", filter=Q(used_at__gte=begins)))
    return {
        (ward, kind): use_per_day(uses, (now - max(first, begins)) / timedelta(days=1))
        for ward, kind, first, uses in counted
    }


def _targets() -> dict[tuple[UUID | None, str], StockTarget]:
    targets: dict[tuple[UUID | None, str], StockTarget] = {(None, ""): StockTarget()}
    for row in StockSetting.objects.order_by("occurred_at", "id"):
        targets[row.ward, row.kind] = StockTarget(row.warn_days, row.hold_days, row.least)
    return targets


def _line(
    key: _Line, on_hand: int, per_day: float, title: str, targets: dict[tuple[UUID | None, str], StockTarget]
) -> StockLine:
    ward, kind = key
    # The nearest word holds: of this form here, of all forms here, of this form everywhere, of everything.
    target = next(targets[one] for one in ((ward, kind), (ward, ""), (None, kind), (None, "")) if one in targets)
    return StockLine(ward, kind, title or kind, level(on_hand, per_day, target), target)


def _lasts(line: StockLine) -> float:
    return float("inf") if line.level.days is None else line.level.days
