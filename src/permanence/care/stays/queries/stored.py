"""Stays and their histories as stored, for the operations that add to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from permanence.care.patients.queries import files_of_patients
from permanence.care.stays.models import Movement as MovementRecord
from permanence.care.stays.models import Stay, StayLink
from permanence.care.stays.rules import (
    Action,
    Movement,
    MovementKind,
    Position,
    StayClass,
    StayState,
    VisitNumber,
)
from permanence.foundation.places.queries import PlaceIds
from permanence.foundation.rows import read

# The columns that say which stay it is.
IDENTITY_COLUMNS = (
    "id", "visit_authority", "visit_number", "numbered_here", "contests", "absorbed_into", "patient",
)  # fmt: skip
# The columns of a stay that its movements decide, in the order of `columns_of`.
POSITION_COLUMNS = (
    "state", "stay_class", "ward", "room", "bed", "since", "planned_ward", "expected_arrival_at", "admitted_at",
    "expected_discharge_at", "discharged_at", "attending_doctor", "reason", "medical_unit", "nursing_unit",
    "confidential", "latest_at",
)  # fmt: skip
# The columns of a movement, in the order of `values_of_movement`.
MOVEMENT_COLUMNS = (
    "kind", "action", "occurred_at", "source", "movement_number", "cancels", "stay_class", "ward", "room", "bed",
    "medical_unit", "nursing_unit", "attending_doctor", "reason", "expected_at", "confidential",
)  # fmt: skip
LINK_COLUMNS = ("kept_stay", "other_stay", "other_patient", "other_patient__survivor")


@dataclass(frozen=True, slots=True)
class StoredStay:
    """A stay as stored; `file` is the patient's file it was told of, before any merge."""

    id: UUID
    number: VisitNumber
    numbered_here: bool
    contests: UUID | None
    absorbed_into: UUID | None
    file: UUID
    position: Position
    revised: bool

    @property
    def identity(self) -> tuple[Any, ...]:
        """The columns that say which stay this is, in the order of `IDENTITY_COLUMNS`."""
        return (
            self.id,
            self.number.authority,
            self.number.value,
            self.numbered_here,
            self.contests,
            self.absorbed_into,
            self.file,
        )


def stored_by_number(values: Collection[str]) -> list[StoredStay]:
    """Stays with these numbers, whoever gave them."""
    return _stored("visit_number", values)


def stored_by_id(ids: Collection[UUID]) -> list[StoredStay]:
    """Stays by id."""
    return _stored("id", ids)


def stored_of_patients(patients: Collection[UUID]) -> dict[UUID, list[StoredStay]]:
    """Every stay of these patients, under any of their files, but those absorbed into another."""
    survivors = {file: survivor or file for file, survivor in files_of_patients(patients).items()}
    stays: dict[UUID, list[StoredStay]] = {patient: [] for patient in patients}
    for stay in _stored("patient", survivors):
        if stay.absorbed_into is None:
            stays.setdefault(survivors[stay.file], []).append(stay)
    return stays


def contestants_of(stays: Collection[UUID]) -> list[StoredStay]:
    """Stays that came with the number one of these holds."""
    return [stay for stay in _stored("contests", stays) if stay.absorbed_into is None]


def absorbed_by(stays: Collection[UUID]) -> dict[UUID, UUID]:
    """Absorbed stay -> the one of these it is read as part of."""
    return dict(Stay.objects.filter(absorbed_into__in=stays).values_list("id", "absorbed_into_id"))


def former_patients(stays: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(stay, patient) for every patient one of these stays was taken from by a change of number or patient."""
    return _taken(Q(kept_stay__in=stays) | Q(other_stay__in=stays))


def stays_taken(patients: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(stay, patient it was taken from) for every stay taken from one of these patients, or given to one."""
    return _taken(Q(kept_patient__in=patients) | Q(other_patient__in=patients))


def _taken(which: Q) -> set[tuple[UUID, UUID]]:
    links = StayLink.objects.filter(which, other_patient__isnull=False)
    return pairs_taken(links.values_list(*(f"{column}_id" for column in LINK_COLUMNS)))


def pairs_taken(rows: Iterable[tuple[Any, ...]]) -> set[tuple[UUID, UUID]]:
    """(stay, patient it was taken from), from the `LINK_COLUMNS` of links that name another patient."""
    return {
        (stay, patient)
        for kept, other, file, survivor in rows
        for stay in (kept, other)
        for patient in (file, survivor)
        if stay and patient
    }


def histories_of(stays: Collection[UUID]) -> dict[UUID, list[Movement]]:
    """Every movement told of these stays and of those absorbed into them; two queries."""
    absorbed = absorbed_by(stays)
    histories: dict[UUID, list[Movement]] = {stay: [] for stay in stays}
    for stay, *row in read(MovementRecord, ("stay", *MOVEMENT_COLUMNS), "stay", [*histories, *absorbed]):
        histories[absorbed.get(stay, stay)].append(movement_of_row(row))
    return histories


def movement_of_row(row: Iterable[Any]) -> Movement:
    """A movement from its columns."""
    kind, action, at, source, number, cancels, class_, ward, room, bed, medical, nursing, doctor, reason, *rest = row
    return Movement(
        MovementKind(kind),
        Action(action),
        at,
        source,
        number,
        MovementKind(cancels) if cancels else None,
        StayClass(class_) if class_ else None,
        PlaceIds(ward, room, bed),
        medical,
        nursing,
        doctor,
        reason,
        *rest,
    )


def values_of_movement(movement: Movement) -> tuple[Any, ...]:
    """The columns of a movement."""
    return (
        movement.kind.value, movement.action.value, movement.occurred_at, movement.source, movement.movement_number,
        movement.cancels.value if movement.cancels else "", movement.stay_class.value if movement.stay_class else "",
        movement.place.ward, movement.place.room, movement.place.bed,
        movement.medical_unit, movement.nursing_unit, movement.attending_doctor, movement.reason, movement.expected_at,
        movement.confidential,
    )  # fmt: skip


def position_of_row(row: Iterable[Any]) -> Position:
    """A position from its columns."""
    state, class_, ward, room, bed, since, planned_ward, *rest = row
    place, planned = PlaceIds(ward, room, bed), PlaceIds(planned_ward)
    return Position(StayState(state), StayClass(class_), place, since, planned, *rest)


def values_of_position(position: Position) -> tuple[Any, ...]:
    """The columns of a position."""
    return (
        position.state.value, position.stay_class.value, position.place.ward, position.place.room, position.place.bed,
        position.since, position.planned_place.ward, position.expected_arrival_at, position.admitted_at,
        position.expected_discharge_at, position.discharged_at, position.attending_doctor, position.reason,
        position.medical_unit, position.nursing_unit, position.confidential, position.latest_at,
    )  # fmt: skip


def _stored(by: str, values: Collection[UUID] | Collection[str]) -> list[StoredStay]:
    return [
        StoredStay(
            id_,
            VisitNumber(authority, number),
            numbered_here,
            contests,
            absorbed_into,
            file,
            position_of_row(position),
            revised,
        )
        for id_, authority, number, numbered_here, contests, absorbed_into, file, revised, *position in read(
            Stay,
            (*IDENTITY_COLUMNS, "revised", *POSITION_COLUMNS),
            by,
            values,
        )
    ]
