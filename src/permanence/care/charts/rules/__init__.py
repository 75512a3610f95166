"""What is told of a patient's care, and what of it holds now."""

from permanence.care.charts.rules.allergies import (
    AllergyList,
    AllergyStatement,
    KnownAllergies,
    SaidAllergy,
    known_allergies,
    says_none_known,
)
from permanence.care.charts.rules.code_status import CodeStatus, StandingCodeStatus, standing_code_status
from permanence.care.charts.rules.devices import Device, devices_in_place
from permanence.care.charts.rules.doses import GIVEN, MISSED, Dose, LastDoses, last_doses
from permanence.care.charts.rules.facts import (
    AdministrationFact,
    AdministrationStatus,
    AllergyFact,
    AllergyListFact,
    CodeStatusFact,
    ConditionFact,
    DeviceFact,
    DeviceStatus,
    DocumentFact,
    PrecautionFact,
    ProcedureFact,
    ProcedureStatus,
    ReportFact,
    Result,
    TreatmentFact,
)
from permanence.care.charts.rules.known import Known, known, last_said
from permanence.care.charts.rules.procedures import Procedure, procedures_done
from permanence.care.charts.rules.reports import (
    LatestResult,
    Report,
    current_reports,
    is_abnormal,
    is_critical,
    latest_results,
    packed,
    unpacked,
)
from permanence.care.charts.rules.treatments import Order, TreatmentState, fold_treatment, order_key, step_treatment
from permanence.care.stays.rules import digest

__all__ = [
    "GIVEN", "MISSED", "AdministrationFact", "AdministrationStatus", "AllergyFact", "AllergyList",
    "AllergyListFact", "AllergyStatement", "CodeStatus", "CodeStatusFact", "ConditionFact", "Device", "DeviceFact",
    "DeviceStatus", "DocumentFact", "Dose", "Known", "KnownAllergies", "LastDoses", "LatestResult", "Order",
    "PrecautionFact", "Procedure", "ProcedureFact", "ProcedureStatus", "Report", "ReportFact", "Result",
    "SaidAllergy", "StandingCodeStatus", "TreatmentFact", "TreatmentState", "current_reports", "devices_in_place",
    "digest", "fold_treatment", "is_abnormal", "is_critical", "known", "known_allergies", "last_doses", "last_said",
    "latest_results", "order_key", "packed", "procedures_done", "says_none_known", "standing_code_status",
    "step_treatment", "unpacked",
]  # fmt: skip
