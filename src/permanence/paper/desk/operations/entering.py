"""Typing: entries, drafts, undoing, and deciding between two who differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.desk import rules
from permanence.paper.desk.models import DeskDraft, DeskEntry, DeskField
from permanence.paper.desk.operations.claiming import LEASE
from permanence.paper.desk.queries.forms import desk_form
from permanence.paper.desk.queries.standings import live_entries, standing_of
from permanence.paper.desk.rules import EntryKind, Reading, Standing


class SheetDone(ValueError):
    """The sheet is done: what it did is put right in the room that did it."""


class FieldTaken(ValueError):
    """Somebody else is typing this field now."""


class DifferenceOpen(ValueError):
    """Two people typed two things here: somebody decides, nobody types over it."""


class NoDifference(ValueError):
    """There is nothing to decide between."""


class NothingToUndo(ValueError):
    """They have no entry here that could be taken back."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed at one field."""

    field: UUID
    reading: Reading


@transaction.atomic
def enter(*, entries: Sequence[Typed], by: Actor, occurred_at: datetime) -> list[UUID]:
    """What was typed is kept, each a row; fields it settles are settled. Gives the fields; the same again changes none.

    Refuses all of them when a sheet is done (`SheetDone`), somebody else types a field (`FieldTaken`), or two people
    differ there (`DifferenceOpen`). Logs one `desk.entered` that names every field.
    """
    take_turns("desk")
    changed = [one.field for one in entries if _entered(one, by, occurred_at)]
    if changed:
        facts = {"fields": changed}
        ledger.record(kind="desk.entered", subject="desk", by=by, occurred_at=occurred_at, facts=facts)
    return changed


def enter_text(*, field: UUID, text: str, ticks: Sequence[str], by: Actor, occurred_at: datetime) -> list[UUID]:
    """As `enter`, from what stands in an input. Raises `NotTyped` when it does not fit the place."""
    return enter(entries=[Typed(field, _reading(field, text, ticks))], by=by, occurred_at=occurred_at)


@transaction.atomic
def keep_draft(*, field: UUID, text: str, ticks: Sequence[str], by: Actor, occurred_at: datetime) -> None:
    """What stands half typed in an input is kept for its writer alone, and keeps the sheet theirs.

    Refuses a sheet that is done (`SheetDone`) and a field somebody else types (`FieldTaken`). Logs `desk.drafted`.
    """
    row = _locked(field, by, occurred_at)
    DeskField.objects.filter(pk=field).update(leased_to=str(by), leased_until=occurred_at + LEASE)
    DeskDraft.objects.update_or_create(field=row, by=str(by), defaults={"text": text, "ticks": list(ticks)})
    ledger.record(kind="desk.drafted", subject=field, by=by, occurred_at=occurred_at)


@transaction.atomic
def undo(*, field: UUID, by: Actor, occurred_at: datetime) -> None:
    """A person's last entry or decision here no longer counts; the row stays, beside one that takes it back.

    Refuses a sheet that is done (`SheetDone`), where two people differ (`DifferenceOpen`: decide), and where this
    person typed nothing (`NothingToUndo`). Logs `desk.undone`.
    """
    take_turns("desk")
    row = _locked(field, by, occurred_at)
    if row.standing == Standing.DIFFERS:
        raise DifferenceOpen(field)
    own = [entry for entry in live_entries(row) if entry.by == str(by)]
    if not own:
        raise NothingToUndo(field)
    _write(row, EntryKind.UNDONE, rules.from_json(own[-1].reading), by, occurred_at, undoes=own[-1])
    ledger.record(kind="desk.undone", subject=field, by=by, occurred_at=occurred_at)


@transaction.atomic
def decide(*, field: UUID, reading: Reading, by: Actor, occurred_at: datetime) -> None:
    """Where two people differ, this is what the paper says: either of theirs, or a third thing seen on it.

    Whoever sees both may decide, one of the two or somebody else: never the box. Refuses where nobody differs
    (`NoDifference`), and as `enter` does. Logs `desk.decided`.
    """
    take_turns("desk")
    row = _locked(field, by, occurred_at)
    if row.standing != Standing.DIFFERS:
        raise NoDifference(field)
    _write(row, EntryKind.DECIDED, reading, by, occurred_at)
    ledger.record(kind="desk.decided", subject=field, by=by, occurred_at=occurred_at)


def decide_text(*, field: UUID, text: str, ticks: Sequence[str], by: Actor, occurred_at: datetime) -> None:
    """As `decide`, from what stands in an input. Raises `NotTyped` when it does not fit the place."""
    decide(field=field, reading=_reading(field, text, ticks), by=by, occurred_at=occurred_at)


def _reading(field: UUID, text: str, ticks: Sequence[str]) -> Reading:
    row = DeskField.objects.select_related("sheet").get(pk=field)
    place = desk_form(row.sheet.form, row.sheet.edition).places[row.link_id, row.row]
    return rules.reading_typed(place, text, frozenset(ticks))


def _entered(one: Typed, by: Actor, occurred_at: datetime) -> bool:
    row = _locked(one.field, by, occurred_at)
    if row.standing == Standing.DIFFERS:
        raise DifferenceOpen(one.field)
    own = [entry for entry in live_entries(row) if entry.by == str(by)]
    if own and rules.from_json(own[-1].reading) == one.reading:
        return False
    _write(row, EntryKind.ENTERED, one.reading, by, occurred_at)
    return True


def _locked(field: UUID, by: Actor, occurred_at: datetime) -> DeskField:
    """The field; what they took of its sheet stays theirs for a while longer."""
    row = DeskField.objects.select_related("sheet").get(pk=field)
    if hasattr(row.sheet, "validation"):
        raise SheetDone(row.sheet.number)
    if row.leased_to not in {"", str(by)} and row.leased_until is not None and row.leased_until > occurred_at:
        raise FieldTaken(field)
    DeskField.objects.filter(sheet=row.sheet, leased_to=str(by)).update(leased_until=occurred_at + LEASE)
    return row


def _write(
    row: DeskField,
    kind: EntryKind,
    reading: Reading,
    by: Actor,
    occurred_at: datetime,
    undoes: DeskEntry | None = None,
) -> None:
    told = {"kind": kind, "by": str(by), "reading": rules.as_json(reading), "undoes": undoes}
    DeskEntry.objects.create(field=row, occurred_at=occurred_at, **told)
    DeskDraft.objects.filter(field=row, by=str(by)).delete()
    standing = standing_of(row)
    # Settled or waiting for another: the lease has done its work.
    DeskField.objects.filter(pk=row.pk).update(**standing, leased_to="", leased_until=None)
