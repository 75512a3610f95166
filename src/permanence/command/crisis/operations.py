"""Declare a blackout, print its kit again, end it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.command.crisis import queries
from permanence.command.crisis.models import CrisisDeclaration, CrisisLift
from permanence.command.crisis.rules import CrisisAlreadyOpen, NoCrisisOpen
from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds import queries as known_feeds
from permanence.foundation.actors import Actor
from permanence.foundation.language import box_language
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press import operations as press

__all__ = ["CrisisAlreadyOpen", "NoCrisisOpen", "declare", "lift", "print_kit"]


@transaction.atomic
def declare(*, reason: str, exercise: bool, by: Actor, occurred_at: datetime) -> UUID:
    """Open the crisis at H0 (`occurred_at`), hold every feed, and plan the first kit; gives the kit's print run.

    From the commit on, the picture is the last good one and moves only by people. Refuses a second crisis
    (`CrisisAlreadyOpen`). Logs `crisis.declared`.
    """
    open_now = queries.state()
    if open_now.declared_at is not None:
        raise CrisisAlreadyOpen(open_now.declared_at)
    declaration = CrisisDeclaration.objects.create(
        occurred_at=occurred_at,
        reason=reason,
        exercise=exercise,
        declared_by=str(by),
        picture_at=known_feeds.picture_at(),
    )
    feeds.hold_feeds(reason=reason, by=by, occurred_at=occurred_at)
    ledger.record(
        kind="crisis.declared",
        subject=declaration.id,
        by=by,
        occurred_at=occurred_at,
        facts={"reason": reason, "exercise": exercise, "picture_at": declaration.picture_at},
    )
    return _plan_kit(declaration, by, occurred_at)


@transaction.atomic
def print_kit(*, by: Actor, occurred_at: datetime) -> UUID:
    """Plan a new kit from the picture as it stands now; gives its print run.

    Refuses when no crisis is open (`NoCrisisOpen`). Logs `crisis.kit_planned`.
    """
    declaration = CrisisDeclaration.objects.filter(lift__isnull=True).first()
    if declaration is None:
        raise NoCrisisOpen
    run = _plan_kit(declaration, by, occurred_at)
    ledger.record(
        kind="crisis.kit_planned", subject=declaration.id, by=by, occurred_at=occurred_at, facts={"run": str(run)}
    )
    return run


@transaction.atomic
def lift(*, reason: str, replay: bool, by: Actor, occurred_at: datetime) -> None:
    """End the crisis; feeds move the picture again, behind what was held when it is to be replayed.

    The replay itself is the night porter's errand, or whoever calls `feeds.operations.replay_held` until it gives None.

    Refuses when no crisis is open (`NoCrisisOpen`). Logs `crisis.lifted`.
    """
    declaration = CrisisDeclaration.objects.filter(lift__isnull=True).first()
    if declaration is None:
        raise NoCrisisOpen
    CrisisLift.objects.create(declaration=declaration, occurred_at=occurred_at, reason=reason, lifted_by=str(by))
    feeds.release_feeds(replay=replay, reason=reason, by=by, occurred_at=occurred_at)
    ledger.record(
        kind="crisis.lifted",
        subject=declaration.id,
        by=by,
        occurred_at=occurred_at,
        facts={"reason": reason, "replayed": replay},
    )


def _plan_kit(declaration: CrisisDeclaration, by: Actor, occurred_at: datetime) -> UUID:
    with translation.override(box_language()):
        title, nowhere = (_("Exercise kit") if declaration.exercise else _("Blackout kit")), _("In no known ward")
    run = press.plan_run(
        title=title,
        parts=[
            press.PartPlan(
                label=ward.name or nowhere,
                documents=[
                    *([("beds.ward_census", [ward.id])] if ward.id else []),
                    ("charts.emergency_summary", ward.stays),
                ],
                ward=ward.id,
            )
            for ward in queries.wards_to_print()
        ],
        picture_at=declaration.picture_at,
        by=by,
        occurred_at=occurred_at,
        declared_at=declaration.occurred_at,
        exercise=declaration.exercise,
    )
    CrisisDeclaration.objects.filter(id=declaration.id).update(print_run=run)
    return run
