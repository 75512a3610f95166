"""Asking who wrote the sheet, or a doctor, and taking down what they said."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.desk.models import DeskAnswer, DeskField, DeskQuestion
from permanence.paper.desk.operations.entering import SheetDone
from permanence.paper.desk.queries.standings import standing_of

UNCLEAR = "unclear"


class QuestionAnswered(ValueError):
    """Somebody took the answer down already."""


@transaction.atomic
def ask(*, field: UUID, words: str, by: Actor, occurred_at: datetime) -> UUID:
    """What is written here cannot be read: the field waits for its author or a doctor, on a slip.

    Refuses a sheet that is done (`SheetDone`). Logs `desk.asked`.
    """
    take_turns("desk")
    row = DeskField.objects.select_related("sheet").get(pk=field)
    if hasattr(row.sheet, "validation"):
        raise SheetDone(row.sheet.number)
    question = DeskQuestion.objects.create(
        sheet=row.sheet, field=row, kind=UNCLEAR, words=words, by=str(by), occurred_at=occurred_at
    )
    DeskField.objects.filter(pk=row.pk).update(**standing_of(row), leased_to="", leased_until=None)
    ledger.record(kind="desk.asked", subject=question.pk, by=by, occurred_at=occurred_at, facts={"kind": UNCLEAR})
    return question.pk


@transaction.atomic
def answer_question(*, question: UUID, words: str, by: Actor, occurred_at: datetime) -> None:
    """What the author or the doctor said is kept beside the question; the field, if it was about one, is typed again.

    Refuses a question that has its answer (`QuestionAnswered`). Logs `desk.answered`.
    """
    take_turns("desk")
    row = DeskQuestion.objects.select_related("field").get(pk=question)
    if hasattr(row, "answer"):
        raise QuestionAnswered(question)
    DeskAnswer.objects.create(question=row, words=words, by=str(by), occurred_at=occurred_at)
    if row.field is not None:
        DeskField.objects.filter(pk=row.field.pk).update(**standing_of(row.field))
    ledger.record(kind="desk.answered", subject=question, by=by, occurred_at=occurred_at)
