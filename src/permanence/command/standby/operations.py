"""Keeping a recent kit ready."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.command.crisis import operations as crisis
from permanence.command.crisis import queries as crisis_queries
from permanence.command.standby import queries
from permanence.command.standby.models import StandbyKit, StandbyKitRetirement, StandbyRhythm
from permanence.foundation.actors import Actor
from permanence.foundation.language import box_language
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.outlets import operations as outlets
from permanence.paper.outlets.queries import folders
from permanence.paper.press import operations as press

__all__ = ["CrisisAlreadyOpen", "NothingToPrint", "make_ready", "make_ready_if_due", "set_rhythm"]

CrisisAlreadyOpen = crisis.CrisisAlreadyOpen
NothingToPrint = press.NothingToPrint


@transaction.atomic
def set_rhythm(*, hours: int, by: Actor, occurred_at: datetime) -> None:
    """From now on a kit is made ready every so many hours; 0: none. Refuses nothing. Logs `standby.rhythm_set`."""
    rhythm = StandbyRhythm.objects.create(hours=hours, set_by=str(by), occurred_at=occurred_at)
    facts = {"hours": hours}
    ledger.record(kind="standby.rhythm_set", subject=rhythm.id, by=by, occurred_at=occurred_at, facts=facts)


@transaction.atomic
def make_ready(*, by: Actor, occurred_at: datetime) -> UUID:
    """Plan a kit from the picture as it stands; gives its print run, which the night porter prints.

    Refuses while a crisis is open (`CrisisAlreadyOpen`). Logs `standby.kit_planned`.
    """
    run = crisis.plan_standby_kit(by=by, occurred_at=occurred_at)
    kit = StandbyKit.objects.create(run=run, occurred_at=occurred_at)
    ledger.record(kind="standby.kit_planned", subject=kit.id, by=by, occurred_at=occurred_at, facts={"run": str(run)})
    return run


def make_ready_if_due(*, by: Actor, occurred_at: datetime) -> UUID | None:
    """The night porter's errand: plan a kit when one is due, take older ones away, bring the newest to the folders.

    In a crisis the kept folders get the crisis's own kit, and no other is planned. Gives the print run it planned, or
    None. Refuses nothing. Logs what `make_ready` and the outlets log, and `standby.kit_retired`.
    """
    run = _plan_if_due(by, occurred_at)
    if len(queries.kits()) > 1:
        _take_older_away(by, occurred_at)
    if folders() and (newest := queries.newest_kit()):
        outlets.refresh_folders(run=newest, by=by, occurred_at=occurred_at)
    return run


def _plan_if_due(by: Actor, occurred_at: datetime) -> UUID | None:
    if not queries.kit_is_due(occurred_at) or crisis_queries.state().declared_at is not None:
        return None
    with transaction.atomic():
        take_turns("standby.kits")
        # Another box process may have planned one while this one waited.
        return make_ready(by=by, occurred_at=occurred_at) if queries.kit_is_due(occurred_at) else None


def _take_older_away(by: Actor, occurred_at: datetime) -> None:
    """Once a newer kit is whole, the sheets of older ones are void and their files go."""
    known = queries.kits()
    place = next((place for place, (_id, run, _at) in enumerate(known) if queries.is_whole(run)), None)
    if place is None:
        return
    with translation.override(box_language()):
        reason = _("A newer kit lies ready")
    for kit, run, _at in known[place + 1 :]:
        try:
            press.retire_run(run=run, reason=reason, by=by, occurred_at=occurred_at)
        except press.RunBeingPrinted:
            continue
        with transaction.atomic():
            StandbyKitRetirement.objects.create(kit_id=kit, occurred_at=occurred_at)
            ledger.record(kind="standby.kit_retired", subject=kit, by=by, occurred_at=occurred_at)
