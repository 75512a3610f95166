"""Live the blackout once: declare it as an exercise, print everything, and say how long it took."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from permanence.command.crisis import operations as crisis
from permanence.command.crisis import queries as crises
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press import operations as press
from permanence.paper.press import queries as prints


class NothingWasPlanned(Exception):
    """A crisis is open and no kit was planned for it."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of it, times in seconds from the act; `first_page_s` is None when the kit was printed before."""

    folder: Path
    files: int
    sheets: int
    pages: int
    failed: int
    first_page_s: float | None
    seconds: float


def rehearse(
    *, reason: str, by: Actor, occurred_at: datetime, on_printed: Callable[[int, int], None] | None = None
) -> Rehearsal:
    """Declare an exercise at H0 and print its whole kit; when one is open already, print what its kit still lacks.

    `on_printed` is told of each file: how many are done, of how many. Refuses an open crisis without a kit
    (`NothingWasPlanned`). Logs `exercises.blackout_rehearsed`, beside what declaring and printing log.
    """
    begun = time.perf_counter()
    run = _planned() or crisis.declare(reason=reason, exercise=True, by=by, occurred_at=occurred_at)
    planned_s = time.perf_counter() - begun
    report = press.print_run(
        run=run,
        by=by,
        occurred_at=occurred_at,
        on_progress=lambda at: on_printed(at.done, at.parts) if on_printed else None,
    )
    first = None if report.first_file_s is None else planned_s + report.first_file_s
    rehearsal = Rehearsal(
        folder=report.folder,
        files=report.parts,
        sheets=report.sheets,
        pages=report.pages,
        failed=report.failed,
        first_page_s=first,
        seconds=time.perf_counter() - begun,
    )
    _record(run, rehearsal, by, occurred_at)
    return rehearsal


def _planned() -> UUID | None:
    state = crises.state()
    if state.declared_at is None:
        return None
    if state.print_run is None or prints.run(state.print_run) is None:
        raise NothingWasPlanned
    return state.print_run


@transaction.atomic
def _record(run: UUID, rehearsal: Rehearsal, by: Actor, occurred_at: datetime) -> None:
    ledger.record(
        kind="exercises.blackout_rehearsed",
        subject=run,
        by=by,
        occurred_at=occurred_at,
        facts={
            "files": rehearsal.files,
            "pages": rehearsal.pages,
            "failed": rehearsal.failed,
            "first_page_s": rehearsal.first_page_s,
            "seconds": rehearsal.seconds,
        },
    )
