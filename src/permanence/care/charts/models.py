"""What was told of patients' care, one table for each kind of thing told."""

from django.db import models

from permanence.care.charts.rules import AdministrationStatus, DeviceStatus, ProcedureStatus, TreatmentState
from permanence.foundation.records import Record
from permanence.foundation.statements import Statement

PATIENT, STAY = "patients.Patient", "stays.Stay"


class Told(Statement):
    """Something said of a patient; what is said of a stay follows the stay when it becomes another patient's."""

    patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(STAY, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class AllergyList(Told):
    """The allergies of a patient as somebody listed them; a complete list replaces those before it."""

    complete = models.BooleanField()
    allergies = models.TextField()


class Condition(Told):
    """A diagnosis or a problem; not `active` when it is said to be taken back or over."""

    code = models.TextField()
    label = models.TextField()
    kind = models.TextField()
    active = models.BooleanField()


class Precaution(Told):
    """A precaution that holds (`active`) or holds no more."""

    code = models.TextField()
    label = models.TextField()
    active = models.BooleanField()


class CodeStatus(Told):
    """What somebody stated of resuscitation or of limits to care; NULL in `resuscitate` when only words were said."""

    code = models.TextField()
    label = models.TextField()
    value = models.TextField()
    resuscitate = models.BooleanField(null=True)
    stated_by = models.TextField()
    stated_at = models.DateTimeField(null=True)
    active = models.BooleanField()


class Device(Told):
    """A device in or on a patient, as it was said to be used."""

    number = models.TextField()
    code = models.TextField()
    label = models.TextField()
    body_site = models.TextField()
    detail = models.TextField()
    status = models.TextField(choices=[(status.value, status.value) for status in DeviceStatus])
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)


class Procedure(Told):
    """Something done to a patient, or that was to be done."""

    number = models.TextField()
    code = models.TextField()
    label = models.TextField()
    body_site = models.TextField()
    status = models.TextField(choices=[(status.value, status.value) for status in ProcedureStatus])
    performed_at = models.DateTimeField(null=True)
    performed_by = models.TextField()


class Administration(Told):
    """One dose given, or not given, as told; one taken back is one more row of the same order and hour."""

    # The index below begins with it.
    patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_key = models.TextField()
    code = models.TextField()
    label = models.TextField()
    dose = models.TextField()
    route = models.TextField()
    status = models.TextField(choices=[(status.value, status.value) for status in AdministrationStatus])
    given_at = models.DateTimeField()
    given_by = models.TextField()
    reason = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["patient", "order_key", "given_at"], name="charts_doses_of_an_order")]


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
