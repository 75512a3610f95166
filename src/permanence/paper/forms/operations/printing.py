"""Printing sheets of a form: numbered like every print, blank or with what is known already in their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.forms.models import FormFilling
from permanence.paper.forms.operations.importing import renew_forms
from permanence.paper.forms.operations.retiring import FormUnknown
from permanence.paper.forms.queries.filled import Prefill, prefill_of
from permanence.paper.forms.queries.forms import FormRow, form_named, forms, layout_of, questionnaire_of
from permanence.paper.forms.rules import Filling, Known, Questionnaire, answers_in, fill, strangers
from permanence.paper.press import operations as press
from permanence.paper.press import queries as press_queries
from permanence.paper.sheets import queries as sheets

KIND = "forms.form"
_PLACE_MOST = 240


class FormRetired(ValueError):
    """The form is retired: it is printed no more."""


class PatientUnknown(LookupError):
    """No room knows this patient."""


class SheetsNotPrinted(RuntimeError):
    """The press could not print the sheets; they wait on the board as a failed part of their run."""


@dataclass(frozen=True, slots=True)
class PrintedForms:
    """The sheets of one print: their numbers in order, the part of the run whose file they are in, its pages."""

    form: FormRow
    run: UUID
    part: UUID
    sheets: tuple[str, ...]
    pages: int


def print_forms(
    *,
    code: str,
    by: Actor,
    occurred_at: datetime,
    language: str | None = None,
    patient: UUID | None = None,
    answers: Mapping[str, Any] | None = None,
    ward: UUID | None = None,
    place: str = "",
    count: int = 1,
) -> PrintedForms:
    """Print sheets of a form, each with a number of its own, for a patient or blank.

    `answers` (a QuestionnaireResponse) stand in the fields they belong to, else what the picture knows of the patient,
    else the form's initial values; what has no room is printed in full on a last page. Refuses an unknown form
    (`FormUnknown`), a retired one (`FormRetired`), an unknown patient (`PatientUnknown`); says when the press failed
    (`SheetsNotPrinted`). The ledger gets `forms.filled`, and what the press and the sheets write.
    """
    row = _printed_now(code, language, by, occurred_at)
    known = prefill_of(patient) if patient else Prefill("")
    if known is None:
        raise PatientUnknown(patient)
    filling = _filled(row, known, answers or {})
    kept = _keep(row, known, filling, patient, ward, place, by, occurred_at)
    return _print(row, kept, count, by, occurred_at)


def _printed_now(code: str, language: str | None, by: Actor, occurred_at: datetime) -> FormRow:
    if not (held := forms(code=code)):
        raise FormUnknown(code)
    if held[0].retired:
        raise FormRetired(code)
    renew_forms(codes=[code], by=by, occurred_at=occurred_at)
    row = form_named(code, language)
    if row is None:
        raise FormUnknown(code)
    return row


def _filled(row: FormRow, known: Prefill, response: Mapping[str, Any]) -> Filling:
    form, layout = questionnaire_of(row.code, row.edition), layout_of(row.code, row.edition)
    if form is None or layout is None:
        raise FormUnknown(row.code)
    answers = answers_in(response, form)
    sticker = "\n".join(filter(None, [known.subject, known.subject_line]))
    patient = Known(known.name, sticker, known.number, known.birth_date, known.place, known.facts)
    filling = fill(form, layout, answers, patient)
    filling.unplaced += _told(answers, form)
    return filling


def _told(answers: Mapping[tuple[str, int], list[Any]], form: Questionnaire) -> list[dict[str, str]]:
    """Answers to what the form does not ask: printed all the same, so that nobody loses them."""
    unasked = strangers(answers, form)
    return [{"label": link_id, "text": str(answers[link_id, row])} for link_id, row in answers if link_id in unasked]


@transaction.atomic
def _keep(
    row: FormRow, known: Prefill, filling: Filling, patient: UUID | None, ward: UUID | None, place: str,
    by: Actor, occurred_at: datetime,
) -> FormFilling:  # fmt: skip
    kept = FormFilling.objects.create(
        edition_id=row.id,
        patient=patient,
        stay=known.stay,
        ward=ward or known.ward,
        place=(place or known.place)[:_PLACE_MOST],
        subject=known.subject[:_PLACE_MOST],
        subject_line=known.subject_line[:_PLACE_MOST],
        data_as_of=known.data_as_of,
        values=filling.values,
        unplaced=filling.unplaced,
        by=str(by),
        occurred_at=occurred_at,
    )
    facts = {"form": row.code, "edition": row.edition, "patients": [str(patient)] if patient else []}
    ledger.record(kind="forms.filled", subject=kept.pk, by=by, occurred_at=occurred_at, facts=facts)
    return kept


def _print(row: FormRow, kept: FormFilling, count: int, by: Actor, occurred_at: datetime) -> PrintedForms:
    part = press.PartPlan(kept.place or row.title, [(KIND, [kept.pk] * count)], kept.ward)
    run = press.plan_run(
        title=row.title,
        parts=[part],
        picture_at=None,
        by=by,
        occurred_at=occurred_at,
        language=row.language,
    )
    report = press.print_run(run=run, by=by, occurred_at=occurred_at)
    printed = press_queries.run(run)
    if report.failed or printed is None:
        raise SheetsNotPrinted(run)
    (made,) = printed.parts
    numbers = sorted(sheet.number for sheet in sheets.sheets_of_part(made.id))
    return PrintedForms(row, run, made.id, tuple(number.spoken for number in numbers), made.pages)
