"""Printing a slip for each question, to be carried to who wrote the sheet."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.desk.models import DeskQuestion
from permanence.paper.press import operations as press

SLIP = "desk.question"


@transaction.atomic
def print_slips(*, by: Actor, occurred_at: datetime) -> UUID | None:
    """A slip is printed for each question without its answer; gives the print run, None when nothing is asked.

    Refuses nothing. Logs `desk.slips_printed`, and what the press logs.
    """
    asked = DeskQuestion.objects.filter(answer__isnull=True).order_by("sheet__ward", "occurred_at")
    questions = list(asked.values_list("pk", flat=True))
    if not questions:
        return None
    part = press.PartPlan(_("Questions about sheets"), [(SLIP, questions)])
    title = _("Questions about sheets")
    run = press.plan_run(title=title, parts=[part], picture_at=occurred_at, by=by, occurred_at=occurred_at)
    facts = {"questions": questions}
    ledger.record(kind="desk.slips_printed", subject=run, by=by, occurred_at=occurred_at, facts=facts)
    return run
