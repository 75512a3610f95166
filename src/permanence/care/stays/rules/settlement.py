"""Which movements of a stay still stand once corrections and cancellations are taken into account.

The order in which things were told (their sources) decides what a correction or a cancellation speaks of; the order
in which they reached the box decides nothing. Sources: HL7 v2.5 chapter 3, IHE ITI TF vol. 2 (ITI-31, ZBE segment).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from permanence.care.stays.rules.facts import Action, MovementKind
from permanence.care.stays.rules.movements import Movement, merged
from permanence.foundation.places.rules import NOWHERE

ADMISSIONS = frozenset({MovementKind.ADMIT, MovementKind.REGISTER})
ARRIVALS = ADMISSIONS | {MovementKind.PREADMIT}
# What a cancellation still tells when what it takes back was never heard of: the patient is here, or away again.
_STILL_TELLS = dict.fromkeys(frozenset(MovementKind) - ARRIVALS - {MovementKind.UPDATE}, MovementKind.UPDATE) | {
    MovementKind.RETURN: MovementKind.LEAVE
}
# What these cancellations say of place and doctor is how things are again (HL7 v2.5, 3.3.12, 3.3.13, 3.3.55).
_SAY_HOW_IT_IS = frozenset({MovementKind.TRANSFER, MovementKind.DISCHARGE, MovementKind.CHANGE_DOCTOR})

_Key = tuple[str, MovementKind, datetime]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What stands; the kinds of arrival taken back; and source of what is void -> source of what voided it."""

    standing: tuple[Movement, ...]
    withdrawn: frozenset[MovementKind]
    voided: dict[UUID, UUID]


@dataclass(slots=True)
class _Event:
    """One thing that happened, under all its tellings; `now` is None while it is taken back."""

    first: Movement
    now: Movement | None
    told: list[UUID]
    # Only corrections of it were heard so far.
    provisional: bool = False
    # Taken back before it was told: nothing told later brings it back.
    stillborn: UUID | None = None
    echo: Movement | None = None


@dataclass(slots=True)
class _History:
    """Everything told so far, in the order of telling."""

    events: list[_Event] = field(default_factory=list)
    ahead: dict[_Key, Movement] = field(default_factory=dict)
    answered: dict[_Key, _Event] = field(default_factory=dict)
    voided: dict[UUID, UUID] = field(default_factory=dict)

    def insert(self, movement: Movement) -> None:
        """Something happened: for the first time, or told again."""
        event = self._same(movement)
        if event is None:
            self._open(movement)
            return
        event.told.append(movement.source)
        if event.stillborn:
            self.voided[movement.source] = event.stillborn
        elif event.provisional and event.now:
            event.first, event.now, event.provisional = movement, merged(movement, event.now), False
        elif event.now is None:
            event.now, event.echo = movement, None
        elif replace(movement, source=event.first.source) != event.first:
            event.now = merged(event.now, movement)

    def update(self, movement: Movement) -> None:
        """What happened is corrected; a correction of something unheard of stands for it until it is told."""
        numbered = [event for event in self.events if event.first.movement_number == movement.movement_number]
        of_kind = [event for event in numbered if event.first.kind is movement.kind]
        candidates = of_kind or (numbered if movement.kind is MovementKind.UPDATE else [])
        event = _closest(candidates, movement.occurred_at)
        if event is None:
            self._open(movement, provisional=True)
            return
        event.told.append(movement.source)
        if event.now:
            event.now = merged(event.now, movement)
        else:
            self.voided[movement.source] = event.stillborn or self.voided[event.told[0]]

    def cancel(self, cancel: Movement) -> None:
        """What happened is taken back; a cancellation heard first waits for what it takes back."""
        key = _key(cancel)
        standing = [event for event in self.events if event.now and _speaks_of(cancel, event.now)]
        event = self.answered.get(key) or _closest(standing, cancel.occurred_at)
        if event is None:
            self.ahead.setdefault(key, cancel)
            return
        self.answered[key] = event
        if event.now:
            event.echo, event.now = _echo(cancel, event.now), None
            self.voided |= dict.fromkeys(event.told, cancel.source)

    def _open(self, movement: Movement, *, provisional: bool = False) -> None:
        event = _Event(movement, movement, [movement.source], provisional=provisional)
        self.events.append(event)
        key = next((key for key, cancel in self.ahead.items() if _speaks_of(cancel, movement)), None)
        if key:
            cancel = self.ahead.pop(key)
            event.echo, event.now, event.stillborn = _echo(cancel, movement), None, cancel.source
            self.answered[key] = event
            self.voided[movement.source] = cancel.source

    def _same(self, movement: Movement) -> _Event | None:
        return next((event for event in self.events if _is_again(movement, event)), None)


def settle(movements: Iterable[Movement]) -> Settlement:
    """What stands of a stay's movements: the same for the same movements in any order."""
    history = _History()
    for movement in sorted({movement.identity: movement for movement in movements}.values(), key=telling):
        if movement.action is Action.CANCEL:
            history.cancel(movement)
        elif movement.action is Action.UPDATE and movement.movement_number:
            history.update(movement)
        else:
            history.insert(movement)
    standing = [told for event in history.events if (told := event.now or event.echo)]
    taken_back = {event.first.kind for event in history.events if event.now is None}
    taken_back |= {_what(cancel) for cancel in history.ahead.values()}
    return Settlement((*standing, *_unanswered(history.ahead.values())), ARRIVALS & taken_back, history.voided)


def telling(movement: Movement) -> tuple[UUID, datetime, str, str]:
    """Sorts movements in the order they were told."""
    return movement.source, movement.occurred_at, movement.kind, movement.action


def _is_again(movement: Movement, event: _Event) -> bool:
    if event.provisional and event.first.movement_number == movement.movement_number:
        return event.first.kind in {movement.kind, MovementKind.UPDATE}
    return _key(event.first) == _key(movement)


def _key(movement: Movement) -> _Key:
    return movement.movement_number, _what(movement), movement.occurred_at


def _what(movement: Movement) -> MovementKind:
    """The kind of what happened, or was taken back."""
    return movement.cancels if movement.cancels and movement.action is Action.CANCEL else movement.kind


def _speaks_of(cancel: Movement, movement: Movement) -> bool:
    """Whether a cancellation may take this back: by its number when it has one, else what came last before it."""
    kind = _what(cancel)
    # A11 takes back admissions and registrations alike. Numbers some senders give to a whole stay make the kind count.
    same_kind = kind in {movement.kind, MovementKind.UPDATE} or {kind, movement.kind} <= ADMISSIONS
    if cancel.movement_number:
        return same_kind and cancel.movement_number == movement.movement_number
    return same_kind and movement.occurred_at <= cancel.occurred_at


def _closest(events: Sequence[_Event], occurred_at: datetime) -> _Event | None:
    """The event at that very instant, else the last that happened."""
    exact = [event for event in events if event.first.occurred_at == occurred_at]
    return max(exact or events, key=lambda event: (event.now or event.first).occurred_at, default=None)


def _echo(cancel: Movement, taken_back: Movement) -> Movement | None:
    """What a cancellation says of how things are again; what it only repeats of what it takes back says nothing."""
    if _what(cancel) not in _SAY_HOW_IT_IS:
        return None
    place = NOWHERE if cancel.place == taken_back.place else cancel.place
    doctor = "" if cancel.attending_doctor == taken_back.attending_doctor else cancel.attending_doctor
    if place == NOWHERE and not doctor:
        return None
    return Movement(
        MovementKind.UPDATE,
        Action.INSERT,
        cancel.occurred_at,
        cancel.source,
        place=place,
        attending_doctor=doctor,
    )


def _unanswered(ahead: Iterable[Movement]) -> list[Movement]:
    """What cancellations of things never heard of still tell."""
    return [replace(cancel, kind=_STILL_TELLS[_what(cancel)]) for cancel in ahead if _what(cancel) in _STILL_TELLS]
