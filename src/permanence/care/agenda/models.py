"""Appointments as last told, and every change that led there."""

from django.db import models

from permanence.care.agenda.rules import AppointmentState
from permanence.foundation.records import Record


class AppointmentContents(Record):
    """What is said of an appointment."""

    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.TextField(choices=[(state.value, state.value) for state in AppointmentState])
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(null=True)
    reason = models.TextField()
    practitioner = models.TextField()
    place = models.TextField()
    phone = models.TextField()

    class Meta:
        abstract = True


class Appointment(AppointmentContents):
    """An appointment as its changes add up; `told_at` is the instant of the newest saying, repeated or not."""

    number = models.TextField()
    authority = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "authority"], name="agenda_one_appointment_of_a_number"),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="agenda_by_start"),
            models.Index(fields=["place", "starts_at"], name="agenda_by_place"),
            models.Index(fields=["practitioner", "starts_at"], name="agenda_by_practitioner"),
        ]


class AppointmentChange(AppointmentContents):
    """One saying that changed an appointment, or told late what it once was; a cancellation is such a row."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="changes")
    source = models.UUIDField()
    said_by = models.TextField()
