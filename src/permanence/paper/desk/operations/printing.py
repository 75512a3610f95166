"""Printing a slip for each question, to be carried to who wrote the sheet."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.desk.models import DeskQuestion
from permanence.paper.press import operations as press
from permanence.paper.press import queries as prints

SLIP = "desk.question"


class SlipsNotPrinted(RuntimeError):
    """The press could not print the slips: the run says why."""


def print_slips(*, by: Actor, occurred_at: datetime) -> bytes | None:
    """A slip is printed for each question without its answer; gives the PDF, None when nothing is asked.

    Says when the press failed (`SlipsNotPrinted`). Logs `desk.slips_printed`, and what the press logs.
    """
    run = _planned(by, occurred_at)
    if run is None:
        return None
    report = press.print_run(run=run, by=by, occurred_at=occurred_at)
    printed = prints.run(run)
    if report.failed or printed is None:
        raise SlipsNotPrinted(run)
    (part,) = printed.parts
    _path, content = press.open_file(part=part.id, by=by, occurred_at=occurred_at)
    return content


@transaction.atomic
def _planned(by: Actor, occurred_at: datetime) -> UUID | None:
    asked = DeskQuestion.objects.filter(answer__isnull=True).order_by("sheet__ward", "occurred_at")
    questions = list(asked.values_list("pk", flat=True))
    if not questions:
        return None
    title = _("Questions about sheets")
    part = press.PartPlan(title, [(SLIP, questions)])
    run = press.plan_run(title=title, parts=[part], picture_at=occurred_at, by=by, occurred_at=occurred_at)
    facts = {"questions": questions}
    ledger.record(kind="desk.slips_printed", subject=run, by=by, occurred_at=occurred_at, facts=facts)
    return run
