"""Stays as they stand, every movement told of them, and every change of number or patient."""

from django.db import models

from permanence.care.stays.rules import Action, MovementKind, StayClass, StayState
from permanence.foundation.records import Record

PATIENT, PLACE = "patients.Patient", "places.Location"


class Stay(Record):
    """One stay (FHIR Encounter) and where its movements leave it; every column below `patient` follows from them.

    `numbered_here` means that nobody gave a number, so the box did. `contests` is the stay of another patient that
    holds the number this one came with. A stay absorbed into another is read as part of it.
    """

    visit_authority = models.TextField()
    visit_number = models.TextField()
    numbered_here = models.BooleanField(default=False)
    contests = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="contestants", db_index=False
    )
    absorbed_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="absorbed", db_index=False
    )
    patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, related_name="stays")

    state = models.TextField(choices=[(state.value, state.value) for state in StayState])
    stay_class = models.TextField(choices=[(class_.value, class_.value) for class_ in StayClass])
    ward = models.ForeignKey(PLACE, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    room = models.ForeignKey(PLACE, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    bed = models.ForeignKey(PLACE, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.DateTimeField(null=True)
    planned_ward = models.ForeignKey(PLACE, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    expected_arrival_at = models.DateTimeField(null=True)
    admitted_at = models.DateTimeField(null=True)
    expected_discharge_at = models.DateTimeField(null=True)
    discharged_at = models.DateTimeField(null=True)
    attending_doctor = models.TextField()
    reason = models.TextField()
    medical_unit = models.TextField()
    nursing_unit = models.TextField()
    confidential = models.BooleanField()
    # The newest instant told of; a movement after it needs no other to be placed, unless something was revised.
    latest_at = models.DateTimeField()
    revised = models.BooleanField()

    class Meta:
        constraints = [
            # The value first: an arriving batch is looked up by its values alone.
            models.UniqueConstraint(fields=["visit_number", "visit_authority"], name="stays_one_stay_a_number"),
        ]
        indexes = [
            models.Index(fields=["contests"], condition=models.Q(contests__isnull=False), name="stays_by_contested"),
            models.Index(
                fields=["absorbed_into"], condition=models.Q(absorbed_into__isnull=False), name="stays_by_absorber"
            ),
            models.Index(
                fields=["ward"],
                condition=models.Q(state__in=[StayState.PRESENT, StayState.ON_LEAVE]),
                name="stays_in_hospital_by_ward",
            ),
            # What a ward expects tonight and tomorrow.
            models.Index(fields=["ward"], condition=models.Q(state=StayState.PLANNED), name="stays_planned_by_ward"),
            models.Index(
                fields=["planned_ward"], condition=models.Q(planned_ward__isnull=False), name="stays_by_planned_ward"
            ),
        ]


class Movement(Record):
    """One thing told of a stay, as it was told; a correction or a cancellation is one more row."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="movements", db_index=False)
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in MovementKind])
    action = models.TextField(choices=[(action.value, action.value) for action in Action])
    source = models.UUIDField()
    movement_number = models.TextField()
    cancels = models.TextField(choices=[(kind.value, kind.value) for kind in MovementKind])
    historic = models.BooleanField()
    stay_class = models.TextField()
    ward = models.ForeignKey(PLACE, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    room = models.ForeignKey(PLACE, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    bed = models.ForeignKey(PLACE, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    medical_unit = models.TextField()
    nursing_unit = models.TextField()
    nature = models.TextField()
    attending_doctor = models.TextField()
    reason = models.TextField()
    expected_at = models.DateTimeField(null=True)
    confidential = models.BooleanField(null=True)

    class Meta:
        constraints = [
            # The same message applied twice tells a thing once; the stay first, because histories are read by stay.
            models.UniqueConstraint(
                fields=["stay", "source", "kind", "action", "movement_number", "occurred_at"],
                name="stays_told_once_by_a_source",
            ),
        ]


class StayLink(Record):
    """Somebody said that a stay is another's, or another patient's: what was so before, and what is so since.

    The number of a stay that changed number stays known as a stay of its own, absorbed into the one that goes on.
    """

    other_patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, null=True, related_name="+")
    other_stay = models.ForeignKey(Stay, on_delete=models.PROTECT, null=True, related_name="links_as_other")
    kept_patient = models.ForeignKey(PATIENT, on_delete=models.PROTECT, related_name="+")
    kept_stay = models.ForeignKey(Stay, on_delete=models.PROTECT, null=True, related_name="links_as_kept")
    source = models.UUIDField()
    said_by = models.TextField()


class NumberCounter(models.Model):
    """The last provisional number each box gave; one row a box, taken by a conditional UPDATE."""

    origin = models.CharField(max_length=8, primary_key=True)
    last = models.BigIntegerField(default=0)


class NumberBlock(Record):
    """Provisional numbers handed to a desk on a sheet; with `origin` they are this desk's alone, for ever."""

    desk = models.CharField(max_length=160, blank=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    handed_out_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "first"], name="stays_one_block_a_number"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="stays_block_has_numbers"),
        ]
