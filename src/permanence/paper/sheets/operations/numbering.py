"""Numbering sheets, and saying that they are on paper."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import F

from permanence.foundation import node
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, overwrite
from permanence.paper.sheets.models import Sheet, SheetCounter, SheetEvent
from permanence.paper.sheets.operations.batches import Batch
from permanence.paper.sheets.queries.lives import BATCH, pieces
from permanence.paper.sheets.rules import PageCode, RefusalReason, SheetEventKind, SheetNumber

_NEW = (
    "number", "kind", "version", "title", "run", "part", "ward", "patient", "stay", "data_as_of", "blank",
    "occurred_at", "state", "holder", "filed_in", "pages_missing",
)  # fmt: skip


class SheetsUnknown(LookupError):
    """Sheets of these numbers are not held by this box."""


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """A sheet to be numbered: what it is, in which pile, about whom, and how old what it says is.

    `blank` is a form about nobody, to be written on: stock of its ward until it is somebody's.
    """

    kind: str
    version: int
    title: str = ""
    run: UUID | None = None
    part: UUID | None = None
    ward: UUID | None = None
    patient: UUID | None = None
    stay: UUID | None = None
    data_as_of: datetime | None = None
    blank: bool = False


def allocate(*, requests: Sequence[SheetRequest], by: Actor, occurred_at: datetime) -> list[SheetNumber]:
    """Give each requested sheet a number no sheet of any box ever had, in the order asked.

    A rolled-back transaction gives nothing. The ledger gets `sheets.allocated`: how many, from which to which, and
    the digest of what they are.
    """
    if not requests:
        return []
    with transaction.atomic():
        last = _take(len(requests))
        numbers = [SheetNumber(node.origin(), last + place) for place in range(1, len(requests) + 1)]
        insert(Sheet, _NEW, [_new(*pair, occurred_at) for pair in zip(numbers, requests, strict=True)])
        digest = hashlib.sha256(orjson.dumps([astuple(request) for request in requests])).hexdigest()
        ledger.record(
            kind="sheets.allocated",
            subject=numbers[0].compact,
            by=by,
            occurred_at=occurred_at,
            facts={"count": len(numbers), "last": numbers[-1].compact, "sha256": digest},
        )
    return numbers


def adopt(*, codes: Sequence[PageCode], by: Actor, occurred_at: datetime) -> list[SheetNumber]:
    """Know sheets that another box printed, from the code on one of their pages each; gives those that are new here.

    A sheet already known is left as it is. Whose it is stays open: the code tells no patient's id. The ledger gets
    `sheets.adopted`.
    """
    with transaction.atomic():
        firsts = {code.number.compact: code for code in codes}
        known: set[str] = set()
        for some in pieces(sorted(firsts)):
            known.update(Sheet.objects.filter(number__in=some).values_list("number", flat=True))
        new = [code for number, code in sorted(firsts.items()) if number not in known]
        if not new:
            return []
        sheets = [_adopted(code, occurred_at) for code in new]
        Sheet.objects.bulk_create(sheets, batch_size=BATCH)
        events = [
            SheetEvent(sheet=sheet, kind=SheetEventKind.ADOPTED, by=str(by), occurred_at=occurred_at, pages=sheet.pages)
            for sheet in sheets
        ]
        SheetEvent.objects.bulk_create(events, batch_size=BATCH)
        facts = {"count": len(new), "last": new[-1].number.compact}
        subject = new[0].number.compact
        ledger.record(kind="sheets.adopted", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
    return [code.number for code in new]


def record_printed(*, pages: Mapping[SheetNumber, int], by: Actor, occurred_at: datetime) -> None:
    """The sheets are on paper, or in a file ready for it, with so many pages each.

    Refuses numbers this box does not hold (`SheetsUnknown`). The ledger gets `sheets.printed`.
    """
    with transaction.atomic():
        batch = _known(pages, by, occurred_at)
        for number, sheet in batch.sheets.items():
            sheet.pages = pages[number]
            batch.add(sheet, SheetEventKind.PRINTED, pages=pages[number], ward=sheet.ward)
        batch.settle()
        overwrite(
            Sheet, ("pages", "printed_at"), [(pages[n], occurred_at, sheet.pk) for n, sheet in batch.sheets.items()]
        )
        ledger.record(
            kind="sheets.printed",
            subject=min(pages).compact,
            by=by,
            occurred_at=occurred_at,
            facts={"count": len(pages), "pages": sum(pages.values()), "last": max(pages).compact},
        )


def record_replaced(*, newer: Mapping[SheetNumber, SheetNumber], by: Actor, occurred_at: datetime) -> None:
    """A newer print exists of these sheets (old number to new); whoever holds the old one should change it.

    A sheet that is replaced, void, lost or back already is left as it is. Refuses numbers this box does not hold
    (`SheetsUnknown`). The ledger gets `sheets.replaced`.
    """
    if not newer:
        return
    with transaction.atomic():
        batch = _known({*newer, *newer.values()}, by, occurred_at)
        ending = [old for old in newer if batch.may(batch.sheets[old], SheetEventKind.REPLACED)]
        for old in ending:
            batch.add(batch.sheets[old], SheetEventKind.REPLACED, replaced_by=batch.sheets[newer[old]])
        batch.settle()
        ledger.record(
            kind="sheets.replaced",
            subject=min(newer).compact,
            by=by,
            occurred_at=occurred_at,
            facts={"count": len(ending), "last": max(newer).compact},
        )


def _take(count: int) -> int:
    """The last number given before these; the counter's row stays locked until the transaction ends."""
    SheetCounter.objects.get_or_create(origin=node.origin())
    counters = SheetCounter.objects.filter(origin=node.origin())
    counters.update(last=F("last") + count)
    return counters.values_list("last", flat=True).get() - count


def _new(number: SheetNumber, request: SheetRequest, occurred_at: datetime) -> tuple[object, ...]:
    return number.compact, *astuple(request), occurred_at, "", "", "", 0


def _known(numbers: Collection[SheetNumber], by: Actor, occurred_at: datetime) -> Batch:
    batch = Batch(numbers, by=by, occurred_at=occurred_at)
    missing = [refusal.number for refusal in batch.refusals if refusal.reason is RefusalReason.UNKNOWN]
    if missing:
        raise SheetsUnknown(*(number.spoken for number in missing))
    return batch


def _adopted(code: PageCode, occurred_at: datetime) -> Sheet:
    return Sheet(
        number=code.number.compact,
        kind=code.kind,
        version=code.version,
        pages=code.pages,
        state=SheetEventKind.ADOPTED,
        since=occurred_at,
        occurred_at=occurred_at,
    )
