"""What a feed or a sheet tells about a stay: movements, swaps, and changes of number or patient."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import orjson

from permanence.foundation.places.rules import PlaceFact

NO_PLACE = PlaceFact()
_FEW = 8


class StayClass(StrEnum):
    """Encounter class (HL7 table 0004)."""

    INPATIENT = "I"
    OUTPATIENT = "O"
    EMERGENCY = "E"
    PREADMIT = "P"
    RECURRING = "R"
    OBSTETRICS = "B"
    UNKNOWN = "U"


class MovementKind(StrEnum):
    """What a movement does to a stay; the trigger events that mean it are in brackets."""

    PREADMIT = "preadmit"  # A05, A14
    ADMIT = "admit"  # A01
    REGISTER = "register"  # A04
    CHANGE_CLASS = "change_class"  # A06, A07
    TRANSFER = "transfer"  # A02
    PLAN_TRANSFER = "plan_transfer"  # A15
    TRACK = "track"  # A09, A10: departing and arriving, the bed follows when it is given
    LEAVE = "leave"  # A21
    RETURN = "return"  # A22
    PLAN_DISCHARGE = "plan_discharge"  # A16
    DISCHARGE = "discharge"  # A03
    CHANGE_DOCTOR = "change_doctor"  # A54
    UPDATE = "update"  # A08, Z99: what is said replaces what was said of the place and class


class Action(StrEnum):
    """ZBE-4, or what the trigger event implies."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class VisitNumber:
    """The number of a stay and who gave it."""

    authority: str
    value: str


@dataclass(frozen=True, slots=True)
class MovementFact:
    """Somebody says: in this stay, this happened then.

    `movement_number` is ZBE-1 when the sender has it. `cancels` names the kind a CANCEL takes back (A11 takes back
    ADMIT...); with a movement number the number decides. `historic` is ZBE-5 = Y: told late, out of order.
    """

    patient: UUID
    visit: VisitNumber | None
    kind: MovementKind
    action: Action
    occurred_at: datetime
    source: UUID
    movement_number: str = ""
    cancels: MovementKind | None = None
    historic: bool = False
    stay_class: StayClass | None = None
    place: PlaceFact = NO_PLACE
    medical_unit: str = ""
    nursing_unit: str = ""
    nature: str = ""  # ZBE-9
    attending_doctor: str = ""
    reason: str = ""
    expected_at: datetime | None = None
    confidential: bool | None = None

    @property
    def revises(self) -> bool:
        """Whether it speaks of a movement told before; an update without a number is one more thing that happened."""
        return self.action is Action.CANCEL or (self.action is Action.UPDATE and self.movement_number != "")


@dataclass(frozen=True, slots=True)
class SwapFact:
    """Two patients change beds (A17); each place is where that patient lies afterwards."""

    first_patient: UUID
    first_place: PlaceFact
    second_patient: UUID
    second_place: PlaceFact
    occurred_at: datetime
    source: UUID


@dataclass(frozen=True, slots=True)
class VisitLinkFact:
    """A stay changes number or patient (A35, A41, A42, A43, A44, A45, A50, A51).

    `other_visit` becomes, or is merged into, `kept_visit`. Without any visit, every stay of `other_patient` becomes the
    kept patient's; without `kept_visit`, `other_visit` keeps its number and changes patient.
    """

    other_patient: UUID | None
    other_visit: VisitNumber | None
    kept_patient: UUID
    kept_visit: VisitNumber | None
    occurred_at: datetime
    source: UUID


class Told(Protocol):
    """Anything told, with the message or sheet that told it."""

    @property
    def source(self) -> UUID:
        """The message or sheet."""


def digest(facts: Sequence[Told]) -> dict[str, object]:
    """What a ledger entry holds of many facts: how many, the SHA-256 of them as JSON, their sources while few."""
    sha256 = hashlib.sha256(orjson.dumps(facts, default=tuple)).hexdigest()
    sources = {"sources": [fact.source for fact in facts]} if len(facts) <= _FEW else {}
    return {"count": len(facts), "sha256": sha256, **sources}
