"""Which beds are closed, and what decides whether one may be closed or opened again."""

from collections.abc import Iterable
from uuid import UUID

from permanence.care.beds.models import BedClosure
from permanence.care.beds.rules import BedFacts, Closure
from permanence.care.stays import queries as stays
from permanence.foundation.places import queries as places
from permanence.foundation.places.queries import BedRow


def open_closures(beds: Iterable[UUID] | None = None) -> dict[UUID, Closure]:
    """Closures that have not ended, by bed; of every bed when none is named."""
    rows = BedClosure.objects.filter(reopening=None)
    if beds is not None:
        rows = rows.filter(bed__in=list(beds))
    found = rows.values_list("id", "bed_id", "reason", "closed_by", "occurred_at")
    return {bed: Closure(id_, bed, reason, by, at) for id_, bed, reason, by, at in found}


def bed_facts(bed: UUID) -> BedFacts | None:
    """What decides over a bed, or None when there is no such bed."""
    row = places.bed(bed)
    if row is None:
        return None
    occupied = tuple(one.since for one in stays.in_beds() if one.bed == bed)
    label = f"{row.room_label} {row.label}".strip()
    return BedFacts(row.id, label, row.ward, open_closures([bed]).get(bed), occupied)


def bed_named(ward_code: str, label: str) -> BedRow | None:
    """The bed people call `A12` or `101 A12` in the ward of this code; None when none or several are called so."""
    wards = [ward.id for ward in places.wards() if ward_code in {ward.code, ward.name}]
    wanted = label.split()
    found = [bed for bed in places.beds_of(wards) if wanted in ([bed.label], [bed.room_label, bed.label])]
    return found[0] if len(found) == 1 else None
