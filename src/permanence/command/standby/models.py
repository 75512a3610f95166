"""How often a kit is made ready in peace, and which were."""

from django.db import models

from permanence.foundation.records import Record


class StandbyRhythm(Record):
    """From now on a kit is made ready every so many hours; 0: none is. The last one holds."""

    hours = models.PositiveSmallIntegerField()
    set_by = models.CharField(max_length=80)


class StandbyKit(Record):
    """A kit made ready in peace; `run` is its print run."""

    run = models.UUIDField(unique=True)


class StandbyKitRetirement(Record):
    """A newer kit lies ready, and this one was taken away."""

    kit = models.OneToOneField(StandbyKit, on_delete=models.PROTECT, related_name="retirement")
