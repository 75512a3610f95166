"""What befalls sheets after they are printed, one or many at a time: all of a batch, or none of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.sheets.operations.batches import Batch
from permanence.paper.sheets.rules import Holder, RefusalReason, SheetEventKind, SheetNumber, last_to_undo


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes sheets: a ward (its id and name), a person or a runner (a name; `ward` is where they are carried)."""

    kind: Holder
    name: str
    ward: UUID | None = None


def issue(*, numbers: Collection[SheetNumber], to: Receiver, by: Actor, occurred_at: datetime) -> None:
    """These sheets are handed to a ward, a person or a runner, who answers for them until they are back.

    Refuses numbers this box does not hold and sheets that are void, replaced, lost or done with (`SheetsRefused`).
    The ledger gets `sheets.issued` with to whom.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        batch.tell(SheetEventKind.ISSUED, holder_kind=to.kind, holder=to.name[:120], ward=to.ward)
        batch.settle()
        facts = batch.facts() | {"to": to.kind, "holder": to.name[:120], "ward": str(to.ward) if to.ward else None}
        ledger.record(kind="sheets.issued", subject=batch.subject, by=by, occurred_at=occurred_at, facts=facts)


def record_read(*, numbers: Collection[SheetNumber], by: Actor, occurred_at: datetime) -> None:
    """The reader, or a person, read what is written on these sheets; a second reading is told again.

    Refuses unknown numbers and sheets that are not back (`SheetsRefused`). The ledger gets `sheets.read`.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        batch.tell(SheetEventKind.READ)
        batch.settle()
        ledger.record(kind="sheets.read", subject=batch.subject, by=by, occurred_at=occurred_at, facts=batch.facts())


def record_checked(*, numbers: Collection[SheetNumber], by: Actor, occurred_at: datetime) -> None:
    """A person checked what was read of these sheets, or typed them in.

    Refuses unknown numbers and sheets that are not back, or checked already (`SheetsRefused`). The ledger gets
    `sheets.checked`.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        batch.tell(SheetEventKind.CHECKED)
        batch.settle()
        ledger.record(kind="sheets.checked", subject=batch.subject, by=by, occurred_at=occurred_at, facts=batch.facts())


def file_away(*, numbers: Collection[SheetNumber], place: str, by: Actor, occurred_at: datetime) -> None:
    """These sheets lie in this box, folder or shelf from now on; filed before, they were moved there.

    Refuses unknown numbers and sheets that are not back (`SheetsRefused`). The ledger gets `sheets.filed` with where.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        batch.tell(SheetEventKind.FILED, filed_in=place[:120])
        batch.settle()
        facts = batch.facts() | {"place": place[:120]}
        ledger.record(kind="sheets.filed", subject=batch.subject, by=by, occurred_at=occurred_at, facts=facts)


def send_home(*, numbers: Collection[SheetNumber], by: Actor, occurred_at: datetime) -> None:
    """What these sheets say is in the restored systems.

    Refuses unknown numbers and sheets nobody checked or filed (`SheetsRefused`). The ledger gets `sheets.sent_home`.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        batch.tell(SheetEventKind.SENT_HOME)
        batch.settle()
        facts = batch.facts()
        ledger.record(kind="sheets.sent_home", subject=batch.subject, by=by, occurred_at=occurred_at, facts=facts)


def declare_lost(
    *, numbers: Collection[SheetNumber], declared_by: str, reason: str, by: Actor, occurred_at: datetime
) -> None:
    """Somebody declares that these sheets cannot be found; `by` writes it down. One that turns up is found.

    Refuses unknown numbers and sheets that are void or lost already (`SheetsRefused`). The ledger gets `sheets.lost`
    with who declared it.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        batch.tell(SheetEventKind.LOST, declared_by=declared_by[:120], reason=reason[:200])
        batch.settle()
        facts = batch.facts() | {"declared_by": declared_by[:120], "reason": reason[:200]}
        ledger.record(kind="sheets.lost", subject=batch.subject, by=by, occurred_at=occurred_at, facts=facts)


def record_found(*, numbers: Collection[SheetNumber], reason: str, by: Actor, occurred_at: datetime) -> None:
    """Lost sheets turned up; `reason` says where. One that comes back is found by that alone.

    Refuses unknown numbers and sheets that are not lost (`SheetsRefused`). The ledger gets `sheets.found`.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        batch.tell(SheetEventKind.FOUND, reason=reason[:200])
        batch.settle()
        facts = batch.facts() | {"reason": reason[:200]}
        ledger.record(kind="sheets.found", subject=batch.subject, by=by, occurred_at=occurred_at, facts=facts)


def void(*, numbers: Collection[SheetNumber], reason: str, by: Actor, occurred_at: datetime) -> None:
    """These sheets must never be used: not printed after all, spoiled, or destroyed.

    Refuses unknown numbers, sheets void already, and sheets checked, filed or sent home (`SheetsRefused`). The ledger
    gets `sheets.voided` with the reason.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        batch.tell(SheetEventKind.VOIDED, reason=reason[:200])
        batch.settle()
        facts = batch.facts() | {"reason": reason[:200]}
        ledger.record(kind="sheets.voided", subject=batch.subject, by=by, occurred_at=occurred_at, facts=facts)


def undo(*, numbers: Collection[SheetNumber], reason: str, by: Actor, occurred_at: datetime) -> None:
    """Take back the last thing said of each of these sheets: a voiding where there is one, else the latest event.

    Refuses unknown numbers, and sheets of which nothing was said since they were printed or replaced
    (`SheetsRefused`). The ledger gets `sheets.undone` with the reason.
    """
    if not numbers:
        return
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        last = {number: last_to_undo(batch.lives[sheet.pk]) for number, sheet in batch.sheets.items()}
        for number, event in last.items():
            if event is None:
                batch.refuse(number, RefusalReason.NOTHING_TO_UNDO)
        batch.stop_if_refused()
        for number, event in last.items():
            batch.take_back(batch.sheets[number], event.id if event else None, reason[:200])
        batch.settle()
        facts = batch.facts() | {"reason": reason[:200]}
        ledger.record(kind="sheets.undone", subject=batch.subject, by=by, occurred_at=occurred_at, facts=facts)
