"""What is told of a patient's care, and what of it holds now."""

from permanence.care.charts.rules.allergies import (
    AllergyList,
    AllergyStatement,
    KnownAllergies,
    SaidAllergy,
    known_allergies,
    says_none_known,
)
from permanence.care.charts.rules.facts import (
    AllergyFact,
    AllergyListFact,
    ConditionFact,
    DocumentFact,
    PrecautionFact,
    ReportFact,
    Result,
    TreatmentFact,
)
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
    "AllergyFact", "AllergyList", "AllergyListFact", "AllergyStatement", "ConditionFact", "DocumentFact",
    "KnownAllergies", "LatestResult", "Order", "PrecautionFact", "Report", "ReportFact", "Result", "SaidAllergy",
    "TreatmentFact", "TreatmentState", "current_reports", "digest", "fold_treatment", "is_abnormal", "is_critical",
    "known_allergies", "latest_results", "order_key", "packed", "says_none_known", "step_treatment", "unpacked",
]  # fmt: skip
