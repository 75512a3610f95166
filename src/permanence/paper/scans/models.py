"""Scanned files, their pages, and what was read on each."""

from django.db import models

from permanence.foundation.records import Record


class ScanBatch(Record):
    """One file as it came from a copier; its original is kept under its digest and never altered."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    pages = models.PositiveIntegerField()
    received_by = models.CharField(max_length=80)


class ScanPage(Record):
    """One page of a file; `lease` names the process at work on it until `lease_until`."""

    batch = models.ForeignKey(ScanBatch, on_delete=models.PROTECT, related_name="scanned")
    place = models.PositiveIntegerField()
    lease = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="scans_one_page_a_place")]


class PageReading(Record):
    """What was made of a page; `doubt` says why it goes to a person whole, and is empty when it does not.

    `number` is the sheet's, and empty when no code was sure; `ms` is the time of one core.
    """

    scan = models.OneToOneField(ScanPage, on_delete=models.PROTECT, related_name="reading")
    how = models.CharField(max_length=20)
    doubt = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=24, blank=True)
    page = models.PositiveSmallIntegerField(null=True)
    form = models.CharField(max_length=40, blank=True)
    version = models.PositiveSmallIntegerField(null=True)
    patient_key = models.CharField(max_length=6, blank=True)
    two_tone = models.BooleanField(default=False)
    rough = models.BooleanField(default=False)
    ms = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["number", "page"], name="scans_by_sheet")]


class FieldReading(Record):
    """What was read in one place to write in; `at` is where it lies in the page set straight, in pixels."""

    reading = models.ForeignKey(PageReading, on_delete=models.PROTECT, related_name="fields")
    place = models.PositiveSmallIntegerField()
    link_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=5)
    option = models.CharField(max_length=255, blank=True)
    cell = models.PositiveSmallIntegerField(null=True)
    row = models.PositiveSmallIntegerField(default=0)
    value = models.CharField(max_length=12, blank=True)
    confidence = models.FloatField()
    sure = models.BooleanField()
    at = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "place"], name="scans_one_field_a_place")]
        indexes = [models.Index(fields=["sure", "kind"], name="scans_fields_to_judge")]
