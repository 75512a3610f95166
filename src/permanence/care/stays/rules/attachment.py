"""Which stay something is of when nobody gave its number, and the numbers the box gives itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from permanence.care.stays.rules.facts import Action, MovementFact, StayClass, VisitNumber
from permanence.care.stays.rules.positions import IN_HOSPITAL, OPEN, OPENING, Position

# Crockford's base 32: readable aloud, and no word by accident.
_FIGURES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Whoever came for a consultation and whose departure nobody sent has left by then.
_A_VISIT_LASTS = timedelta(hours=24)
_COME_AND_GO = frozenset({StayClass.OUTPATIENT, StayClass.RECURRING})


class KnownStay(Protocol):
    """What is looked at of a stay."""

    @property
    def position(self) -> Position:
        """Where it stands."""

    @property
    def numbered_here(self) -> bool:
        """Whether the box gave it its number."""


Known = TypeVar("Known", bound=KnownStay)


def stay_meant(fact: MovementFact, stays: Sequence[Known]) -> Known | None:
    """The stay of the patient a fact without a visit number speaks of; None when it begins or needs a new one.

    The one open stay. Of several, a movement means the only one in hospital, or in a bed; failing that, the one the box
    numbered itself for this same reason. With none open, whatever begins no stay is about the last one.
    """
    opened = [stay for stay in stays if stay.position.state in OPEN]
    if len(opened) == 1:
        return opened[0]
    begins = fact.kind in OPENING and fact.action is not Action.CANCEL
    if not opened:
        return None if begins else max(stays, key=_told_last, default=None)
    here = [stay for stay in opened if stay.position.state in IN_HOSPITAL]
    in_bed = [stay for stay in here if stay.position.place.bed]
    numbered_here = [stay for stay in opened if stay.numbered_here]
    choices = (numbered_here,) if begins else (here, in_bed, numbered_here)
    return next((choice[0] for choice in choices if len(choice) == 1), None)


def own_number(stay: UUID, origin: str) -> VisitNumber:
    """The number this box gives a stay that came without one: 50 bits of its id, so no two boxes give it twice."""
    bits = stay.int & ((1 << 50) - 1)
    figures = "".join(_FIGURES[bits >> shift & 31] for shift in range(45, -1, -5))
    return VisitNumber(f"permanence:{origin}", f"S-{origin}-{figures[:5]}-{figures[5:]}")


def counts_in_ward(position: Position, as_of: datetime) -> bool:
    """Whether a ward counts this patient: outpatients without a bed only within a day of their coming."""
    if position.state not in IN_HOSPITAL:
        return False
    if position.place.bed or position.stay_class not in _COME_AND_GO or position.since is None:
        return True
    return as_of - position.since < _A_VISIT_LASTS


def _told_last(stay: KnownStay) -> tuple[bool, datetime]:
    latest = stay.position.latest_at
    return latest is not None, latest or datetime.min  # noqa: DTZ901 (compared only with itself)
