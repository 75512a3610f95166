"""A bed is closed by a row and opened again by another."""

from django.db import models

from permanence.foundation.records import Record


class BedClosure(Record):
    """A bed that may take nobody, why, and who said so."""

    bed = models.ForeignKey("places.Location", on_delete=models.PROTECT, related_name="closures")
    reason = models.TextField()
    closed_by = models.TextField()


class BedReopening(Record):
    """The end of a closure."""

    closure = models.OneToOneField(BedClosure, on_delete=models.PROTECT, related_name="reopening")
    reopened_by = models.TextField()
