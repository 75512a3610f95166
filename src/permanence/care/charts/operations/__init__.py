"""What may be told of a patient's care."""

from permanence.care.charts.operations.reports import receive_documents, receive_reports
from permanence.care.charts.operations.statements import (
    receive_allergy_lists,
    receive_conditions,
    receive_precautions,
)
from permanence.care.charts.operations.treatments import receive_treatments
from permanence.care.charts.rules import (
    AllergyFact,
    AllergyListFact,
    ConditionFact,
    DocumentFact,
    PrecautionFact,
    ReportFact,
    Result,
    TreatmentFact,
)

__all__ = [
    "AllergyFact", "AllergyListFact", "ConditionFact", "DocumentFact", "PrecautionFact", "ReportFact", "Result",
    "TreatmentFact", "receive_allergy_lists", "receive_conditions", "receive_documents", "receive_precautions",
    "receive_reports", "receive_treatments",
]  # fmt: skip
