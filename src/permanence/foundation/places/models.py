"""One table of places, each inside another (FHIR Location)."""

from django.db import models

from permanence.foundation import clock
from permanence.foundation.places.rules import LocationKind, Urgency
from permanence.foundation.records import Record


class Location(Record):
    """A site, building, floor, ward, room or bed; `part_of` is what it lies in."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in LocationKind])
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=160)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    # The ward a room or bed belongs to, kept beside `part_of` so that a ward's beds are one indexed read.
    ward = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part_of", "kind", "code"], name="places_one_code_in_a_place"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=models.Q(part_of__isnull=True), name="places_one_code_at_the_top"
            ),
        ]
        indexes = [models.Index(fields=["kind", "code"], name="places_by_kind_and_code")]


class WardVersion(models.Model):
    """A number that grows in every transaction that changes what a ward's screen shows: its cache key and ETag."""

    ward = models.OneToOneField(Location, on_delete=models.PROTECT, primary_key=True, related_name="version")
    number = models.BigIntegerField(default=1)
    # When the box learned of the last change: how old a ward's picture is, whatever hour the change happened at.
    changed_at = models.DateTimeField(default=clock.now)


class WardUrgency(Record):
    """When people said a ward's paper is due; the newest row holds, an empty one gives it back to the guess."""

    ward = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=5, blank=True, choices=[(one.value, one.value) for one in Urgency])
    by = models.CharField(max_length=80)
