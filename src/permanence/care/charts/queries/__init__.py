"""Reads of charts: what a doctor must know of a patient when every screen is dark."""

from permanence.care.charts.queries.alerts import Alert, alerts
from permanence.care.charts.queries.charts import PatientChart, StayLine, patient_chart
from permanence.care.charts.queries.gathered import DocumentRow
from permanence.care.charts.queries.lines import (
    AllergyLine,
    ConditionLine,
    ContactLine,
    PrecautionLine,
    ResultLine,
    TreatmentLine,
)
from permanence.care.charts.queries.summaries import EmergencySummary, emergency_summaries
from permanence.care.charts.rules import AllergyStatement

__all__ = [
    "Alert", "AllergyLine", "AllergyStatement", "ConditionLine", "ContactLine", "DocumentRow", "EmergencySummary",
    "PatientChart", "PrecautionLine", "ResultLine", "StayLine", "TreatmentLine", "alerts", "emergency_summaries",
    "patient_chart",
]  # fmt: skip
