"""What a message of any format tells, in the words of the rooms that receive it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from permanence.care.archive.rules import EntryFact
from permanence.care.charts.rules import (
    AdministrationFact,
    AllergyListFact,
    CodeStatusFact,
    ConditionFact,
    DeviceFact,
    DocumentFact,
    PrecautionFact,
    ProcedureFact,
    ReportFact,
    TreatmentFact,
)
from permanence.care.patients.rules import ContactListFact
from permanence.care.stays.rules import MovementFact, SwapFact, VisitLinkFact
from permanence.foundation.places.rules import WardDescription
from permanence.people.directory.rules import StaffFact


@dataclass(frozen=True, slots=True)
class Context:
    """Where a message came from.

    `feed` names who gave identifiers that state no authority; `time_zone` is the hospital's, for instants without
    offset; `source` is the id under which the message is kept; `received_at` bounds what a sender may claim.
    """

    feed: str
    time_zone: ZoneInfo
    source: UUID
    received_at: datetime


@dataclass(frozen=True, slots=True)
class About:
    """Whose care a message tells of, and when it was told; `stay` is None when it is not known."""

    context: Context
    patient: UUID
    stay: UUID | None
    said_at: datetime

    @property
    def source(self) -> UUID:
        """The message's id."""
        return self.context.source


@dataclass(frozen=True, slots=True)
class Movements:
    """What a message says of stays."""

    movements: tuple[MovementFact, ...] = ()
    swaps: tuple[SwapFact, ...] = ()
    visit_links: tuple[VisitLinkFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """What a message tells of care, each kind as the room that keeps it receives it."""

    allergies: tuple[AllergyListFact, ...] = ()
    conditions: tuple[ConditionFact, ...] = ()
    treatments: tuple[TreatmentFact, ...] = ()
    administrations: tuple[AdministrationFact, ...] = ()
    precautions: tuple[PrecautionFact, ...] = ()
    code_statuses: tuple[CodeStatusFact, ...] = ()
    devices: tuple[DeviceFact, ...] = ()
    procedures: tuple[ProcedureFact, ...] = ()
    contacts: tuple[ContactListFact, ...] = ()
    reports: tuple[ReportFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()

    def __bool__(self) -> bool:
        return any(
            (
                self.allergies,
                self.conditions,
                self.treatments,
                self.administrations,
                self.precautions,
                self.code_statuses,
                self.devices,
                self.procedures,
                self.contacts,
                self.reports,
                self.documents,
            )
        )


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """What a message tells of the hospital itself, rather than of a patient's care."""

    wards: tuple[WardDescription, ...] = ()
    archive: tuple[EntryFact, ...] = ()
    staff: tuple[StaffFact, ...] = ()

    def __bool__(self) -> bool:
        return any((self.wards, self.archive, self.staff))
