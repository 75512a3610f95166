"""The history of stays, as it was told and as it stands."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from permanence.care.stays.models import Movement as MovementRecord
from permanence.care.stays.queries.stays import stays_by_visit
from permanence.care.stays.queries.stored import MOVEMENT_COLUMNS, absorbed_by, movement_of_row
from permanence.care.stays.rules import Action, Movement, MovementKind, VisitNumber, happening, settle, telling
from permanence.foundation.places.queries import labels
from permanence.foundation.rows import read

KIND_NAMES = {
    MovementKind.PREADMIT: _("Pre-admission"),
    MovementKind.ADMIT: _("Admission"),
    MovementKind.REGISTER: _("Registration"),
    MovementKind.CHANGE_CLASS: _("Change of class"),
    MovementKind.TRANSFER: _("Transfer"),
    MovementKind.PLAN_TRANSFER: _("Transfer planned"),
    MovementKind.TRACK: _("Moving"),
    MovementKind.LEAVE: _("Leave from the hospital"),
    MovementKind.RETURN: _("Return from leave"),
    MovementKind.PLAN_DISCHARGE: _("Discharge planned"),
    MovementKind.DISCHARGE: _("Discharge"),
    MovementKind.CHANGE_DOCTOR: _("Change of doctor"),
    MovementKind.UPDATE: _("Update"),
}
ACTION_NAMES = {Action.INSERT: "", Action.UPDATE: _("correction"), Action.CANCEL: _("taken back")}


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One thing told of a stay; `void` when it was taken back, `source` is the message or sheet that told it."""

    stay: UUID
    kind: MovementKind
    action: Action
    occurred_at: datetime
    ward: str
    room: str
    bed: str
    attending_doctor: str
    medical_unit: str
    movement_number: str
    historic: bool
    source: UUID
    void: bool

    @property
    def name(self) -> str:
        """What happened, or what was taken back."""
        return str(KIND_NAMES[self.kind])

    @property
    def action_name(self) -> str:
        """Whether it corrects or takes back; empty for an ordinary telling."""
        return str(ACTION_NAMES[self.action])


class DepartureTold(NamedTuple):
    """One telling of a departure that has a number: that it happened, or that it did not, and what told it."""

    movement_number: str
    action: Action
    source: UUID


def departures_told(numbers: Collection[VisitNumber]) -> dict[VisitNumber, list[DepartureTold]]:
    """Every telling of a numbered departure of these stays, in the order of telling; two queries for any number."""
    known = stays_by_visit(numbers)
    numbered = MovementRecord.objects.filter(stay__in=set(known.values()), kind=MovementKind.DISCHARGE)
    told: dict[UUID, list[DepartureTold]] = {}
    rows = numbered.exclude(movement_number="").order_by("source", "occurred_at")
    for stay, number, action, source in rows.values_list("stay", "movement_number", "action", "source"):
        told.setdefault(stay, []).append(DepartureTold(number, Action(action), source))
    return {visit: told[stay] for visit, stay in known.items() if stay in told}


def movements_of(stays: Collection[UUID]) -> dict[UUID, list[MovementRow]]:
    """Everything told of these stays, in the order it happened, by stay; four queries for any number of stays."""
    absorbed = absorbed_by(stays)
    told: dict[UUID, list[tuple[Movement, bool]]] = {stay: [] for stay in stays}
    columns = ("stay", "historic", *MOVEMENT_COLUMNS)
    for stay, historic, *row in read(MovementRecord, columns, "stay", [*told, *absorbed]):
        told[absorbed.get(stay, stay)].append((movement_of_row(row), historic))
    places = {id_ for rows in told.values() for movement, _historic in rows for id_ in _places(movement) if id_}
    names: dict[UUID | None, str] = dict(labels(places).items())
    return {stay: movement_rows(stay, rows, names) for stay, rows in told.items()}


def movement_rows(stay: UUID, told: list[tuple[Movement, bool]], names: dict[UUID | None, str]) -> list[MovementRow]:
    """What was told of a stay, in the order it happened; `names` are those of the places told of."""
    voided = settle(movement for movement, _historic in told).voided
    told, firsts = _news(told)
    return [
        MovementRow(
            stay,
            movement.cancels or movement.kind if movement.action is Action.CANCEL else movement.kind,
            Action.INSERT if movement.action is Action.UPDATE and movement in firsts else movement.action,
            movement.occurred_at,
            names.get(movement.place.ward, ""),
            names.get(movement.place.room, ""),
            names.get(movement.place.bed, ""),
            movement.attending_doctor,
            movement.medical_unit,
            movement.movement_number,
            historic,
            movement.source,
            movement.source in voided,
        )
        for movement, historic in sorted(told, key=lambda one: happening(one[0]))
    ]


def _news(told: list[tuple[Movement, bool]]) -> tuple[list[tuple[Movement, bool]], set[Movement]]:
    """Without corrections that say again what was said last; and those that correct nothing heard of before.

    Some senders tell a whole stay again whenever something of it changes, each movement under its number.
    """
    last: dict[tuple[str, MovementKind], Movement] = {}
    firsts: set[Movement] = set()
    news = []
    for movement, historic in sorted(told, key=lambda one: telling(one[0])):
        key = (movement.movement_number, movement.kind)
        before = last.get(key)
        if movement.action is Action.UPDATE and movement.movement_number:
            if before is None:
                firsts.add(movement)
            elif replace(movement, source=before.source) == before:
                continue
        last[key] = movement
        news.append((movement, historic))
    return news, firsts


def _places(movement: Movement) -> tuple[UUID | None, ...]:
    return movement.place.ward, movement.place.room, movement.place.bed
