"""Reads of charts: what a doctor must know of a patient when every screen is dark."""

from permanence.care.charts.queries.alerts import Alert, alerts
from permanence.care.charts.queries.body import CodeStatusLine, DeviceLine, KnownSections, ProcedureLine
from permanence.care.charts.queries.charts import PatientChart, patient_chart
from permanence.care.charts.queries.gathered import DocumentRow
from permanence.care.charts.queries.lines import AllergyLine, ConditionLine, PrecautionLine, ResultLine
from permanence.care.charts.queries.summaries import EmergencySummary, emergency_summaries
from permanence.care.charts.queries.treatments import DoseLine, TreatmentLine
from permanence.care.charts.queries.words import DOSE_STATES, EMPTY_SECTIONS, PROCEDURE_STATES, resuscitation_words
from permanence.care.charts.rules import AllergyStatement, Known

__all__ = [
    "DOSE_STATES", "EMPTY_SECTIONS", "PROCEDURE_STATES", "Alert", "AllergyLine", "AllergyStatement",
    "CodeStatusLine", "ConditionLine", "DeviceLine", "DocumentRow", "DoseLine", "EmergencySummary", "Known",
    "KnownSections", "PatientChart", "PrecautionLine", "ProcedureLine", "ResultLine", "TreatmentLine",
    "alerts", "emergency_summaries", "patient_chart", "resuscitation_words",
]  # fmt: skip
