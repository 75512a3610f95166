"""Sealed envelopes: a code that declares a blackout once, who tried, who opened one, and which are worthless."""

from django.db import models

from permanence.foundation.records import Record


class Envelope(Record):
    """A code sealed in an envelope, kept as a digest; `number` stands outside, `place` is where it lies."""

    number = models.PositiveIntegerField()
    salt = models.BinaryField()
    digest = models.BinaryField()
    expires_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    made_by = models.CharField(max_length=80)
    # The number of the printed card.
    sheet = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "number"], name="first_hour_one_envelope_a_number")]


class EnvelopeAttempt(Record):
    """Somebody typed a code; written before it is looked at, so that parallel guesses are all counted."""

    client = models.CharField(max_length=45)

    class Meta:
        indexes = [models.Index(fields=["occurred_at"], name="first_hour_attempts_by_hour")]


class EnvelopeOpening(Record):
    """An envelope opened; the one-to-one column is what makes a code work once, even for two at the same instant."""

    envelope = models.OneToOneField(Envelope, on_delete=models.PROTECT, related_name="opening")
    attempt = models.OneToOneField(EnvelopeAttempt, on_delete=models.PROTECT, related_name="opening")
    name = models.CharField(max_length=40)
    function = models.CharField(max_length=60)


class EnvelopeRevocation(Record):
    """An envelope made worthless: found open, lost, or replaced."""

    envelope = models.OneToOneField(Envelope, on_delete=models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=200)
    revoked_by = models.CharField(max_length=80)
