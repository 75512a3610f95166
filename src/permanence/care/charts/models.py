"""What was told of patients' care, one table for each kind of thing told."""

from django.db import models

from permanence.care.charts.rules import TreatmentState
from permanence.foundation.records import Record

PATIENT, STAY = "patients.Patient", "stays.Stay"


class Statement(Record):
    """Something said of a patient, kept once however often it is said: first at `occurred_at`, last at `said_again_at`.

    What is said of a stay follows the stay when it becomes another patient's.
    """

    patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(STAY, on_delete=models.PROTECT, null=True, related_name="+")
    said_again_at = models.DateTimeField()
    source = models.UUIDField()
    # Of everything said; the same words about the same patient are one row.
    fingerprint = models.TextField(unique=True)

    class Meta:
        abstract = True


class AllergyList(Statement):
    """The allergies of a patient as somebody listed them; a complete list replaces those before it."""

    complete = models.BooleanField()
    allergies = models.TextField()


class Condition(Statement):
    """A diagnosis or a problem; not `active` when it is said to be taken back or over."""

    code = models.TextField()
    label = models.TextField()
    kind = models.TextField()
    active = models.BooleanField()


class Precaution(Statement):
    """A precaution that holds (`active`) or holds no more."""

    code = models.TextField()
    label = models.TextField()
    active = models.BooleanField()


class Treatment(Record):
    """A medication order as what was told of it leaves it."""

    patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, related_name="+", db_index=False)
    stay = models.ForeignKey(STAY, on_delete=models.PROTECT, null=True, related_name="+")
    order_key = models.TextField()
    state = models.TextField(choices=[(state.value, state.value) for state in TreatmentState])
    label = models.TextField()
    dose = models.TextField()
    route = models.TextField()
    frequency = models.TextField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    last_given_at = models.DateTimeField(null=True)
    latest_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "order_key"], name="charts_one_order_a_number")]


class TreatmentChange(Record):
    """One thing told of a medication order, as it was told."""

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="changes")
    status = models.TextField()
    label = models.TextField()
    dose = models.TextField()
    route = models.TextField()
    frequency = models.TextField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    last_given_at = models.DateTimeField(null=True)
    source = models.UUIDField()


class Report(Record):
    """One report with its results, as told; a corrected report is one more row of the same order number and code."""

    patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, related_name="+", db_index=False)
    stay = models.ForeignKey(STAY, on_delete=models.PROTECT, null=True, related_name="+")
    order_number = models.TextField()
    code = models.TextField()
    label = models.TextField()
    status = models.TextField()
    # A JSON list of [code, label, value, unit, reference range, flag, status, observed at].
    results = models.TextField()
    source = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["patient", "occurred_at"], name="charts_reports_of_a_patient")]


class Document(Record):
    """A document or an order kept as it came: its content stays in the message that `source` names."""

    patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(STAY, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.TextField()
    replaces = models.TextField()
    kind = models.TextField()
    title = models.TextField()
    status = models.TextField()
    source = models.UUIDField()
