"""Numbering sheets, and saying what became of them."""

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
from permanence.paper.sheets.models import Sheet, SheetCounter, SheetEvent
from permanence.paper.sheets.rules import SheetEventKind, SheetNumber

__all__ = [
    "SheetNumber",
    "SheetRequest",
    "SheetsUnknown",
    "SheetsVoided",
    "allocate",
    "record_printed",
    "record_replaced",
    "void",
]

_BATCH = 500


class SheetsUnknown(LookupError):
    """Sheets of these numbers are not held by this box."""


class SheetsVoided(ValueError):
    """The sheets of these numbers are void already."""


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """A sheet to be numbered: what it is, in which pile, about whom, and how old what it says is."""

    kind: str
    version: int
    title: str = ""
    run: UUID | None = None
    part: UUID | None = None
    ward: UUID | None = None
    patient: UUID | None = None
    stay: UUID | None = None
    data_as_of: datetime | None = None


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
        rows = [
            Sheet(
                number=number.compact,
                occurred_at=occurred_at,
                **{name: getattr(request, name) for name in SheetRequest.__slots__},
            )
            for number, request in zip(numbers, requests, strict=True)
        ]
        Sheet.objects.bulk_create(rows, batch_size=_BATCH)
        digest = hashlib.sha256(orjson.dumps([astuple(request) for request in requests])).hexdigest()
        ledger.record(
            kind="sheets.allocated",
            subject=numbers[0].compact,
            by=by,
            occurred_at=occurred_at,
            facts={"count": len(numbers), "last": numbers[-1].compact, "sha256": digest},
        )
    return numbers


def record_printed(*, pages: Mapping[SheetNumber, int], by: Actor, occurred_at: datetime) -> None:
    """The sheets are on paper, or in a file ready for it, with so many pages each.

    Refuses numbers this box does not hold (`SheetsUnknown`). The ledger gets `sheets.printed`.
    """
    with transaction.atomic():
        sheets = _held(pages)
        events = [
            _event(sheets[number], SheetEventKind.PRINTED, by, occurred_at, pages=count)
            for number, count in pages.items()
        ]
        SheetEvent.objects.bulk_create(events, batch_size=_BATCH)
        ledger.record(
            kind="sheets.printed",
            subject=min(pages).compact,
            by=by,
            occurred_at=occurred_at,
            facts={"count": len(pages), "pages": sum(pages.values()), "last": max(pages).compact},
        )


def record_replaced(*, newer: Mapping[SheetNumber, SheetNumber], by: Actor, occurred_at: datetime) -> None:
    """A newer print exists of these sheets (old number to new); whoever holds the old one should change it.

    A sheet already replaced or void is left as it is. Refuses numbers this box does not hold (`SheetsUnknown`). The
    ledger gets `sheets.replaced`.
    """
    if not newer:
        return
    with transaction.atomic():
        sheets = _held({*newer, *newer.values()})
        ended = _ended([sheets[number] for number in newer])
        events = [
            _event(sheets[old], SheetEventKind.REPLACED, by, occurred_at, replaced_by=sheets[new])
            for old, new in newer.items()
            if sheets[old].pk not in ended
        ]
        SheetEvent.objects.bulk_create(events, batch_size=_BATCH)
        ledger.record(
            kind="sheets.replaced",
            subject=min(newer).compact,
            by=by,
            occurred_at=occurred_at,
            facts={"count": len(events), "last": max(newer).compact},
        )


def void(*, numbers: Collection[SheetNumber], reason: str, by: Actor, occurred_at: datetime) -> None:
    """These sheets must never be used: not printed after all, spoiled, or destroyed.

    Refuses numbers this box does not hold (`SheetsUnknown`) and sheets void already (`SheetsVoided`). The ledger gets
    `sheets.voided` with the reason.
    """
    if not numbers:
        return
    with transaction.atomic():
        sheets = _held(numbers)
        already = SheetEvent.objects.filter(sheet__in=sheets.values(), kind=SheetEventKind.VOIDED)
        if spoiled := list(already.values_list("sheet__number", flat=True)):
            raise SheetsVoided(*spoiled)
        events = [
            _event(sheet, SheetEventKind.VOIDED, by, occurred_at, reason=reason[:200]) for sheet in sheets.values()
        ]
        SheetEvent.objects.bulk_create(events, batch_size=_BATCH)
        ledger.record(
            kind="sheets.voided",
            subject=min(numbers).compact,
            by=by,
            occurred_at=occurred_at,
            facts={"count": len(sheets), "last": max(numbers).compact, "reason": reason[:200]},
        )


def _take(count: int) -> int:
    """The last number given before these; the counter's row stays locked until the transaction ends."""
    SheetCounter.objects.get_or_create(origin=node.origin())
    counters = SheetCounter.objects.filter(origin=node.origin())
    counters.update(last=F("last") + count)
    return counters.values_list("last", flat=True).get() - count


def _held(numbers: Collection[SheetNumber]) -> dict[SheetNumber, Sheet]:
    wanted = {number.compact: number for number in numbers}
    found: dict[SheetNumber, Sheet] = {}
    texts = sorted(wanted)
    for start in range(0, len(texts), _BATCH):
        for sheet in Sheet.objects.filter(number__in=texts[start : start + _BATCH]):
            found[wanted[sheet.number]] = sheet
    if missing := set(numbers) - set(found):
        raise SheetsUnknown(*(number.spoken for number in sorted(missing)))
    return found


def _ended(sheets: Collection[Sheet]) -> set[UUID]:
    events = SheetEvent.objects.filter(
        sheet__in=list(sheets), kind__in=[SheetEventKind.REPLACED, SheetEventKind.VOIDED]
    )
    return set(events.values_list("sheet", flat=True))


def _event(
    sheet: Sheet,
    kind: SheetEventKind,
    by: Actor,
    occurred_at: datetime,
    *,
    pages: int | None = None,
    reason: str = "",
    replaced_by: Sheet | None = None,
) -> SheetEvent:
    return SheetEvent(
        sheet=sheet,
        kind=kind,
        by=str(by),
        occurred_at=occurred_at,
        pages=pages,
        reason=reason,
        replaced_by=replaced_by,
    )
