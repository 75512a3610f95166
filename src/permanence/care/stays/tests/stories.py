"""Words in which tests tell what happened to a patient."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from permanence.care.stays.rules import Action, Movement, MovementKind, StayClass
from permanence.foundation.places.rules import PlaceIds

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
CARDIOLOGY = PlaceIds(UUID(int=1), UUID(int=101), UUID(int=1011))
PNEUMOLOGY = PlaceIds(UUID(int=2), UUID(int=201), UUID(int=2011))
SURGERY = PlaceIds(UUID(int=3), UUID(int=301), UUID(int=3011))


def at(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


class Story:
    """Movements in the order they are told; `tell` returns what was told."""

    def __init__(self) -> None:
        self.movements: list[Movement] = []

    def tell(self, kind: MovementKind, hour: float, place: PlaceIds | None = None, **said) -> Movement:
        action = said.pop("action", Action.INSERT)
        movement = Movement(
            kind, action, at(hour), UUID(int=1000 + len(self.movements)), place=place or PlaceIds(), **said
        )
        self.movements.append(movement)
        return movement

    def take_back(self, kind: MovementKind, hour: float, **said) -> Movement:
        return self.tell(kind, hour, action=Action.CANCEL, cancels=kind, **said)


def admitted(place: PlaceIds = CARDIOLOGY, hour: float = 8) -> Story:
    story = Story()
    story.tell(MovementKind.ADMIT, hour, place, stay_class=StayClass.INPATIENT, attending_doctor="Dr Un")
    return story
