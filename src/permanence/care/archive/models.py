"""Paper files as last told, and the shelves they stood on before."""

from django.db import models

from permanence.foundation.records import Record


class ArchiveEntry(Record):
    """A paper file: its number, its shelf, and whose it is as its list says; `told_at` is the newest saying."""

    number = models.TextField()
    authority = models.TextField()
    volume = models.TextField()
    shelf = models.TextField()
    birth_family = models.TextField()
    birth_given = models.TextField()
    used_family = models.TextField()
    birth_date = models.DateField(null=True, db_index=True)
    birth_date_as_sent = models.TextField()
    sex = models.TextField()
    ipp = models.TextField()
    remark = models.TextField()
    family_key = models.TextField()
    given_key = models.TextField()
    used_key = models.TextField()
    family_sound = models.TextField()
    given_sound = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            # With the name: two people under one number are two entries, for whoever stands before the shelf to see.
            models.UniqueConstraint(
                fields=["number", "authority", "volume", "family_key", "given_key"], name="archive_one_entry_of_a_file"
            ),
        ]
        indexes = [
            models.Index(fields=["family_key", "given_key"], name="archive_by_name"),
            models.Index(fields=["used_key"], condition=~models.Q(used_key=""), name="archive_by_used_name"),
            models.Index(fields=["family_sound", "given_sound"], name="archive_by_sound"),
            models.Index(fields=["ipp"], condition=~models.Q(ipp=""), name="archive_by_ipp"),
        ]


class ArchiveMove(Record):
    """An entry was told with another shelf: where it stood until then."""

    entry = models.ForeignKey(ArchiveEntry, on_delete=models.PROTECT, related_name="moves")
    shelf = models.TextField()
    source = models.UUIDField()
    said_by = models.CharField(max_length=80)
