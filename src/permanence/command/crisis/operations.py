"""Declare a blackout, print its kit again, end it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.care.stays import operations as stays
from permanence.command.crisis import queries
from permanence.command.crisis.models import CrisisDeclaration, CrisisLift
from permanence.command.crisis.rules import (
    BLOCKS,
    NUMBERS_A_BLOCK,
    CrisisAlreadyOpen,
    KitPile,
    NoCrisisOpen,
    Pile,
    WardOfKit,
    kit_piles,
)
from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds import queries as known_feeds
from permanence.foundation.actors import Actor
from permanence.foundation.language import box_language
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press import operations as press

__all__ = ["CrisisAlreadyOpen", "NoCrisisOpen", "declare", "lift", "plan_standby_kit", "print_kit"]


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
def print_kit(*, by: Actor, occurred_at: datetime, only: Collection[str] = ()) -> UUID:
    """Plan a new kit from the picture as it stands now, whole or `only` some of `rules.KIT_NAMES`; gives its print run.

    Refuses when no crisis is open (`NoCrisisOpen`) and when there is nothing of what is wanted
    (`press.NothingToPrint`). Logs `crisis.kit_planned`.
    """
    declaration = CrisisDeclaration.objects.filter(lift__isnull=True).first()
    if declaration is None:
        raise NoCrisisOpen
    run = _plan_kit(declaration, by, occurred_at, only)
    ledger.record(
        kind="crisis.kit_planned",
        subject=declaration.id,
        by=by,
        occurred_at=occurred_at,
        facts={"run": str(run), "only": sorted(only)},
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
    fate = feeds.Fate.REPLAY if replay else feeds.Fate.APART
    feeds.release_feeds(fate=fate, reason=reason, by=by, occurred_at=occurred_at)
    ledger.record(
        kind="crisis.lifted",
        subject=declaration.id,
        by=by,
        occurred_at=occurred_at,
        facts={"reason": reason, "replayed": replay},
    )


@transaction.atomic
def plan_standby_kit(*, by: Actor, occurred_at: datetime) -> UUID:
    """Plan a kit in peace, from the picture as it stands, so that a recent one lies ready; gives its print run.

    Refuses while a crisis is open (`CrisisAlreadyOpen`): its kits are printed for it. Logs
    `crisis.standby_kit_planned`.
    """
    open_now = queries.state()
    if open_now.declared_at is not None:
        raise CrisisAlreadyOpen(open_now.declared_at)
    with translation.override(box_language()):
        run = press.plan_run(
            title=_("Standby kit"),
            parts=[_part(pile) for pile in kit_piles(queries.wards_to_print())],
            picture_at=known_feeds.picture_at(),
            by=by,
            occurred_at=occurred_at,
        )
    ledger.record(kind="crisis.standby_kit_planned", subject=run, by=by, occurred_at=occurred_at)
    return run


def _plan_kit(declaration: CrisisDeclaration, by: Actor, occurred_at: datetime, only: Collection[str] = ()) -> UUID:
    with translation.override(box_language()):
        title = _("Exercise kit") if declaration.exercise else _("Blackout kit")
        wards = queries.wards_to_print()
        blocks = _hand_out_blocks(queries.desks_of(wards), only, by, occurred_at)
        parts = [_part(pile) for pile in kit_piles(wards, only, blocks)]
    run = press.plan_run(
        title=title,
        parts=parts,
        picture_at=declaration.picture_at,
        by=by,
        occurred_at=occurred_at,
        declared_at=declaration.occurred_at,
        exercise=declaration.exercise,
    )
    CrisisDeclaration.objects.filter(id=declaration.id).update(print_run=run)
    return run


def _hand_out_blocks(desks: Sequence[str], only: Collection[str], by: Actor, occurred_at: datetime) -> list[UUID]:
    if only and BLOCKS.name not in only:
        return []
    return stays.hand_out_blocks(desks=desks, count=NUMBERS_A_BLOCK, by=by, occurred_at=occurred_at)


def _part(pile: KitPile) -> press.PartPlan:
    if isinstance(pile.whose, WardOfKit):
        return press.PartPlan(pile.whose.name or _("In no known ward"), pile.documents, pile.whose.id)
    labels = {
        Pile.AT_ONCE: _("First hour"),
        Pile.SOON: _("Where is: patients by name"),
        Pile.FOR_THE_MORNING: _("Call lists"),
    }
    return press.PartPlan(labels[pile.whose], pile.documents)
