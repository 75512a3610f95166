"""The rhythm of the kits made ready in peace, and the newest of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from permanence.command.crisis import queries as crisis
from permanence.command.standby.models import StandbyKit, StandbyRhythm
from permanence.command.standby.rules import is_due
from permanence.foundation import clock, node
from permanence.foundation.board import Health, Sign
from permanence.foundation.readiness import Check
from permanence.paper.press import queries as press


@dataclass(frozen=True, slots=True)
class Standby:
    """How often a kit is made ready (0: never), the last one planned, and the last one that is whole."""

    hours: int
    planned_at: datetime | None
    ready: UUID | None
    ready_at: datetime | None


def hours() -> int:
    """Every how many hours a kit is made ready; 0: never."""
    return (
        StandbyRhythm.objects.filter(origin=node.origin()).order_by("-id").values_list("hours", flat=True).first() or 0
    )


def kits() -> list[tuple[UUID, UUID, datetime]]:
    """The kits that were not taken away: id, print run, when planned; newest first."""
    rows = StandbyKit.objects.filter(retirement__isnull=True, origin=node.origin()).order_by("-id")
    return list(rows.values_list("id", "run", "occurred_at"))


def standby() -> Standby:
    """How the box stands ready."""
    known = kits()
    whole = next(((run, at) for _id, run, at in known if is_whole(run)), (None, None))
    return Standby(hours(), known[0][2] if known else None, *whole)


def is_whole(run: UUID) -> bool:
    """Whether all files of a run are printed."""
    row = press.run(run)
    return row is not None and row.done == len(row.parts)


def newest_kit() -> UUID | None:
    """The newest kit that is whole: in a crisis the crisis's own, else the one made ready; None when there is none."""
    during = crisis.state().print_run
    if during is not None:
        return during if is_whole(during) else None
    return standby().ready


def kit_is_due(now: datetime) -> bool:
    """Whether a kit is to be made ready now."""
    known = kits()
    return is_due(hours(), known[0][2] if known else None, now)


def board_signs() -> list[Sign]:
    """Since when a kit lies ready."""
    if crisis.state().declared_at is not None:
        return []
    now = standby()
    if now.hours == 0:
        return [Sign(_("Standby kit"), Health.OFF, now.ready_at, _("No kit is made ready by itself."))]
    said = _("Made ready every {hours} h.").format(hours=now.hours)
    late = is_due(2 * now.hours, now.ready_at, clock.now())
    return [Sign(_("Standby kit"), Health.BAD if late else Health.GOOD, now.ready_at, said)]


def readiness_checks() -> list[Check]:
    """Whether a recent kit lies ready."""
    now, name = standby(), _("Standby kit")
    if now.hours == 0:
        return [Check(name, Health.OFF, _("No kit is made ready by itself."), _("Type: permanence standby every 6"))]
    if now.ready_at is None or is_due(2 * now.hours, now.ready_at, clock.now()):
        remedy = _("Look at the page of print runs, then type: permanence standby now")
        return [Check(name, Health.BAD, _("No recent kit lies ready."), remedy)]
    said = _("The newest is of {moment}.").format(moment=press.moment(now.ready_at))
    return [Check(name, Health.GOOD, said)]
