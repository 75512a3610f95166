"""Who saw which sheet a short while ago."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from permanence.paper.desk.models import DeskSight

WHILE = timedelta(minutes=15)


def seen_lately(sheets: Sequence[UUID], by: str, at: datetime) -> set[UUID]:
    """Of these sheets, those this person was accounted for within the last quarter of an hour."""
    seen = DeskSight.objects.filter(sheet__in=sheets, by=by, occurred_at__gt=at - WHILE)
    return set(seen.values_list("sheet", flat=True))
