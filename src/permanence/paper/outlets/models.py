"""What left the box: copies on sticks and in folders, and how each ended."""

from django.db import models

from permanence.foundation.records import Record


class KeptFolder(Record):
    """A folder outside the box, mostly of a ward's computer, where the newest kit lies; no `wards`: all of it."""

    path = models.CharField(max_length=400)
    wards = models.JSONField(default=list)
    added_by = models.CharField(max_length=80)


class KeptFolderRemoval(Record):
    """The folder is kept up no more; what lies in it stays there."""

    folder = models.OneToOneField(KeptFolder, on_delete=models.PROTECT, related_name="removal")
    removed_by = models.CharField(max_length=80)


class Export(Record):
    """Somebody asked for a copy of a print run in a folder outside the box; `form` is what it holds.

    `kept` is the kept folder it was made for, if any.
    """

    run = models.UUIDField()
    kept = models.ForeignKey(KeptFolder, on_delete=models.PROTECT, null=True, related_name="exports")
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


class Printer(Record):
    """A printer this box reaches by a cable; `wards` are the only wards it prints for, none: it prints for all."""

    name = models.CharField(max_length=60)
    uri = models.CharField(max_length=300)
    wards = models.JSONField(default=list)
    added_by = models.CharField(max_length=80)


class PrinterRemoval(Record):
    """The printer is used no more."""

    printer = models.OneToOneField(Printer, on_delete=models.PROTECT, related_name="removal")
    removed_by = models.CharField(max_length=80)


class PrinterSight(Record):
    """How a printer stood when that changed; `trouble` is empty while it prints."""

    printer = models.ForeignKey(Printer, on_delete=models.PROTECT, related_name="sights")
    trouble = models.CharField(max_length=20, blank=True)
    reasons = models.CharField(max_length=200, blank=True)


class Delivery(Record):
    """A part of a print run is to come out of a printer; None: out of any that prints for its ward.

    `holder` is the printer that has it now: taken before the printer hears of it, so that only one ever does.
    """

    run = models.UUIDField()
    part = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    ward = models.UUIDField(null=True)
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT, null=True, related_name="deliveries")
    holder = models.ForeignKey(Printer, on_delete=models.PROTECT, null=True, related_name="held")
    over = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["run", "part"], name="outlets_deliveries_by_run"),
            models.Index(fields=["over", "holder"], name="outlets_deliveries_open"),
        ]


class DeliveryEvent(Record):
    """Something that befell a delivery: job opened, file sent, printed, failed, or nobody knows."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="events")
    fate = models.CharField(max_length=10)
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT, null=True, related_name="+")
    job = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=80)
