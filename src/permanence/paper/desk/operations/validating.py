"""The last step of a sheet: its answers are made, and the room they are for does what the sheet says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.desk import rules
from permanence.paper.desk.models import DeskField, DeskQuestion, DeskSheet, DeskValidation
from permanence.paper.desk.operations.entering import SheetDone
from permanence.paper.desk.queries.acts import Act, Refused, act_of
from permanence.paper.desk.queries.answers import Answers, answers_of, standing_questions, transcribed
from permanence.paper.desk.queries.standings import standing_of

UNSIGNED, NO_PATIENT, LATER, REFUSED = "unsigned", "no_patient", "later", "refused"


class NotSettled(ValueError):
    """Fields of the sheet still wait for somebody, or a question for its answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the sheet: done (`acted`: its room did something), or the questions that now stand."""

    done: bool
    acted: bool
    questions: int


@transaction.atomic
def validate(*, sheet: UUID, by: Actor, occurred_at: datetime) -> Outcome:
    """The settled sheet is done: its room's operation runs as whoever signed it, at the hour written on it.

    What contradicts, is not signed, or is refused by the room becomes a question; nothing typed is lost, and once it
    is answered the same step is taken again. A form no room acts on is kept as answers. Refuses a sheet with fields or
    questions that wait (`NotSettled`) and one that is done (`SheetDone`). Logs `desk.validated` or `desk.held_up`.
    """
    row = _settled(sheet)
    answers = answers_of(row)
    if doubts := standing_questions(row, answers.asks):
        return _held_up(row, [(one.kind, "", one) for one in doubts], by, occurred_at)
    act = act_of(row.form)
    if act is None:
        return _done(row, answers, by, occurred_at, acted=False)
    if kind := _not_actionable(row, answers, occurred_at):
        return _held_up(row, [(kind, "", None)], by, occurred_at)
    try:
        _acted(act, row, answers)
    except Refused as refused:
        return _held_up(row, [(REFUSED, str(refused), None)], by, occurred_at)
    return _done(row, answers, by, occurred_at, acted=True)


@transaction.atomic
def keep_as_answers(*, sheet: UUID, reason: str, by: Actor, occurred_at: datetime) -> Outcome:
    """The sheet is done without its room doing anything: its answers are kept, with the reason.

    For what was done otherwise, or must not be done any more. Refuses as `validate` does. Logs `desk.validated`.
    """
    row = _settled(sheet)
    return _done(row, answers_of(row), by, occurred_at, acted=False, reason=reason)


def _settled(sheet: UUID) -> DeskSheet:
    take_turns("desk")
    row = DeskSheet.objects.select_related("validation").get(pk=sheet)
    if hasattr(row, "validation"):
        raise SheetDone(row.number)
    done = [standing.value for standing in rules.DONE]
    unanswered = DeskQuestion.objects.filter(sheet=row, answer__isnull=True)
    if DeskField.objects.filter(sheet=row).exclude(standing__in=done).exists() or unanswered.exists():
        raise NotSettled(row.number)
    return row


def _not_actionable(row: DeskSheet, answers: Answers, now: datetime) -> str:
    """Why nothing can be done with the sheet yet; empty when it can."""
    if not answers.signed_by or answers.signed_at is None:
        return UNSIGNED
    if answers.signed_at > now:
        return LATER
    return NO_PATIENT if answers.about_patients and row.patient is None else ""


@transaction.atomic
def _acted(act: Act, row: DeskSheet, answers: Answers) -> None:
    act(transcribed(row, answers))


def _held_up(
    row: DeskSheet, doubts: list[tuple[str, str, rules.Asks | None]], by: Actor, occurred_at: datetime
) -> Outcome:
    for kind, words, about in doubts:
        fields = DeskField.objects.filter(sheet=row)
        field = fields.filter(link_id=about.link_id, row=about.row).first() if about else None
        told: dict[str, Any] = {"kind": kind, "words": words, "by": str(by), "occurred_at": occurred_at}
        DeskQuestion.objects.create(sheet=row, field=field, **told)
        if field:
            DeskField.objects.filter(pk=field.pk).update(**standing_of(field))
    facts = {"kinds": sorted({kind for kind, _words, _about in doubts})}
    ledger.record(kind="desk.held_up", subject=row.pk, by=by, occurred_at=occurred_at, facts=facts)
    return Outcome(done=False, acted=False, questions=len(doubts))


def _done(
    row: DeskSheet, answers: Answers, by: Actor, occurred_at: datetime, *, acted: bool, reason: str = ""
) -> Outcome:
    DeskValidation.objects.create(
        sheet=row,
        response=answers.response,
        acted=acted,
        signed_by=answers.signed_by[:120],
        signed_at=answers.signed_at,
        by=str(by),
        occurred_at=occurred_at,
    )
    facts = {"form": row.form, "acted": acted, "signed_at": answers.signed_at, "reason": reason}
    ledger.record(kind="desk.validated", subject=row.pk, by=by, occurred_at=occurred_at, facts=facts)
    return Outcome(done=True, acted=acted, questions=0)
