"""What a feed or a sheet tells about a patient's care."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AllergyFact:
    """One allergy or intolerance (AL1, IAM)."""

    code: str
    label: str
    kind: str = ""  # HL7 table 0127: DA, FA, MA ...
    severity: str = ""  # HL7 table 0128: SV, MO, MI, U
    reaction: str = ""
    # Said to be no longer true (IAM-6 = D); only in a list that is not complete.
    removed: bool = False


@dataclass(frozen=True, slots=True)
class AllergyListFact:
    """The allergies of a patient; `complete` means the list replaces what was known."""

    patient: UUID
    allergies: tuple[AllergyFact, ...]
    complete: bool
    occurred_at: datetime
    source: UUID


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A diagnosis or problem (DG1, PRB), of a stay when the stay is known."""

    patient: UUID
    stay: UUID | None
    code: str
    label: str
    kind: str  # HL7 table 0052: A admitting, W working, F final
    occurred_at: datetime
    source: UUID
    # False when it is taken back or over (PRB-1 = DE, DG1-21 = D).
    active: bool = True


@dataclass(frozen=True, slots=True)
class TreatmentFact:
    """A medication order or its end (RDE, RDS, RXO); `status` is HL7 table 0119's order control code."""

    patient: UUID
    stay: UUID | None
    order_number: str
    status: str
    label: str
    dose: str
    route: str
    frequency: str
    starts_at: datetime | None
    ends_at: datetime | None
    last_given_at: datetime | None
    occurred_at: datetime
    source: UUID


@dataclass(frozen=True, slots=True)
class PrecautionFact:
    """Isolation, fall risk, code status...; as PV1, PV2 or an OBX gives it."""

    patient: UUID
    stay: UUID | None
    code: str
    label: str
    active: bool
    occurred_at: datetime
    source: UUID


class Result(NamedTuple):
    """One line of a report (OBX); there are so many of them that they are made as tuples are."""

    code: str
    label: str
    value: str
    unit: str
    reference_range: str
    flag: str  # HL7 table 0078: H, L, HH, LL, A ...
    status: str  # HL7 table 0085: F, P, C, D ...
    observed_at: datetime | None
    # What the laboratory remarks on this line (the NTE that follow the OBX).
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportFact:
    """One report with its results (one OBR and its OBX)."""

    patient: UUID
    stay: UUID | None
    order_number: str
    code: str
    label: str
    status: str  # HL7 table 0123
    results: tuple[Result, ...]
    occurred_at: datetime
    source: UUID


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document or an order as it came (MDM, OML, ORU with an embedded file); its content stays in the message."""

    patient: UUID
    stay: UUID | None
    number: str
    replaces: str
    kind: str
    title: str
    status: str
    occurred_at: datetime
    source: UUID


class DeviceStatus(StrEnum):
    """Whether a device is used (FHIR R4 DeviceUseStatement.status, device-statement-status)."""

    ACTIVE = "active"
    COMPLETED = "completed"
    STOPPED = "stopped"
    ON_HOLD = "on-hold"
    INTENDED = "intended"
    ENTERED_IN_ERROR = "entered-in-error"


@dataclass(frozen=True, slots=True)
class DeviceFact:
    """An implant, a line, a catheter, a pacemaker, a ventilator (FHIR Device with its DeviceUseStatement).

    `number` is what tells this device from the others of a patient, empty when nobody numbered it: then what it is and
    where on the body do. The code `no-known-devices` (IPS) says that there is none.
    """

    patient: UUID
    stay: UUID | None
    number: str
    code: str
    label: str
    body_site: str
    detail: str  # Size, model, settings, serial number: as sent.
    status: DeviceStatus
    starts_at: datetime | None
    ends_at: datetime | None
    occurred_at: datetime
    source: UUID


class ProcedureStatus(StrEnum):
    """How far a procedure went (FHIR R4 event-status)."""

    PREPARATION = "preparation"
    IN_PROGRESS = "in-progress"
    NOT_DONE = "not-done"
    ON_HOLD = "on-hold"
    STOPPED = "stopped"
    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered-in-error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ProcedureFact:
    """Something done or planned (PR1, FHIR Procedure); the code `no-known-procedures` (IPS) says that there is none."""

    patient: UUID
    stay: UUID | None
    number: str
    code: str
    label: str
    body_site: str
    status: ProcedureStatus
    performed_at: datetime | None
    performed_by: str
    occurred_at: datetime
    source: UUID


@dataclass(frozen=True, slots=True)
class CodeStatusFact:
    """What somebody stated of resuscitation or of limits to care (OBX, PV2-41, FHIR Observation, Flag or Consent).

    `label` is what the statement is about, `value` what it says, in the sender's words. `resuscitate` is True for full
    resuscitation, False for none, None when only the words say it. `active` is False when it is taken back.
    """

    patient: UUID
    stay: UUID | None
    code: str
    label: str
    value: str
    resuscitate: bool | None
    stated_by: str
    stated_at: datetime | None
    occurred_at: datetime
    source: UUID
    active: bool = True


class AdministrationStatus(StrEnum):
    """What became of a dose (FHIR R4 MedicationAdministration.status)."""

    COMPLETED = "completed"
    IN_PROGRESS = "in-progress"
    NOT_DONE = "not-done"
    ON_HOLD = "on-hold"
    STOPPED = "stopped"
    ENTERED_IN_ERROR = "entered-in-error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AdministrationFact:
    """One dose given, or not given and why (RXA, FHIR MedicationAdministration).

    `order_number` is the one of the treatment's fact; empty when the dose names no order.
    """

    patient: UUID
    stay: UUID | None
    order_number: str
    code: str
    label: str
    dose: str
    route: str
    status: AdministrationStatus
    given_at: datetime
    given_by: str
    reason: str  # Why not given, as sent.
    occurred_at: datetime
    source: UUID
