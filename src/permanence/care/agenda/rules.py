"""What a feed or a sheet tells about an appointment, and what the appointment becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any
from uuid import UUID

# What is said of an appointment; None and an empty text are not said.
CONTENTS = ("patient", "state", "starts_at", "minutes", "reason", "practitioner", "place", "phone")
Contents = tuple[Any, ...]
_contents: Callable[[object], Contents] = attrgetter(*CONTENTS)


class AppointmentState(StrEnum):
    """Where an appointment stands (SIU trigger events in brackets)."""

    BOOKED = "booked"  # S12, S13 moved, S14 changed, S18-S22 additions
    CANCELLED = "cancelled"  # S15, S16 discontinued, S17 deleted
    BLOCKED = "blocked"  # S23; S24 opens again
    NO_SHOW = "no_show"  # S26


class AppointmentWithoutNumber(Exception):
    """The fact names no appointment: nobody can say which one it changes."""


@dataclass(frozen=True, slots=True)
class AppointmentFact:
    """Somebody says: this appointment is so; an empty text or None is not said."""

    number: str
    authority: str
    patient: UUID | None
    state: AppointmentState
    starts_at: datetime
    minutes: int | None
    reason: str
    practitioner: str
    place: str
    phone: str
    occurred_at: datetime
    source: UUID


def said(fact: AppointmentFact) -> Contents:
    """The contents of a fact in the order of CONTENTS, without the NUL characters that PostgreSQL refuses."""
    return tuple([value.replace("\0", "") if value.__class__ is str else value for value in _contents(fact)])


def fold(known: Contents, told: Contents, *, newer: bool) -> Contents:
    """The appointment after somebody said `told`: a newer saying replaces what it says, an older one fills gaps."""
    first, second = (told, known) if newer else (known, told)
    return tuple([b if a is None or a == "" else a for a, b in zip(first, second, strict=True)])
