"""What may be told of a patient's care."""

from permanence.care.charts.operations.reports import receive_documents, receive_reports
from permanence.care.charts.operations.statements import (
    receive_administrations,
    receive_allergy_lists,
    receive_code_statuses,
    receive_conditions,
    receive_devices,
    receive_precautions,
    receive_procedures,
)
from permanence.care.charts.operations.treatments import receive_treatments
from permanence.care.charts.rules import (
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

__all__ = [
    "AdministrationFact", "AdministrationStatus", "AllergyFact", "AllergyListFact", "CodeStatusFact",
    "ConditionFact", "DeviceFact", "DeviceStatus", "DocumentFact", "PrecautionFact", "ProcedureFact",
    "ProcedureStatus", "ReportFact", "Result", "TreatmentFact", "receive_administrations", "receive_allergy_lists",
    "receive_code_statuses", "receive_conditions", "receive_devices", "receive_documents", "receive_precautions",
    "receive_procedures", "receive_reports", "receive_treatments",
]  # fmt: skip
