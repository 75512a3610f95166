"""Saving a whole page of inputs: what is typed is entered, what does not fit is said, and sheets that are whole end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.desk import rules
from permanence.paper.desk.models import DeskField
from permanence.paper.desk.operations.entering import SheetDone, Typed, enter
from permanence.paper.desk.operations.validating import NotSettled, Outcome, validate
from permanence.paper.desk.queries.forms import desk_form
from permanence.paper.desk.queries.standings import live_entries
from permanence.paper.desk.rules import NotTyped, Reading, Standing


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the inputs of one field."""

    field: UUID
    text: str
    ticks: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing stands there."""
        return not self.text.strip() and not self.ticks


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a page: fields entered, those that do not fit, those somebody else types, sheets that ended."""

    entered: tuple[UUID, ...]
    wrong: tuple[UUID, ...]
    taken: tuple[UUID, ...]
    ended: dict[UUID, Outcome]


@transaction.atomic
def save(*, said: Sequence[Said], blank_on_paper: bool, by: Actor, occurred_at: datetime) -> Saved:
    """Enter every field that says something new; with `blank_on_paper` what is left blank is blank on the paper.

    What does not fit its place, and what somebody else types, is left out and told; everything else is kept. Sheets
    that are settled now are validated. Logs `desk.saved`, with what `enter` and `validate` log.
    """
    rows = DeskField.objects.select_related("sheet").in_bulk([one.field for one in said])
    entries, wrong, taken = [], [], []
    for one in said:
        row = rows.get(one.field)
        if row is None or _says_nothing(row, one, str(by), blank_on_paper=blank_on_paper):
            continue
        if row.leased_to not in {"", str(by)} and row.leased_until and row.leased_until > occurred_at:
            taken.append(one.field)
            continue
        try:
            reading = _reading(row, one)
        except NotTyped:
            wrong.append(one.field)
            continue
        if _is_new(row, reading, str(by)):
            entries.append(Typed(one.field, reading))
    entered = enter(entries=entries, by=by, occurred_at=occurred_at) if entries else []
    sheets = list(dict.fromkeys(row.sheet_id for row in rows.values()))
    facts = {"entered": len(entered), "wrong": len(wrong), "taken": len(taken), "blank_on_paper": blank_on_paper}
    ledger.record(kind="desk.saved", subject="desk", by=by, occurred_at=occurred_at, facts=facts | {"sheets": sheets})
    return Saved(tuple(entered), tuple(wrong), tuple(taken), _ended(sheets, by, occurred_at))


def _says_nothing(row: DeskField, one: Said, by: str, *, blank_on_paper: bool) -> bool:
    if hasattr(row.sheet, "validation") or row.standing == Standing.DIFFERS:
        return True
    if not one.blank:
        return False
    return not (blank_on_paper and rules.may_type(Standing(row.standing), row.alone, by))


def _reading(row: DeskField, one: Said) -> Reading:
    place = desk_form(row.sheet.form, row.sheet.edition).places[row.link_id, row.row]
    return rules.reading_typed(place, one.text, frozenset(one.ticks))


def _is_new(row: DeskField, reading: Reading, by: str) -> bool:
    """What holds already without this person is not theirs to enter again, only to correct."""
    own = any(entry.by == by for entry in live_entries(row))
    return own or not row.holds or not rules.same(rules.from_json(row.holds), reading)


def _ended(sheets: list[UUID], by: Actor, occurred_at: datetime) -> dict[UUID, Outcome]:
    ended = {}
    for sheet in sheets:
        try:
            ended[sheet] = validate(sheet=sheet, by=by, occurred_at=occurred_at)
        except (NotSettled, SheetDone):
            continue
    return ended
