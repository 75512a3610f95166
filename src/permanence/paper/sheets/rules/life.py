"""The life of a sheet: what may befall it in which state, and where all that befell it leaves it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class SheetEventKind(StrEnum):
    """What befell a sheet; the last that stands is the state it is in."""

    PRINTED = "printed"
    # Printed by another box, and known here from what its own code says.
    ADOPTED = "adopted"
    # A photocopy of another sheet that was written on, and so is a sheet of its own.
    COPIED = "copied"
    # Handed to a ward, a person or a runner.
    ISSUED = "issued"
    # Back in the hands of those who read it, whole or page by page.
    RETURNED = "returned"
    READ = "read"
    CHECKED = "checked"
    # Laid where it can be found again.
    FILED = "filed"
    # What it says is in the restored systems.
    SENT_HOME = "sent_home"
    # A newer print of the same subject exists: this one may still lie in the ward.
    REPLACED = "replaced"
    # Never to be used: not printed after all, spoiled, or destroyed.
    VOIDED = "voided"
    LOST = "lost"
    FOUND = "found"
    # Takes back another event of the same sheet.
    UNDONE = "undone"


_BIRTHS = frozenset({SheetEventKind.PRINTED, SheetEventKind.ADOPTED, SheetEventKind.COPIED})
# In these the sheet lies outside, and what it says still holds.
OUTSIDE = frozenset({SheetEventKind.PRINTED, SheetEventKind.ADOPTED, SheetEventKind.ISSUED, SheetEventKind.FOUND})
# A machine said these; taking them back would contradict the pile of paper they come from.
NEVER_UNDONE = frozenset({*_BIRTHS, SheetEventKind.REPLACED, SheetEventKind.UNDONE})

_K = SheetEventKind
_LATE_PAGE = {_K.RETURNED}
# State -> what may befall a sheet in it. None: it has a number and nothing else.
ALLOWED: dict[SheetEventKind | None, frozenset[SheetEventKind]] = {
    None: frozenset({_K.PRINTED, _K.VOIDED}),
    _K.PRINTED: frozenset({_K.ISSUED, _K.RETURNED, _K.REPLACED, _K.VOIDED, _K.LOST}),
    _K.ADOPTED: frozenset({_K.ISSUED, _K.RETURNED, _K.VOIDED, _K.LOST}),
    _K.COPIED: frozenset({_K.RETURNED, _K.VOIDED, _K.LOST}),
    _K.ISSUED: frozenset({_K.ISSUED, _K.RETURNED, _K.REPLACED, _K.VOIDED, _K.LOST}),
    _K.REPLACED: frozenset({_K.RETURNED, _K.VOIDED, _K.LOST}),
    # Out again: the author must complete it, or answer a question.
    _K.RETURNED: frozenset({_K.ISSUED, _K.RETURNED, _K.READ, _K.CHECKED, _K.FILED, _K.VOIDED, _K.LOST}),
    _K.READ: frozenset({_K.ISSUED, _K.RETURNED, _K.READ, _K.CHECKED, _K.FILED, _K.VOIDED, _K.LOST}),
    _K.CHECKED: frozenset({_K.READ, _K.FILED, _K.SENT_HOME, _K.LOST, *_LATE_PAGE}),
    _K.FILED: frozenset({_K.FILED, _K.SENT_HOME, _K.READ, _K.CHECKED, _K.ISSUED, _K.LOST, *_LATE_PAGE}),
    _K.SENT_HOME: frozenset({_K.FILED, _K.LOST, *_LATE_PAGE}),
    _K.VOIDED: frozenset(),
    _K.LOST: frozenset({_K.FOUND, _K.RETURNED, _K.VOIDED}),
    _K.FOUND: frozenset({_K.ISSUED, _K.RETURNED, _K.FILED, _K.REPLACED, _K.VOIDED, _K.LOST}),
}


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """An event as the fold needs it: `undoes` is the event this one takes back, `ward` where the sheet goes by it."""

    id: UUID
    kind: SheetEventKind
    occurred_at: datetime
    undoes: UUID | None = None
    holder: str = ""
    ward: UUID | None = None
    place: str = ""
    in_stock: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sheet stands: its state and since when, who holds it, where it is filed, and when a blank was used."""

    state: SheetEventKind | None = None
    since: datetime | None = None
    holder: str = ""
    ward: UUID | None = None
    place: str = ""
    used_at: datetime | None = None


def in_order(events: Iterable[LifeEvent]) -> list[LifeEvent]:
    """What stands of a sheet's events as it happened: births first, whatever the clock of the press said."""
    every = list(events)
    undone = {event.undoes for event in every if event.undoes is not None}
    standing = [event for event in every if event.kind is not SheetEventKind.UNDONE and event.id not in undone]
    return sorted(standing, key=lambda event: (event.kind not in _BIRTHS, event.occurred_at, event.id))


def fold(events: Iterable[LifeEvent]) -> Standing:
    """Where a sheet stands after all that befell it, told in any order.

    Void outweighs everything: a sheet that must never be used stays so until the voiding is undone. Filing a sheet
    that was sent home moves the paper, not the state.
    """
    standing, void = Standing(), None
    for event in in_order(events):
        if event.kind is SheetEventKind.VOIDED:
            void = event
        standing = _after(standing, event)
    if void is None:
        return standing
    return Standing(void.kind, void.occurred_at, "", standing.ward, standing.place, standing.used_at)


def state_at(events: Iterable[LifeEvent], at: datetime) -> SheetEventKind | None:
    """The state a sheet was in at an instant, as far as is known now."""
    known = list(events)
    undoings = [event for event in known if event.kind is SheetEventKind.UNDONE]
    then = [event for event in known if event.kind in _BIRTHS or event.occurred_at <= at]
    return fold([*then, *undoings]).state


def may_befall(events: Sequence[LifeEvent], kind: SheetEventKind, at: datetime) -> bool:
    """Whether this may be said of a sheet for that instant: an hour written on paper may lie before what came later."""
    return kind in ALLOWED[state_at(events, at)]


def last_to_undo(events: Iterable[LifeEvent]) -> LifeEvent | None:
    """What `undo` takes back: the voiding where there is one, else the last thing a person or the reader said."""
    standing = in_order(events)
    voids = [event for event in standing if event.kind is SheetEventKind.VOIDED]
    last = (voids or standing)[-1:]
    return last[0] if last and last[0].kind not in NEVER_UNDONE else None


def _after(before: Standing, event: LifeEvent) -> Standing:
    kind, at = event.kind, event.occurred_at
    stays_home = kind is SheetEventKind.FILED and before.state is SheetEventKind.SENT_HOME
    used = kind is SheetEventKind.RETURNED or (kind is SheetEventKind.ISSUED and not event.in_stock)
    held = kind is SheetEventKind.ISSUED
    return Standing(
        state=before.state if stays_home else kind,
        since=before.since if stays_home else at,
        holder=event.holder if held else "",
        ward=event.ward or before.ward,
        place=event.place if kind is SheetEventKind.FILED else before.place,
        used_at=before.used_at or (at if used else None),
    )
