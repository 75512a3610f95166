"""Whether a crisis is open, since when, and what was printed for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from permanence.command.crisis import rules
from permanence.command.crisis.models import CrisisDeclaration
from permanence.foundation import clock


@dataclass(frozen=True, slots=True)
class CrisisState:
    """Standby when `declared_at` is None; else an open crisis, real or an exercise."""

    declared_at: datetime | None
    day: int | None
    reason: str
    exercise: bool
    declaration: UUID | None = None
    declared_by: str = ""
    picture_at: datetime | None = None
    print_run: UUID | None = None


STANDBY = CrisisState(declared_at=None, day=None, reason="", exercise=False)


def state() -> CrisisState:
    """How the box stands now."""
    declaration = CrisisDeclaration.objects.filter(lift__isnull=True).order_by("-occurred_at").first()
    if declaration is None:
        return STANDBY
    return CrisisState(
        declared_at=declaration.occurred_at,
        day=rules.crisis_day(declaration.occurred_at, clock.now()),
        reason=declaration.reason,
        exercise=declaration.exercise,
        declaration=declaration.id,
        declared_by=declaration.declared_by,
        picture_at=declaration.picture_at,
        print_run=declaration.print_run,
    )
