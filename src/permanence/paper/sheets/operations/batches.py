"""Sheets that one act is about, with their lives: checked together, written together, folded together."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Min

from permanence.foundation.actors import Actor
from permanence.foundation.rows import insert, overwrite
from permanence.paper.sheets.models import PageArrival, Sheet, SheetEvent, SheetPatient
from permanence.paper.sheets.queries.lives import arrival_of, life_event, pieces
from permanence.paper.sheets.rules import (
    Arrival,
    LifeEvent,
    Refusal,
    RefusalReason,
    SheetEventKind,
    SheetNumber,
    SheetsRefused,
    fold,
    in_order,
    may_befall,
    missing,
    since_issued,
    state_at,
)

_FOLDED = ("state", "since", "holder", "ward", "filed_in", "used_at", "pages_missing")
# As the rows are written, and as an event has it: a foreign key is written as its id.
_SAID = (
    "id", "sheet", "kind", "by", "occurred_at", "pages", "reason", "replaced_by", "undoes", "holder_kind", "holder",
    "ward", "filed_in", "declared_by",
)  # fmt: skip
_SAID_AS = tuple(f"{name}_id" if name in {"sheet", "replaced_by", "undoes"} else name for name in _SAID)


class Batch:
    """The sheets of these numbers, held until the transaction ends; unknown numbers are refused from the start."""

    def __init__(self, numbers: Collection[SheetNumber], *, by: Actor, occurred_at: datetime) -> None:
        self.numbers = sorted(set(numbers))
        self.by, self.at = by, occurred_at
        self.refusals: list[Refusal] = []
        self.sheets = dict(self._held())
        self.lives: dict[UUID, list[LifeEvent]] = defaultdict(list)
        self.arrivals: dict[UUID, list[Arrival]] = defaultdict(list)
        # What is a question does not count as here, but is known when its scan is read again.
        self.asked: dict[UUID, list[Arrival]] = defaultdict(list)
        self.patient_at: dict[UUID, datetime] = {}
        self._came_with: dict[UUID | None, set[UUID]] = defaultdict(set)
        self._events: list[SheetEvent] = []
        self._read_lives()
        for number in self.numbers:
            if number not in self.sheets:
                self.refuse(number, RefusalReason.UNKNOWN)

    def refuse(self, number: SheetNumber, reason: RefusalReason) -> None:
        """Keep why this number is refused; `stop_if_refused` says all of them at once."""
        sheet = self.sheets.get(number)
        state = state_at(self.lives[sheet.pk], self.at) if sheet else None
        self.refusals.append(Refusal(number, reason, state))

    def stop_if_refused(self) -> None:
        """Raise `SheetsRefused` when a number was refused: nothing of the batch is written then."""
        if self.refusals:
            raise SheetsRefused(self.refusals)

    def may(self, sheet: Sheet, kind: SheetEventKind) -> bool:
        """Whether this may befall the sheet at the hour of the batch."""
        return may_befall(self.lives[sheet.pk], kind, self.at)

    def tell(self, kind: SheetEventKind, **said: Any) -> None:
        """The same befalls every sheet of the batch; raises `SheetsRefused` naming each it cannot befall."""
        for number, sheet in self.sheets.items():
            if not self.may(sheet, kind):
                self.refuse(number, RefusalReason.STATE)
        self.stop_if_refused()
        for sheet in self.sheets.values():
            self.add(sheet, kind, **said)

    def add(self, sheet: Sheet, kind: SheetEventKind, **said: Any) -> SheetEvent:
        """Something befalls one sheet, unchecked; written by `settle`."""
        event = SheetEvent(sheet=sheet, kind=kind, by=str(self.by), occurred_at=self.at, **said)
        self._events.append(event)
        self.lives[sheet.pk].append(life_event(event))
        return event

    def take_back(self, sheet: Sheet, event: UUID | None, reason: str) -> None:
        """An event of the sheet never counted; what arrived with it is out again."""
        self.add(sheet, SheetEventKind.UNDONE, undoes_id=event, reason=reason)
        gone = self._came_with[event] if event else set()
        self.arrivals[sheet.pk] = [one for one in self.arrivals[sheet.pk] if one.id not in gone]

    def settle(self) -> None:
        """Write what was told, and where it leaves each sheet."""
        insert(SheetEvent, _SAID, [tuple(getattr(event, name) for name in _SAID_AS) for event in self._events])
        overwrite(Sheet, _FOLDED, [(*self._folded(sheet), sheet.pk) for sheet in self.sheets.values()])

    def present(self, sheet: Sheet) -> list[Arrival]:
        """The pages here: arrived since the sheet last went out, and not taken back."""
        standing = in_order(self.lives[sheet.pk])
        issues = [event.occurred_at for event in standing if event.kind is SheetEventKind.ISSUED]
        return since_issued(self.arrivals[sheet.pk], max(issues, default=None))

    def facts(self) -> dict[str, object]:
        """What the ledger keeps of which sheets: how many, the last, and a digest that names them all."""
        every = "\n".join(number.compact for number in self.numbers)
        digest = hashlib.sha256(every.encode("ascii")).hexdigest()
        return {"count": len(self.numbers), "last": self.numbers[-1].compact, "sha256": digest}

    @property
    def subject(self) -> str:
        """What the ledger's entry is about: the first number."""
        return self.numbers[0].compact

    def _folded(self, sheet: Sheet) -> tuple[object, ...]:
        standing = fold(self.lives[sheet.pk])
        used = [at for at in (standing.used_at, self.patient_at.get(sheet.pk)) if at] if sheet.blank else []
        lacking = () if standing.state is SheetEventKind.VOIDED else missing(sheet.pages, self.present(sheet))
        ward = standing.ward or sheet.ward
        state = standing.state or ""
        return state, standing.since, standing.holder, ward, standing.place, min(used, default=None), len(lacking)

    def _held(self) -> Iterator[tuple[SheetNumber, Sheet]]:
        wanted = {number.compact: number for number in self.numbers}
        for texts in pieces(sorted(wanted)):
            for sheet in Sheet.objects.select_for_update().filter(number__in=texts).order_by("number"):
                yield wanted[sheet.number], sheet

    def _read_lives(self) -> None:
        for some in pieces([sheet.pk for sheet in self.sheets.values()]):
            for event in SheetEvent.objects.filter(sheet__in=some):
                self.lives[event.sheet_id].append(life_event(event))
            rows = PageArrival.objects.filter(sheet__in=some).exclude(event__undone_by__isnull=False)
            for row in rows.annotate(asked=F("copy_question")):
                (self.asked if row.asked else self.arrivals)[row.sheet_id].append(arrival_of(row))
                self._came_with[row.event_id].add(row.pk)
            said = SheetPatient.objects.filter(sheet__in=some).values_list("sheet").annotate(at=Min("occurred_at"))
            self.patient_at.update(said)
