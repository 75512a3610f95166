"""Who works here as last told, and what was told before."""

from django.db import models

from permanence.foundation.records import Record


class StaffContents(Record):
    """What is said of somebody."""

    family = models.TextField()
    given = models.TextField()
    unit = models.TextField()
    function = models.TextField()
    grade = models.TextField()
    work_phone = models.TextField()
    private_phone = models.TextField()

    class Meta:
        abstract = True


class StaffMember(StaffContents):
    """Somebody who works here; `told_at` is the newest saying, `words` what they are searched by."""

    matricule = models.TextField(unique=True)
    told_at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["unit", "family"], name="directory_by_unit")]


class StaffChange(StaffContents):
    """What was known of somebody until it was told otherwise."""

    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="changes")
    source = models.UUIDField()
    said_by = models.CharField(max_length=80)
