"""The columns every record carries so that it survives a broken hospital."""

from django.db import models

from permanence.foundation import clock, node
from permanence.foundation.ids import new_id


class Record(models.Model):
    """A row that says which box wrote it, when it happened, and when the box learned it.

    `occurred_at` may be the hour written on a sheet; logic never runs on `recorded_at`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=8, default=node.origin, editable=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
