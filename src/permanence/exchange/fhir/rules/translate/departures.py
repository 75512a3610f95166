"""Departures told before: an Encounter that goes on again takes back the last, and its next is another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from permanence.care.stays.rules import Action, MovementFact, MovementKind


class ToldOfDeparture(NamedTuple):
    """A departure was told under a number, or taken back, by what was said at that hour."""

    movement_number: str
    action: Action
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Departures:
    """How many departures of an Encounter were taken back, and when the one that stands was said last."""

    taken_back: int = 0
    said_at: datetime | None = None

    @property
    def name(self) -> str:
        """What numbers the departure told now; what was taken back under a number never stands again."""
        return f"out{self.taken_back + 1}" if self.taken_back else "out"


def departures_in(facts: Iterable[MovementFact], said_at: datetime) -> list[ToldOfDeparture]:
    """What these movements, said at that hour, tell of departures."""
    left = (fact for fact in facts if fact.kind is MovementKind.DISCHARGE)
    return [ToldOfDeparture(fact.movement_number, fact.action, said_at) for fact in left]


def after(departures: Departures, told: Iterable[ToldOfDeparture], number: str) -> Departures:
    """How things are once these were told, in this order, of the Encounter of this number."""
    for one in told:
        if one.movement_number != f"{number}#{departures.name}":
            continue
        if one.action is not Action.CANCEL:
            departures = replace(departures, said_at=one.said_at)
        elif departures.said_at:
            departures = Departures(departures.taken_back + 1)
    return departures
