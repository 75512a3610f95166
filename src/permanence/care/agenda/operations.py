"""Receiving appointments: the newest saying stands, every change is kept."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction

from permanence.care.agenda.models import Appointment, AppointmentChange
from permanence.care.agenda.rules import (
    CONTENTS,
    AppointmentFact,
    AppointmentState,
    AppointmentWithoutNumber,
    Contents,
    fold,
    said,
)
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, overwrite, take_turns

__all__ = ["AppointmentFact", "AppointmentState", "AppointmentWithoutNumber", "receive_appointments"]

Number = tuple[str, str]
_FEW = 8


def receive_appointments(*, facts: Sequence[AppointmentFact], by: Actor) -> list[UUID]:
    """Take what senders say of appointments: book unknown ones, move, cancel, complete known ones; ids in order.

    An older saying never overwrites a newer one: it fills gaps and is kept as history. What changes nothing leaves no
    row. Refuses the whole call when a fact has no number (`AppointmentWithoutNumber`). Logs one
    `agenda.appointments_received` when anything changed, nothing otherwise.
    """
    numbers = [(fact.number.strip(), fact.authority.strip()) for fact in facts]
    if not all(number for number, _ in numbers):
        raise AppointmentWithoutNumber
    if not facts:
        return []
    with transaction.atomic():
        take_turns("agenda")
        diary = _diary(numbers, facts)
        for number, fact in zip(numbers, facts, strict=True):
            diary[number].take(fact)
        written = _write(diary.values(), by)
        if any(written.values()):
            _log(facts, written, by)
    return [diary[number].id for number in numbers]


@dataclass(slots=True)
class _Entry:
    """One appointment while the facts of a call apply to it."""

    id: UUID
    number: Number
    told_at: datetime
    contents: Contents
    # As stored; a new appointment has nothing stored.
    stored_at: datetime | None = None
    stored: Contents = ()
    changes: list[AppointmentFact] = field(default_factory=list)
    late: list[AppointmentFact] = field(default_factory=list)

    def take(self, fact: AppointmentFact) -> None:
        """Apply one fact."""
        newer = fact.occurred_at >= self.told_at
        contents = fold(self.contents, said(fact), newer=newer)
        first = self.stored_at is None and not self.changes
        if newer and (first or contents != self.contents):
            self.changes.append(fact)
        elif not newer:
            self.late.append(fact)
        self.contents = contents
        self.told_at = max(self.told_at, fact.occurred_at)


def _diary(numbers: Sequence[Number], facts: Sequence[AppointmentFact]) -> dict[Number, _Entry]:
    """The entry of every number: as stored, else new and so far as its first fact says."""
    diary: dict[Number, _Entry] = {}
    rows = Appointment.objects.filter(number__in={number for number, _ in numbers})
    columns = ("patient_id", *CONTENTS[1:])
    for id_, number, authority, told_at, *contents in rows.values_list(
        "id", "number", "authority", "told_at", *columns
    ):
        stored = tuple(contents)
        diary[number, authority] = _Entry(id_, (number, authority), told_at, stored, told_at, stored)
    for number, fact in zip(numbers, facts, strict=True):
        if number not in diary:
            diary[number] = _Entry(new_id(), number, fact.occurred_at, said(fact))
    return diary


def _write(entries: Collection[_Entry], by: Actor) -> dict[str, int]:
    created = [entry for entry in entries if entry.stored_at is None]
    changed = [entry for entry in entries if entry.stored_at and entry.contents != entry.stored]
    confirmed = [
        entry for entry in entries if entry.contents == entry.stored and entry.stored_at not in {None, entry.told_at}
    ]
    insert(
        Appointment,
        ("id", "number", "authority", "occurred_at", "told_at", *CONTENTS),
        ((entry.id, *entry.number, entry.told_at, entry.told_at, *entry.contents) for entry in created),
    )
    overwrite(Appointment, (*CONTENTS, "told_at"), ((*entry.contents, entry.told_at, entry.id) for entry in changed))
    overwrite(Appointment, ("told_at",), ((entry.told_at, entry.id) for entry in confirmed))
    changes = [(entry.id, fact) for entry in entries for fact in entry.changes] + _told_late(entries)
    insert(
        AppointmentChange,
        ("appointment", "occurred_at", "source", "said_by", *CONTENTS),
        ((id_, fact.occurred_at, fact.source, str(by), *said(fact)) for id_, fact in changes),
    )
    return {"created": len(created), "changed": len(changed), "changes": len(changes)}


def _told_late(entries: Collection[_Entry]) -> list[tuple[UUID, AppointmentFact]]:
    """The late sayings that no row holds yet."""
    late = {(entry.id, fact.occurred_at, said(fact)): fact for entry in entries for fact in entry.late}
    if not late:
        return []
    rows = AppointmentChange.objects.filter(appointment__in={id_ for id_, *_ in late})
    known = {
        (id_, occurred_at, tuple(contents))
        for id_, occurred_at, *contents in rows.values_list(
            "appointment_id", "occurred_at", "patient_id", *CONTENTS[1:]
        )
    }
    return [(key[0], fact) for key, fact in late.items() if key not in known]


def _log(facts: Sequence[AppointmentFact], written: dict[str, int], by: Actor) -> None:
    ledger.record(
        kind="agenda.appointments_received",
        subject="agenda",
        by=by,
        occurred_at=max(fact.occurred_at for fact in facts),
        facts={
            "count": len(facts),
            **written,
            "sha256": hashlib.sha256(orjson.dumps(facts)).hexdigest(),
            **({"sources": [fact.source for fact in facts]} if len(facts) <= _FEW else {}),
        },
    )
