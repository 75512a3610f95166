"""Deciding what is printed: a plan is rows, and any process may carry it out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.foundation.actors import Actor
from permanence.foundation.language import box_language
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press import queries
from permanence.paper.press.models import PrintFailure, PrintPart, PrintRetry, PrintRun
from permanence.paper.press.rules import PartPlan


class PrintableUnknown(LookupError):
    """No room prints documents of this kind."""


class NothingToPrint(ValueError):
    """A run without a part would never end."""


@transaction.atomic
def plan_run(
    *,
    title: str,
    parts: Sequence[PartPlan],
    picture_at: datetime | None,
    by: Actor,
    occurred_at: datetime,
    declared_at: datetime | None = None,
    exercise: bool = False,
    language: str | None = None,
) -> UUID:
    """Decide a print run: its parts are printed in this order, by whoever calls `print_run` or by the night porter.

    `picture_at` is the age its pages say, where a document knows no younger one; None: unknown, and said so.
    `declared_at` is H0 of the crisis, `exercise` prints that it is only one. Pages are in the language of the box
    unless `language` says another. Refuses kinds no room prints (`PrintableUnknown`) and a run without parts
    (`NothingToPrint`). The ledger gets `press.planned`.
    """
    if not parts:
        raise NothingToPrint(title)
    known = queries.printables()
    if strange := {kind for part in parts for kind, _subjects in part.documents} - set(known):
        raise PrintableUnknown(*sorted(strange))
    run = PrintRun(
        title=title,
        planned_by=str(by),
        language=language or box_language(),
        picture_at=picture_at,
        declared_at=declared_at,
        exercise=exercise,
        occurred_at=occurred_at,
    )
    run.folder = f"{timezone.localtime(occurred_at):%Y-%m-%d-%Hh%M}-{run.id.hex[-8:]}"
    run.save(force_insert=True)
    PrintPart.objects.bulk_create(_part(run, place, part) for place, part in enumerate(parts, start=1))
    facts = {"parts": len(parts), "kinds": sorted({kind for part in parts for kind, _subjects in part.documents})}
    ledger.record(kind="press.planned", subject=run.id, by=by, occurred_at=occurred_at, facts=facts)
    return run.id


@transaction.atomic
def plan_again(*, parts: Sequence[UUID], by: Actor, occurred_at: datetime) -> UUID:
    """Decide to print parts of a run again, as things stand now: new numbers, and the old sheets are replaced.

    A part that belongs to a ward is printed for who is there now. Refuses when no such part exists
    (`NothingToPrint`). The ledger gets `press.planned` for the new run.
    """
    rows = list(PrintPart.objects.filter(pk__in=parts).select_related("run").order_by("place"))
    if not rows:
        raise NothingToPrint(*parts)
    first = rows[0].run
    run = plan_run(
        title=first.title,
        parts=[PartPlan(row.label, _documents_now(row), row.ward) for row in rows],
        picture_at=first.picture_at,
        by=by,
        occurred_at=occurred_at,
        declared_at=first.declared_at,
        exercise=first.exercise,
        language=first.language,
    )
    fresh = PrintPart.objects.filter(run=run).order_by("place")
    for new, old in zip(fresh, rows, strict=True):
        PrintPart.objects.filter(pk=new.pk).update(again_of=old)
    return run


@transaction.atomic
def retry(*, run: UUID, by: Actor, occurred_at: datetime) -> int:
    """Let the press try the failed parts of a run again; returns how many. The ledger gets `press.retried` if any."""
    stuck = list(PrintFailure.objects.filter(part__run=run, part__file__isnull=True, retry__isnull=True))
    if not stuck:
        return 0
    PrintRetry.objects.bulk_create(
        PrintRetry(failure=failure, asked_by=str(by), occurred_at=occurred_at) for failure in stuck
    )
    ledger.record(kind="press.retried", subject=run, by=by, occurred_at=occurred_at, facts={"parts": len(stuck)})
    return len({failure.part_id for failure in stuck})


def _part(run: PrintRun, place: int, part: PartPlan) -> PrintPart:
    return PrintPart(
        run=run,
        place=place,
        label=part.label,
        ward=part.ward,
        plan=[[kind, [str(subject) for subject in subjects]] for kind, subjects in part.documents],
        occurred_at=run.occurred_at,
    )


def _documents_now(row: PrintPart) -> list[tuple[str, list[UUID]]]:
    known = queries.printables()
    documents = []
    for kind, subjects in row.plan:
        subjects_of_ward = known[kind].subjects_of_ward if kind in known else None
        then = [UUID(subject) for subject in subjects]
        documents.append((kind, list(subjects_of_ward(row.ward)) if subjects_of_ward and row.ward else then))
    return documents
