"""What a feed or a sheet tells about an appointment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AppointmentState(StrEnum):
    """Where an appointment stands (SIU trigger events in brackets)."""

    BOOKED = "booked"  # S12, S13 moved, S14 changed, S18-S22 additions
    CANCELLED = "cancelled"  # S15, S16 discontinued, S17 deleted
    BLOCKED = "blocked"  # S23; S24 opens again
    NO_SHOW = "no_show"  # S26


@dataclass(frozen=True, slots=True)
class AppointmentFact:
    """Somebody says: this appointment is so."""

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
