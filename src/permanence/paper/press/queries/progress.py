"""Print runs, their parts, and how far the press is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.board import Health, Queue, Sign
from permanence.paper.press.adapters.files import folder_of
from permanence.paper.press.models import PrintFailure, PrintPart, PrintRun
from permanence.paper.press.rules import DISK_FULL

PRINT_ROLES = (Role.NIGHT_MANAGER, Role.CRISIS_CELL, Role.NURSE, Role.DOCTOR, Role.ADMISSIONS, Role.IT)


_LONGEST_LEASE = timedelta(minutes=2)


class PartState(StrEnum):
    """How a part stands."""

    WAITING = "waiting"
    PRINTING = "printing"
    READY = "ready"
    EMPTY = "empty"
    FAILED = "failed"
    RETIRED = "retired"


_STATES: dict[PartState, Promise] = {
    PartState.WAITING: _("Waiting"),
    PartState.PRINTING: _("Being printed"),
    PartState.READY: _("Ready"),
    PartState.EMPTY: _("Nothing to print"),
    PartState.FAILED: _("Failed"),
    PartState.RETIRED: _("A newer run replaces it"),
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """One file of a run; `path` is None until it is ready."""

    id: UUID
    run: UUID
    place: int
    label: str
    ward: UUID | None
    state: PartState
    sheets: int
    pages: int
    plain: int
    path: Path | None
    sha256: str
    ready_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """A print run and its parts in order."""

    id: UUID
    title: str
    planned_at: datetime
    planned_by: str
    language: str
    picture_at: datetime | None
    folder: Path
    parts: tuple[PartRow, ...]

    @property
    def done(self) -> int:
        """Parts that are ready, or had nothing to print, or were."""
        return sum(part.state in {PartState.READY, PartState.EMPTY, PartState.RETIRED} for part in self.parts)

    @property
    def failed(self) -> int:
        """Parts that wait for a person."""
        return sum(part.state is PartState.FAILED for part in self.parts)

    @property
    def finished(self) -> bool:
        """Whether nothing is left for the press to do."""
        return self.done + self.failed == len(self.parts)

    @property
    def pages(self) -> int:
        """Pages ready so far."""
        return sum(part.pages for part in self.parts)

    @property
    def sheets(self) -> int:
        """Sheets ready so far."""
        return sum(part.sheets for part in self.parts)


def runs(limit: int = 50) -> list[RunRow]:
    """The last print runs, newest first."""
    return _rows(PrintRun.objects.order_by("-id")[:limit])


def run(run_id: UUID) -> RunRow | None:
    """One print run, or None."""
    return next(iter(_rows(PrintRun.objects.filter(pk=run_id))), None)


def run_of_text(text: str) -> RunRow | None:
    """The run whose folder or id begins so, or the newest for `last`; None when none or several do."""
    if text == "last":
        return next(iter(runs(1)), None)
    found = [row for row in runs(1000) if str(row.id).startswith(text) or row.folder.name.startswith(text)]
    return found[0] if len(found) == 1 else None


def part_state_label(state: PartState) -> str:
    """How a part stands, in the reader's language."""
    return str(_STATES[state])


def failure_label(reason: str) -> str:
    """Why a part failed and what to do, in the reader's language; what only IT understands is said as it is."""
    if reason == DISK_FULL:
        return str(_("The disk is full: free some space, then try again. Nothing was lost."))
    return reason


def part(part_id: UUID) -> PartRow | None:
    """One part of a run, or None."""
    row = _parts(PrintPart.objects.filter(pk=part_id)).first()
    return None if row is None else _part(row, clock.now())


def parts(ids: Collection[UUID]) -> list[PartRow]:
    """These parts of any run."""
    now = clock.now()
    return [_part(row, now) for row in _parts(PrintPart.objects.filter(pk__in=ids))]


def run_titles(ids: Collection[UUID]) -> dict[UUID, str]:
    """The title of each run; one query."""
    return dict(PrintRun.objects.filter(pk__in=ids).values_list("id", "title"))


def unfinished() -> Q:
    """Parts the press still has to print: no file yet, and no failure a person has not asked to try again."""
    stuck = PrintFailure.objects.filter(part=OuterRef("pk"), retry__isnull=True)
    return Q(file__isnull=True) & ~Q(Exists(stuck))


def unleased(now: datetime) -> Q:
    """Parts that no process holds; a lease that ends later than any could was taken by a clock that was ahead."""
    return Q(lease_until__isnull=True) | Q(lease_until__lt=now) | Q(lease_until__gt=now + _LONGEST_LEASE)


def waiting_runs() -> list[UUID]:
    """Runs with parts that nobody is printing, oldest first; one small query, as it is asked all the time."""
    parts = PrintPart.objects.filter(unfinished() & unleased(clock.now())).order_by("run_id")
    return list(parts.values_list("run_id", flat=True).distinct())


def board_queues() -> list[Queue]:
    """Parts that could not be printed."""
    stuck = PrintFailure.objects.filter(retry__isnull=True, part__file__isnull=True)
    facts = stuck.aggregate(oldest=Min("occurred_at"))
    count = stuck.values("part").distinct().count()
    return [Queue(_("Prints that failed"), count, facts["oldest"], "press:runs", frozenset(PRINT_ROLES))]


def board_signs() -> list[Sign]:
    """How far the newest print run is."""
    newest = next(iter(runs(1)), None)
    if newest is None:
        return []
    health = Health.BAD if newest.failed else Health.GOOD if newest.finished else Health.WATCH
    detail = f"{newest.title}: {newest.done}/{len(newest.parts)}"
    return [Sign(_("Press"), health, newest.planned_at, detail, "press:runs")]


def _rows(found: QuerySet[PrintRun]) -> list[RunRow]:
    now, rows = clock.now(), list(found)
    parts: dict[UUID, list[PartRow]] = {row.id: [] for row in rows}
    for line in _parts(PrintPart.objects.filter(run__in=[row.id for row in rows])):
        parts[line.run_id].append(_part(line, now))
    return [
        RunRow(
            id=row.id,
            title=row.title,
            planned_at=row.occurred_at,
            planned_by=row.planned_by,
            language=row.language,
            picture_at=row.picture_at,
            folder=folder_of(row.folder),
            parts=tuple(parts[row.id]),
        )
        for row in rows
    ]


def _parts(found: QuerySet[PrintPart]) -> QuerySet[PrintPart]:
    return found.select_related("run__retirement", "file").prefetch_related("failures__retry").order_by("place")


def _part(row: PrintPart, now: datetime) -> PartRow:
    file = getattr(row, "file", None)
    failures = [failure for failure in row.failures.all() if not hasattr(failure, "retry")] if file is None else []
    named = file is not None and bool(file.name) and not hasattr(row.run, "retirement")
    return PartRow(
        id=row.id,
        run=row.run_id,
        place=row.place,
        label=row.label,
        ward=row.ward,
        state=_state(row, now, stuck=bool(failures)),
        sheets=file.sheets if file else 0,
        pages=file.pages if file else 0,
        plain=file.plain if file else 0,
        path=folder_of(row.run.folder) / file.name if file and named else None,
        sha256=file.sha256 if file else "",
        ready_at=file.occurred_at if file else None,
        failure=failures[-1].reason if failures else "",
    )


def _state(row: PrintPart, now: datetime, *, stuck: bool) -> PartState:
    file = getattr(row, "file", None)
    if hasattr(row.run, "retirement"):
        return PartState.RETIRED
    if file is not None:
        return PartState.READY if file.name else PartState.EMPTY
    if stuck:
        return PartState.FAILED
    held = row.lease_until is not None and now < row.lease_until <= now + _LONGEST_LEASE
    return PartState.PRINTING if held else PartState.WAITING
