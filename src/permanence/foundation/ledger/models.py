"""One table: the entries of the ledger, which nothing may change or remove."""

from django.db import models

from permanence.foundation import node
from permanence.foundation.ids import new_id


class LedgerEntry(models.Model):
    """One write, chained to the one before it on the same box; triggers refuse UPDATE and DELETE."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=8, default=node.origin)
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    facts = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "sequence"], name="ledger_one_entry_per_place_in_the_chain"),
        ]
        indexes = [
            models.Index(fields=["subject", "kind"], name="ledger_by_subject"),
            models.Index(fields=["kind", "recorded_at"], name="ledger_by_kind"),
        ]
