"""Sheets and what befell them; ids of patients and places are plain, because paper outlives tables."""

from django.db import models

from permanence.foundation.records import Record
from permanence.paper.sheets.rules import SheetEventKind


class SheetCounter(models.Model):
    """The last number each box gave; one row a box, taken by a conditional UPDATE."""

    origin = models.CharField(max_length=8, primary_key=True)
    last = models.BigIntegerField(default=0)


class Sheet(Record):
    """One numbered document; `run` and `part` say which pile it was printed in."""

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    # As printed on it, in the language it was printed in.
    title = models.CharField(max_length=120, blank=True)
    run = models.UUIDField(null=True)
    part = models.UUIDField(null=True)
    ward = models.UUIDField(null=True)
    patient = models.UUIDField(null=True)
    stay = models.UUIDField(null=True)
    data_as_of = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["part"], name="sheets_by_part"),
            models.Index(fields=["run", "kind"], name="sheets_by_run"),
        ]


class SheetEvent(Record):
    """Something that befell a sheet: who said so, and what is worth knowing of it."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in SheetEventKind])
    by = models.CharField(max_length=80)
    pages = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    replaced_by = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "kind"], name="sheets_each_event_once")]
        indexes = [models.Index(fields=["kind"], name="sheets_events_by_kind")]
