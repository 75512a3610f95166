"""What lies on paper, or in folders outside the box, and should no longer be trusted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from permanence.foundation import clock
from permanence.foundation.places import queries as places
from permanence.paper.outlets.queries.folders import FolderRow, folders
from permanence.paper.outlets.rules.staleness import is_stale
from permanence.paper.press import queries as prints
from permanence.paper.sheets import queries as sheets


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A part on paper whose ward has changed since; `data_at` is the age of the oldest thing it says."""

    run: UUID
    part: UUID
    title: str
    label: str
    sheets: int
    printed_at: datetime
    data_at: datetime | None
    changed_at: datetime | None


def stale_prints() -> list[StaleRow]:
    """Every part on paper that is stale, oldest first."""
    now, patience = clock.now(), timedelta(hours=settings.STALE_HOURS)
    # What is younger than that is not stale, whatever changed: it need not be looked at.
    old = [pile for pile in sheets.parts_on_paper() if now - pile.printed_at > patience]
    parts = {one.id: one for one in prints.parts([pile.part for pile in old])}
    titles = prints.run_titles({pile.run for pile in old if pile.run})
    changes = places.ward_changes({part.ward for part in parts.values() if part.ward})
    found = [
        StaleRow(
            run=part.run,
            part=part.id,
            title=titles.get(part.run, ""),
            label=part.label,
            sheets=pile.sheets,
            printed_at=pile.printed_at,
            data_at=pile.oldest_data_at,
            changed_at=changes.get(part.ward) if part.ward else None,
        )
        for pile in old
        if (part := parts.get(pile.part))
    ]
    rows = [row for row in found if is_stale(row.printed_at, row.changed_at, now, patience)]
    return sorted(rows, key=lambda row: (row.printed_at, row.label))


def stale_folders() -> list[FolderRow]:
    """Kept folders whose newest whole copy is older than a shift, or that have none."""
    patience = clock.now() - timedelta(hours=settings.STALE_HOURS)
    return [row for row in folders() if row.whole is None or row.whole.asked_at < patience]
