"""What left the box: copies on sticks and in folders, and how each ended."""

from django.db import models

from permanence.foundation.records import Record


class Export(Record):
    """Somebody asked for a copy of a print run in a folder outside the box; `form` is what it holds."""

    run = models.UUIDField()
    folder = models.CharField(max_length=400)
    form = models.CharField(max_length=8)
    asked_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["run"], name="outlets_exports_by_run")]


class ExportEnd(Record):
    """The copy lies in its folder, read back and found right; `lacking` parts of the run were not printed yet."""

    export = models.OneToOneField(Export, on_delete=models.PROTECT, related_name="end")
    files = models.PositiveIntegerField()
    bytes = models.BigIntegerField()
    lacking = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)


class ExportFailure(Record):
    """The copy stopped after so many files; the same request goes on from there."""

    export = models.OneToOneField(Export, on_delete=models.PROTECT, related_name="failure")
    reason = models.CharField(max_length=20)
    files = models.PositiveIntegerField()
