"""What resources that others refer to said of themselves, and the keys by which feeds may post."""

from django.db import models

from permanence.foundation.records import Record


class ReferredResource(Record):
    """A place, a person who cares, a drug, a device or an encounter, by its words; `occurred_at`: when it said so last.

    `address` is how others refer to it, `within` what it lies in or stands for. Not a patient's data but for
    encounters, of which only the number of their stay is kept.
    """

    authority = models.TextField()
    address = models.TextField()
    type = models.TextField()
    label = models.TextField()
    code = models.TextField()
    kind = models.TextField()
    within_authority = models.TextField()
    within_address = models.TextField()
    source = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "authority"], name="fhir_one_resource_an_address"),
        ]


class FeedKey(Record):
    """What a feed shows to post resources; only its SHA-256 is kept, for 256 random bits need no slower digest."""

    # The feed's code, which need not have spoken yet.
    feed = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32, unique=True)
    # Its first characters, by which people tell keys apart.
    hint = models.CharField(max_length=12)
    made_by = models.CharField(max_length=80)


class FeedKeyRevocation(Record):
    """A key that opens nothing any more."""

    key = models.OneToOneField(FeedKey, on_delete=models.PROTECT, related_name="revocation")
    revoked_by = models.CharField(max_length=80)


class RefusedKey(Record):
    """Somebody showed a key that opens nothing; `client` is the address it came from."""

    client = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["client", "occurred_at"], name="fhir_refused_by_client")]
