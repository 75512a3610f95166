"""What a settled sheet says: its response, who signed it when, and what is in doubt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from permanence.foundation.actors import Actor
from permanence.paper.desk import rules
from permanence.paper.desk.models import DeskQuestion, DeskSheet
from permanence.paper.desk.queries.acts import Transcribed
from permanence.paper.desk.queries.forms import desk_form
from permanence.paper.forms import queries as forms


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a sheet; `signed_at` is None when no whole day and hour are written on it."""

    response: dict[str, Any]
    asks: list[rules.Asks]
    signed_by: str
    signed_at: datetime | None
    about_patients: bool


def answers_of(row: DeskSheet) -> Answers:
    """What the settled fields answer."""
    form, layout = forms.questionnaire_of(row.form, row.edition), forms.layout_of(row.form, row.edition)
    if form is None or layout is None:
        raise LookupError(row.form, row.edition)
    held = row.fields.exclude(holds__isnull=True).values_list("link_id", "row", "holds")
    readings = {(link_id, at): rules.from_json(holds) for link_id, at, holds in held if holds}
    said, asks = rules.answered_by(form, layout, readings)
    signed_at = _instant(said.author.day, said.author.hour)
    if signed_at is not None:
        said.response["authored"] = signed_at.isoformat()
    response = rules.plain(said.response)
    return Answers(response, asks, said.author.name.strip(), signed_at, desk_form(row.form, row.edition).about_patients)


def standing_questions(row: DeskSheet, asks: list[rules.Asks]) -> list[rules.Asks]:
    """The doubts nobody was asked about yet: an answered one stands as the paper has it, unless it is typed again."""
    answered = DeskQuestion.objects.filter(sheet=row, answer__isnull=False)
    known: set[tuple[str | None, int | None, str]] = set(answered.values_list("field__link_id", "field__row", "kind"))
    return [
        one for one in asks if (one.link_id, one.row, one.kind) not in known and (None, None, one.kind) not in known
    ]


def transcribed(row: DeskSheet, answers: Answers) -> Transcribed:
    """The sheet as a room's act gets it."""
    if answers.signed_at is None:
        raise ValueError(row.number)
    return Transcribed(
        number=row.number,
        form=row.form,
        edition=row.edition,
        sheet=row.pk,
        patient=row.patient,
        stay=row.stay,
        ward=row.ward,
        by=Actor("paper", answers.signed_by),
        occurred_at=answers.signed_at,
        response=answers.response,
    )


def _instant(day: str, hour: str) -> datetime | None:
    """The hour on the sheet, in the hospital's own time; None unless both are whole."""
    if len(day) != len("2026-11-25") or not hour:
        return None
    return timezone.make_aware(datetime.fromisoformat(f"{day}T{hour}"))
