"""Self-tests: what the box found when it looked itself over."""

from django.db import models

from permanence.foundation.records import Record


class SelfTest(Record):
    """One look over the whole box; `results` holds room, name, health, what was found and the remedy, as printed."""

    tested_by = models.CharField(max_length=80)
    results = models.JSONField()
    failing = models.PositiveSmallIntegerField()
    to_watch = models.PositiveSmallIntegerField()
