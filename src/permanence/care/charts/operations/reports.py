"""Receiving reports and documents: each is one more row, nothing is overwritten."""

from collections.abc import Sequence

import orjson
from django.db import transaction

from permanence.care.charts.models import Document, Report
from permanence.care.charts.rules import DocumentFact, ReportFact, digest, packed
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert


def receive_reports(*, facts: Sequence[ReportFact], by: Actor) -> None:
    """Keep reports with their results; a corrected one joins what it corrects, and both stay readable.

    Refuses nothing. Logs `charts.reports_received`.
    """
    if not facts:
        return
    # No savepoint of its own: nothing is refused any more, and a batch of messages has one around the whole of it.
    with transaction.atomic(savepoint=False):
        insert(
            Report,
            ("patient", "stay", "order_number", "code", "label", "status", "results", "occurred_at", "source"),
            (
                (
                    fact.patient,
                    fact.stay,
                    fact.order_number,
                    fact.code,
                    fact.label,
                    fact.status,
                    orjson.dumps(packed(fact.results)).decode(),
                    fact.occurred_at,
                    fact.source,
                )
                for fact in facts
            ),
        )
        ledger.record(
            kind="charts.reports_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_documents(*, facts: Sequence[DocumentFact], by: Actor) -> None:
    """Keep the reference of documents and orders whose content stays in their message.

    Refuses nothing. Logs `charts.documents_received`.
    """
    if not facts:
        return
    with transaction.atomic():
        columns = ("patient", "stay", "number", "replaces", "kind", "title", "status", "occurred_at", "source")
        insert(Document, columns, (tuple(getattr(fact, column) for column in columns) for fact in facts))
        ledger.record(
            kind="charts.documents_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )
