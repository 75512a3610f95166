"""A crisis: declared by somebody at an hour, lifted by somebody at an hour."""

from django.db import models

from permanence.foundation.records import Record


class CrisisDeclaration(Record):
    """The act that opens a crisis; `occurred_at` is H0."""

    reason = models.CharField(max_length=200)
    exercise = models.BooleanField()
    declared_by = models.CharField(max_length=80)
    # When the hospital's systems were last heard: the age of everything that is printed at H0.
    picture_at = models.DateTimeField(null=True)
    # The first kit; a plain id, because a run may be printed, moved or lost without the declaration changing.
    print_run = models.UUIDField(null=True)


class CrisisLift(Record):
    """The act that closes a crisis."""

    declaration = models.OneToOneField(CrisisDeclaration, on_delete=models.PROTECT, related_name="lift")
    reason = models.CharField(max_length=200)
    lifted_by = models.CharField(max_length=80)
