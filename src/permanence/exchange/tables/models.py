"""How tables are read, which were taken in, and what each row last said."""

from enum import StrEnum

from django.db import models

from permanence.exchange.tables.rules.kinds import TableKind
from permanence.exchange.tables.rules.values import Order
from permanence.foundation.records import Record

NAME_LENGTH = 60


class ImportState(StrEnum):
    """How far an import is."""

    LOOKED_AT = "looked_at"
    UNDER_WAY = "under_way"
    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"


class TableProfile(Record):
    """How tables of one origin are read; a change is a new version, the newest of a name counts."""

    name = models.CharField(max_length=NAME_LENGTH)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in TableKind])
    # [heading, field] pairs.
    mapping = models.JSONField()
    order = models.CharField(max_length=3, choices=[(order.value, order.value) for order in Order])
    decimal = models.CharField(max_length=1)
    # Who gave the numbers of appointments, when it is not the feed.
    authority = models.CharField(max_length=120, blank=True)
    # Empty or null: found by looking.
    charset = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    header_line = models.PositiveIntegerField(null=True)
    saved_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="tables_one_profile_of_a_version")]


class TableImport(Record):
    """One file taken in: how far it is, and what became of its rows.

    `poured` is how much of the box's own copy was read; `waits` says that the night porter goes on with it.
    """

    file_name = models.CharField(max_length=255)
    # SHA-256 of the file, in hexadecimal.
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    feed = models.CharField(max_length=120)
    profile = models.ForeignKey(TableProfile, on_delete=models.PROTECT, null=True, related_name="imports")
    # How a person says it is read, until it is taken in and saved as a profile.
    draft = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ImportState])
    waits = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    poured = models.PositiveBigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=16, blank=True)
    refusal_detail = models.CharField(max_length=200, blank=True)
    begun_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["waits"], condition=models.Q(waits=True), name="tables_imports_that_wait"),
            models.Index(fields=["occurred_at"], name="tables_imports_by_time"),
        ]


class ToldRow(models.Model):
    """What a feed last said of one thing: a list sent every night says nothing new of most of its rows.

    `key` stands for the feed and what the row is about, `content` for its cells and the profile that reads them;
    `waits` is the message that said it, when it went to quarantine.
    """

    key = models.BinaryField(max_length=16, unique=True)
    content = models.BinaryField(max_length=16)
    waits = models.UUIDField(null=True)
