"""The blank sheets of each ward: how many lie there, how fast they go, how many to print."""

from collections.abc import Collection
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
    """Each form each ward has or had blank sheets of, what runs out first at the top; three queries.

    What a person was handed, what came back and what is somebody's is used; the rest lies in the ward. Use a day is
    learned from the last two weeks, or from the first sheet used when that is less long ago.
    """
    now = at or clock.now()
    blanks = Sheet.objects.filter(blank=True, **({"ward": ward} if ward else {}))
    found = _counted(blanks, now)
    titles, targets = _titles({kind for _ward, kind in found}), _targets()
    lines = [_line(key, *figures, titles.get(key[1], ""), targets) for key, figures in found.items()]
    return sorted(lines, key=lambda line: (not line.level.short, _lasts(line), line.title, str(line.ward)))


def running_out(*, at: datetime) -> int:
    """How many forms run out, each in its ward; two queries."""
    found, targets = _counted(Sheet.objects.filter(blank=True), at), _targets()
    return sum(_line(key, *figures, "", targets).level.short for key, figures in found.items())


def stock_targets() -> dict[tuple[UUID | None, str], StockTarget]:
    """What the hospital wants, by ward (None: every) and kind (empty: every)."""
    return _targets()


def blank_forms() -> dict[str, str]:
    """The forms that were printed blank: what codes call them, and what people do."""
    kinds = set(Sheet.objects.filter(blank=True).order_by().values_list("kind", flat=True).distinct())
    titles = _titles(kinds)
    return {kind: titles.get(kind) or kind for kind in kinds}


def _titles(kinds: Collection[str]) -> dict[str, str]:
    return dict(Sheet.objects.filter(kind__in=kinds).order_by().values_list("kind", "title").distinct())


def _counted(blanks: QuerySet[Sheet], now: datetime) -> dict[_Line, tuple[int, float]]:
    """Sheets on hand and use a day, by ward and form; lines of neither left out. Reads one index, and no sheet."""
    begins = now - LEARNED_OVER
    on_hand = Count("kind", filter=Q(used_at__isnull=True, state__in=OUTSIDE))
    uses = Count("used_at", filter=Q(used_at__gte=begins, used_at__lte=now))
    counted = blanks.order_by().values_list("ward", "kind").annotate(here=on_hand, used=uses, first=Min("used_at"))
    figures = {}
    for ward, kind, here, used, first in counted:
        per_day = use_per_day(used, (now - max(first, begins)) / timedelta(days=1)) if used else 0.0
        if here or first:
            figures[ward, kind] = (here, per_day)
    return figures


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
