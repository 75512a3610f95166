"""Where the movements of a stay leave the patient."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from permanence.care.stays.rules.facts import MovementKind, StayClass
from permanence.care.stays.rules.movements import Movement, refined
from permanence.care.stays.rules.settlement import ADMISSIONS, ARRIVALS, settle
from permanence.foundation.places.rules import NOWHERE, PlaceIds


class StayState(StrEnum):
    """Where a stay stands."""

    PLANNED = "planned"
    PRESENT = "present"
    ON_LEAVE = "on_leave"
    GONE = "gone"
    # Nothing told of it stands: it was taken back.
    CANCELLED = "cancelled"


IN_HOSPITAL = frozenset({StayState.PRESENT, StayState.ON_LEAVE})
OPEN = IN_HOSPITAL | {StayState.PLANNED}
# Movements that begin a stay; any other speaks of one that exists, heard of or not.
OPENING = ARRIVALS

# Movements nobody makes without being in the hospital, and what is merely said of somebody who is.
_MOVES = frozenset(
    {MovementKind.TRANSFER, MovementKind.TRACK, MovementKind.LEAVE, MovementKind.RETURN, MovementKind.CHANGE_CLASS}
)
_REMARKS = frozenset(
    {MovementKind.PLAN_TRANSFER, MovementKind.PLAN_DISCHARGE, MovementKind.CHANGE_DOCTOR, MovementKind.UPDATE}
)
_SHOW_PRESENCE = _MOVES | _REMARKS
# Kinds that take the place they give as it is; others only refine or correct it.
_PLACING = frozenset({MovementKind.ADMIT, MovementKind.REGISTER, MovementKind.TRANSFER})
_TELLS_DISCHARGE_DATE = ADMISSIONS | {
    MovementKind.UPDATE,
    MovementKind.CHANGE_CLASS,
    MovementKind.PLAN_DISCHARGE,
}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a stay stands; `place` stays the last one known after the patient has gone.

    `since` is when the patient came to that place, `latest_at` the newest instant anything was told of. Unknown
    instants are None: a stay first heard of by a transfer has no `admitted_at`.
    """

    state: StayState = StayState.CANCELLED
    stay_class: StayClass = StayClass.UNKNOWN
    place: PlaceIds = NOWHERE
    since: datetime | None = None
    planned_place: PlaceIds = NOWHERE
    expected_arrival_at: datetime | None = None
    admitted_at: datetime | None = None
    expected_discharge_at: datetime | None = None
    discharged_at: datetime | None = None
    attending_doctor: str = ""
    reason: str = ""
    medical_unit: str = ""
    nursing_unit: str = ""
    confidential: bool = False
    latest_at: datetime | None = None


NOTHING_KNOWN = Position()


def fold(movements: Iterable[Movement]) -> Position:
    """Where these movements leave the patient, by when they happened: the same in any order of arrival."""
    told = list(movements)
    settlement = settle(told)
    arrived = any(movement.kind in ARRIVALS for movement in settlement.standing)
    shows = _SHOW_PRESENCE if arrived else _presence_despite(settlement.withdrawn)
    position = NOTHING_KNOWN
    for movement in sorted(settlement.standing, key=happening):
        position = step(position, movement, shows)
    return replace(position, latest_at=max((movement.occurred_at for movement in told), default=None))


def step(position: Position, movement: Movement, shows_presence: frozenset[MovementKind] = _SHOW_PRESENCE) -> Position:
    """The position after one more movement that stands and happened last."""
    kind = movement.kind
    state = _state_after(position, movement, shows_presence)
    place = _place_after(position, movement)
    returned = position.state not in IN_HOSPITAL and state in IN_HOSPITAL
    moved = place != position.place or returned
    return Position(
        state=state,
        stay_class=_class_after(position, movement),
        place=place,
        since=movement.occurred_at if moved else position.since,
        planned_place=_planned_after(position, movement),
        expected_arrival_at=_arrival_expected(position, movement),
        admitted_at=_admitted_at(position, movement),
        expected_discharge_at=_discharge_expected(position, movement),
        discharged_at=movement.occurred_at if kind is MovementKind.DISCHARGE else _unless_back(position, state),
        attending_doctor=movement.attending_doctor or position.attending_doctor,
        reason=movement.reason or position.reason,
        medical_unit=movement.medical_unit or position.medical_unit,
        nursing_unit=movement.nursing_unit or position.nursing_unit,
        confidential=position.confidential if movement.confidential is None else movement.confidential,
        latest_at=max(position.latest_at or movement.occurred_at, movement.occurred_at),
    )


def happening(movement: Movement) -> tuple[datetime, int, UUID]:
    """Sorts movements as they happened; at one instant arrivals come first, departures last, others as told."""
    rank = {MovementKind.PREADMIT: 0, MovementKind.REGISTER: 1, MovementKind.ADMIT: 2, MovementKind.DISCHARGE: 4}
    return movement.occurred_at, rank.get(movement.kind, 3), movement.source


def _presence_despite(withdrawn: frozenset[MovementKind]) -> frozenset[MovementKind]:
    """What still shows that a patient is here when an arrival was taken back and none stands."""
    if withdrawn & ADMISSIONS:
        return frozenset()
    return _MOVES if withdrawn else _SHOW_PRESENCE


def _state_after(position: Position, movement: Movement, shows_presence: frozenset[MovementKind]) -> StayState:
    kind, state = movement.kind, position.state
    if kind in ADMISSIONS:
        return StayState.PRESENT
    if kind is MovementKind.DISCHARGE:
        return StayState.GONE
    if state is StayState.CANCELLED:
        return _first_state(movement, shows_presence)
    if state is StayState.PLANNED and kind not in _MOVES:
        return state
    if state is StayState.GONE or kind not in _MOVES:
        return state
    return _state_of_move(state, kind)


def _first_state(movement: Movement, shows_presence: frozenset[MovementKind]) -> StayState:
    if movement.kind is MovementKind.PREADMIT:
        return StayState.PLANNED
    if movement.kind not in shows_presence:
        return StayState.CANCELLED
    if movement.kind is MovementKind.UPDATE and movement.stay_class is StayClass.PREADMIT:
        return StayState.PLANNED
    return _state_of_move(StayState.PRESENT, movement.kind)


def _state_of_move(state: StayState, kind: MovementKind) -> StayState:
    if kind is MovementKind.LEAVE:
        return StayState.ON_LEAVE
    if kind is MovementKind.RETURN or state is StayState.PLANNED:
        return StayState.PRESENT
    return state


def _class_after(position: Position, movement: Movement) -> StayClass:
    # A class that no table has says less than the one known.
    said = movement.stay_class
    return position.stay_class if said is None or said is StayClass.UNKNOWN else said


def _place_after(position: Position, movement: Movement) -> PlaceIds:
    kind, said = movement.kind, movement.place
    if said.ward is None or kind is MovementKind.PLAN_TRANSFER:
        return position.place
    if kind is MovementKind.PREADMIT and position.state not in {StayState.PLANNED, StayState.CANCELLED}:
        return position.place
    return said if kind in _PLACING else refined(position.place, said)


def _planned_after(position: Position, movement: Movement) -> PlaceIds:
    if movement.kind is MovementKind.PLAN_TRANSFER:
        return movement.place
    if movement.kind in {MovementKind.TRANSFER, MovementKind.DISCHARGE}:
        return NOWHERE
    return position.planned_place


def _arrival_expected(position: Position, movement: Movement) -> datetime | None:
    if movement.kind is MovementKind.PREADMIT:
        return movement.expected_at or movement.occurred_at
    return position.expected_arrival_at


def _discharge_expected(position: Position, movement: Movement) -> datetime | None:
    if movement.kind is MovementKind.PLAN_DISCHARGE:
        return movement.expected_at or movement.occurred_at
    if movement.kind in _TELLS_DISCHARGE_DATE:
        return movement.expected_at or position.expected_discharge_at
    return position.expected_discharge_at


def _admitted_at(position: Position, movement: Movement) -> datetime | None:
    if movement.kind not in ADMISSIONS:
        return position.admitted_at
    comes_back = position.state is StayState.GONE
    return movement.occurred_at if comes_back else position.admitted_at or movement.occurred_at


def _unless_back(position: Position, state: StayState) -> datetime | None:
    return None if state in IN_HOSPITAL else position.discharged_at
