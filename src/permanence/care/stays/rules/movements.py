"""A movement as the box keeps it: what was told, with its place found on the map."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from permanence.care.stays.rules.facts import Action, MovementKind, StayClass
from permanence.foundation.places.rules import NOWHERE, PlaceIds


@dataclass(frozen=True, slots=True)
class Movement:
    """One row of a stay's history.

    `source` is the message or sheet that told it: a UUIDv7, so sources sort in the order things were told.
    """

    kind: MovementKind
    action: Action
    occurred_at: datetime
    source: UUID
    movement_number: str = ""
    cancels: MovementKind | None = None
    stay_class: StayClass | None = None
    place: PlaceIds = NOWHERE
    medical_unit: str = ""
    nursing_unit: str = ""
    attending_doctor: str = ""
    reason: str = ""
    expected_at: datetime | None = None
    confidential: bool | None = None

    @property
    def identity(self) -> tuple[UUID, MovementKind, Action, str, datetime]:
        """The same for the same thing told by the same source: applied twice, it is one row."""
        return self.source, self.kind, self.action, self.movement_number, self.occurred_at


def refined(known: PlaceIds, said: PlaceIds) -> PlaceIds:
    """The place once `said`: whoever names less of the same place takes nothing back."""
    if said.ward is None or (said.ward == known.ward and said.room is None and said.bed is None):
        return known
    if said.ward == known.ward and said.room == known.room and said.bed is None:
        return known
    return said


def merged(old: Movement, new: Movement) -> Movement:
    """A movement told again: what the new telling says replaces what the old one said."""
    return replace(
        old,
        kind=old.kind if new.kind is MovementKind.UPDATE else new.kind,
        occurred_at=new.occurred_at,
        source=new.source,
        stay_class=new.stay_class or old.stay_class,
        place=refined(old.place, new.place),
        medical_unit=new.medical_unit or old.medical_unit,
        nursing_unit=new.nursing_unit or old.nursing_unit,
        attending_doctor=new.attending_doctor or old.attending_doctor,
        reason=new.reason or old.reason,
        expected_at=new.expected_at or old.expected_at,
        confidential=old.confidential if new.confidential is None else new.confidential,
    )
