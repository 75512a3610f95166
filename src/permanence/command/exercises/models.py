"""The demonstration this box holds, and how far it was poured."""

from django.db import models

from permanence.foundation.records import Record


class DemoHospital(Record):
    """The made-up hospital of this box: with it, nothing here is real; `occurred_at` is the instant it is made at."""

    seed = models.BigIntegerField()
    # `whole` or `small`, as the rules know scales.
    scale = models.CharField(max_length=10)
    # One box holds one hospital: this is the only value allowed.
    place = models.PositiveSmallIntegerField(default=1, unique=True)


class DemoPart(Record):
    """A part of what the hospital says that was told whole: it is not told again."""

    hospital = models.ForeignKey(DemoHospital, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=20)
    accepted = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    seconds = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hospital", "name"], name="exercises_a_part_is_told_once"),
        ]
