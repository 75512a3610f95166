"""A page that came twice is a question; a person says what it means."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation import node
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.sheets.models import CopyAnswer, CopyQuestion, PageArrival, Sheet
from permanence.paper.sheets.operations.batches import Batch
from permanence.paper.sheets.operations.numbering import SheetRequest, allocate
from permanence.paper.sheets.queries.lives import BATCH
from permanence.paper.sheets.rules import (
    MOST_COPIES,
    CopyVerdict,
    Refusal,
    RefusalReason,
    SheetEventKind,
    SheetNumber,
    SheetsRefused,
    parse_number,
)


class CopyAnswered(LookupError):
    """No such question is open: somebody answered it before."""


def report_copy(*, pages: Collection[tuple[SheetNumber, int | None]], by: Actor, occurred_at: datetime) -> list[UUID]:
    """A person holds second sheets with these numbers, photocopies: whole (None) or one page. Gives the questions.

    Refuses unknown numbers and pages a sheet does not have (`SheetsRefused`). The ledger gets `sheets.copy_reported`.
    """
    if not pages:
        return []
    with transaction.atomic():
        batch = Batch([number for number, _page in pages], by=by, occurred_at=occurred_at)
        for number, page in pages:
            sheet = batch.sheets.get(number)
            if sheet and page is not None and not 1 <= page <= (sheet.pages or page):
                batch.refuse(number, RefusalReason.NO_SUCH_PAGE)
        batch.stop_if_refused()
        stamp = {"by": str(by), "occurred_at": occurred_at}
        seconds = [PageArrival(sheet=batch.sheets[number], page=page, **stamp) for number, page in pages]
        PageArrival.objects.bulk_create(seconds, batch_size=BATCH)
        asked = [CopyQuestion(sheet=second.sheet, page=second.page, second=second, **stamp) for second in seconds]
        CopyQuestion.objects.bulk_create(asked, batch_size=BATCH)
        facts = batch.facts() | {"pages": len(asked)}
        subject = batch.subject
        ledger.record(kind="sheets.copy_reported", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
    return [question.pk for question in asked]


def answer_copy(
    *, questions: Collection[UUID], verdict: CopyVerdict, reason: str, by: Actor, occurred_at: datetime
) -> list[SheetNumber]:
    """Say of pages that came twice which is true, or that both are; gives the numbers of sheets this made.

    FIRST and SECOND set the other page aside, where it stays to be seen. BOTH makes the second page a sheet of its
    own, with a number derived from the first: to be written on it. Refuses a question that is not open
    (`CopyAnswered`) and more copies than a number has room for (`SheetsRefused`). The ledger gets
    `sheets.copy_answered`.
    """
    if not questions:
        return []
    with transaction.atomic():
        rows = list(CopyQuestion.objects.select_for_update(of=("self",)).filter(pk__in=questions, answer__isnull=True))
        if len(rows) != len(set(questions)):
            raise CopyAnswered(*sorted(str(one) for one in set(questions) - {row.pk for row in rows}))
        made: list[SheetNumber] = []
        for row in sorted(rows, key=lambda row: row.pk):
            copy = _copy_for(row, by, occurred_at) if verdict is CopyVerdict.BOTH else None
            CopyAnswer.objects.create(
                question=row, verdict=verdict, by=str(by), reason=reason[:200], copy=copy, occurred_at=occurred_at
            )
            if copy is not None and (number := parse_number(copy.number)) not in made:
                made.append(number)
        facts = {
            "questions": sorted(str(row.pk) for row in rows),
            "verdict": verdict,
            "made": [number.compact for number in made],
            "reason": reason[:200],
        }
        subject = min(row.sheet.number for row in rows)
        ledger.record(kind="sheets.copy_answered", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
    return made


@dataclass(frozen=True, slots=True)
class _Birth:
    """A sheet that a copy became, to be told of in a batch of its own."""

    sheet: Sheet
    is_new: bool


def _copy_for(question: CopyQuestion, by: Actor, at: datetime) -> Sheet:
    """The copy this page belongs to: one that lacks it, else a new one; the page arrives there."""
    birth = _lacking(question) or _Birth(_copied(question.sheet, by, at), is_new=True)
    batch = Batch([parse_number(birth.sheet.number)], by=by, occurred_at=at)
    (sheet,) = batch.sheets.values()
    if birth.is_new:
        batch.add(sheet, SheetEventKind.COPIED)
    event = batch.add(sheet, SheetEventKind.RETURNED)
    batch.settle()
    second = question.second
    PageArrival.objects.create(
        sheet=sheet, event=event, page=second.page, by=str(by), source=second.source, sha256=second.sha256,
        occurred_at=at,
    )  # fmt: skip
    return sheet


def _lacking(question: CopyQuestion) -> _Birth | None:
    if question.page is None:
        return None
    taken = PageArrival.objects.filter(page=question.page).values("sheet")
    copy = question.sheet.copies.exclude(pk__in=taken).order_by("id").first()
    return _Birth(copy, is_new=False) if copy else None


def _copied(sheet: Sheet, by: Actor, at: datetime) -> Sheet:
    """A new sheet beside the first; a photocopy of a blank is nobody's yet, whoever the first became.

    How many pages were copied is unknown: none is called missing.
    """
    about = ("kind", "version", "title", "run", "ward", "data_as_of", "blank")
    traits = {name: getattr(sheet, name) for name in about}
    if not sheet.blank:
        traits |= {"patient": sheet.patient, "stay": sheet.stay}
    first = parse_number(sheet.number)
    place = sheet.copies.count() + 1
    if first.origin != node.origin():
        # Two boxes could derive the same number from a third one's.
        (number,) = allocate(requests=[SheetRequest(**traits)], by=by, occurred_at=at)
        Sheet.objects.filter(number=number.compact).update(copy_of=sheet)
        return Sheet.objects.get(number=number.compact)
    if place > MOST_COPIES:
        raise SheetsRefused([Refusal(first, RefusalReason.TOO_MANY_COPIES)])
    number = SheetNumber(first.origin, first.counter, place)
    return Sheet.objects.create(number=number.compact, copy_of=sheet, occurred_at=at, **traits)
