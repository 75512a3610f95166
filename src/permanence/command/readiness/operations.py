"""The weekly self-test: look the box over, keep what was found, print it on one page."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.command.readiness import queries
from permanence.command.readiness.models import SelfTest
from permanence.foundation.actors import Actor
from permanence.foundation.language import box_language
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press import operations as press


def test_itself(*, by: Actor, occurred_at: datetime) -> UUID:
    """Look the whole box over and plan the page that says what was found; gives its print run.

    Refuses nothing: what cannot be looked at is a failure on the page. Logs `readiness.tested` with the counts.
    """
    with translation.override(box_language()):
        # Before the transaction: it takes seconds, and a transaction holds everybody's writes back.
        found = queries.readiness()
        title = _("Weekly self-test")
        results = [
            [one.room, str(one.check.name), one.check.health, str(one.check.found), str(one.check.remedy)]
            for one in found.checks
        ]
    with transaction.atomic():
        test = SelfTest.objects.create(
            tested_by=str(by),
            results=results,
            failing=found.failing,
            to_watch=found.to_watch,
            occurred_at=occurred_at,
        )
        facts = {"failing": found.failing, "to_watch": found.to_watch, "checks": len(results)}
        ledger.record(kind="readiness.tested", subject=test.id, by=by, occurred_at=occurred_at, facts=facts)
        part = press.PartPlan(label=title, documents=[("readiness.self_test", [test.id])])
        return press.plan_run(title=title, parts=[part], picture_at=occurred_at, by=by, occurred_at=occurred_at)


def test_if_due(*, by: Actor, occurred_at: datetime) -> UUID | None:
    """The night porter's errand: the self-test of the week, once; gives its print run, None when it is not owed.

    Refuses nothing. Logs what `test_itself` logs.
    """
    return test_itself(by=by, occurred_at=occurred_at) if queries.self_test_is_due() else None
