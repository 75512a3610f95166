"""Printing the lists of each ward's paper."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.foundation.actors import Actor
from permanence.foundation.language import box_language
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.places import queries as places
from permanence.paper.press import operations as press
from permanence.paper.tallies import queries


class Tally(StrEnum):
    """Which list."""

    OUT = "out"
    STOCK = "stock"


class NothingToTally(ValueError):
    """No ward has anything to put on such a list."""


def print_tallies(*, tally: Tally, ward: UUID | None, by: Actor, occurred_at: datetime) -> UUID:
    """Plan the lists of one ward, or of every ward that has something to list (None); gives the print run.

    Refuses when there is nothing to list (`NothingToTally`); a ward asked for by itself gets a list that says so. The
    ledger gets `tallies.planned`.
    """
    listing = queries.wards_to_tally(out=tally is Tally.OUT)
    wards: Sequence[UUID] = [ward] if ward else listing
    if not wards:
        raise NothingToTally(tally)
    with translation.override(box_language()), transaction.atomic():
        title = _("Sheets handed out") if tally is Tally.OUT else _("Blank forms to print")
        names = places.labels(wards)
        ordered = sorted(wards, key=lambda one: places.natural_key(names.get(one, "")))
        parts = [press.PartPlan(names.get(one, str(one)), [(f"tallies.{tally}", [one])], one) for one in ordered]
        run = press.plan_run(title=title, parts=parts, picture_at=occurred_at, by=by, occurred_at=occurred_at)
        facts = {"tally": tally, "wards": len(ordered)}
        ledger.record(kind="tallies.planned", subject=run, by=by, occurred_at=occurred_at, facts=facts)
    return run
