"""Reads of places: the wards, their beds, their names and their versions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from permanence.foundation.places.models import Location, WardUrgency, WardVersion
from permanence.foundation.places.rules import (
    NOWHERE,
    KnownWard,
    LocationKind,
    PlaceFact,
    PlaceIds,
    Urgency,
    code_of,
    guessed_urgency,
    natural_key,
    ward_for,
)
from permanence.foundation.rows import read

__all__ = [
    "NOWHERE", "BedRow", "LocationKind", "PlaceFact", "PlaceIds", "Urgency", "UrgencyRow", "WardRow", "WardVersionRow",
    "addresses", "beds_of", "known_places", "known_wards", "labels", "natural_key", "ward", "ward_version",
    "ward_versions", "wards", "wards_by_urgency",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WardRow:
    """A ward, what it lies in (names, empty when unknown), and how many rooms and beds are known in it."""

    id: UUID
    code: str
    name: str
    site: str
    building: str
    floor: str
    rooms: int
    beds: int


@dataclass(frozen=True, slots=True)
class BedRow:
    """A bed, the ward it is in and its room (None and an empty name when the bed is in none)."""

    id: UUID
    label: str
    ward: UUID
    room: UUID | None
    room_label: str


@dataclass(frozen=True, slots=True)
class WardVersionRow:
    """How many times what a ward shows may have changed, and when the box learned of the last change."""

    number: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class UrgencyRow:
    """When a ward's paper is due; who said so, and when, or an empty name when it was guessed from the ward's name."""

    ward: UUID
    code: str
    name: str
    urgency: Urgency
    said_by: str
    said_at: datetime | None


def wards_by_urgency() -> list[UrgencyRow]:
    """Every ward in the order of printing: by what people said of its urgency, else by the guess, then by name."""
    columns = ("ward_id", "urgency", "by", "occurred_at")
    # The newest row of a ward is the last one met.
    said = {row[0]: row[1:] for row in WardUrgency.objects.order_by("occurred_at", "id").values_list(*columns)}
    rows = []
    for one in wards():
        urgency, by, at = said.get(one.id, ("", "", None))
        if urgency:
            rows.append(UrgencyRow(one.id, one.code, one.name, Urgency(urgency), by, at))
        else:
            rows.append(UrgencyRow(one.id, one.code, one.name, guessed_urgency(one.name), "", None))
    return sorted(rows, key=lambda row: row.urgency.rank)


def wards() -> list[WardRow]:
    """Every ward, by name as people sort them."""
    return sorted(_ward_rows(Q()), key=lambda row: (natural_key(row.name), row.id))


def ward(ward_id: UUID) -> WardRow | None:
    """One ward, or None."""
    rows = _ward_rows(Q(id=ward_id))
    return rows[0] if rows else None


def beds_of(ward_ids: Collection[UUID]) -> list[BedRow]:
    """Every bed of these wards, room by room as people sort them; one query."""
    rows = Location.objects.filter(kind=LocationKind.BED, ward_id__in=ward_ids)
    beds = [
        BedRow(id_, name, ward_id, room_id if kind == LocationKind.ROOM else None, room if kind == "room" else "")
        for id_, name, ward_id, room_id, kind, room in rows.values_list(
            "id", "name", "ward_id", "part_of_id", "part_of__kind", "part_of__name"
        )
    ]
    return sorted(beds, key=lambda bed: (natural_key(bed.room_label), natural_key(bed.label), bed.id))


def bed(bed_id: UUID) -> BedRow | None:
    """One bed, or None."""
    found = Location.objects.filter(id=bed_id, kind=LocationKind.BED).values_list("ward_id", flat=True).first()
    return next((row for row in beds_of([found]) if row.id == bed_id), None) if found else None


def labels(ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of places of any kind; one query."""
    return dict(Location.objects.filter(id__in=ids).values_list("id", "name"))


def addresses(beds: Collection[UUID]) -> dict[UUID, str]:
    """Where somebody who walks there finds each bed: its ward, room and name; one query."""
    rows = Location.objects.filter(id__in=beds, kind=LocationKind.BED)
    found = rows.values_list("id", "ward__name", "part_of__kind", "part_of__name", "name")
    return {
        id_: " ".join(filter(None, (ward_name, room if kind == LocationKind.ROOM else "", name)))
        for id_, ward_name, kind, room, name in found
    }


def ward_versions(ward_ids: Collection[UUID]) -> dict[UUID, int]:
    """The version of each ward: it has grown whenever what the ward shows may have changed."""
    return dict(WardVersion.objects.filter(ward_id__in=ward_ids).values_list("ward_id", "number"))


def ward_version(ward_id: UUID) -> WardVersionRow | None:
    """The version of one ward, None when there is no such ward; one query on the path of every poll."""
    rows = read(WardVersion, ("number", "changed_at"), "ward", [ward_id])
    return WardVersionRow(*rows[0]) if rows else None


def ward_changes(ward_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the box learned of the last change of each ward; one query."""
    return dict(WardVersion.objects.filter(ward_id__in=ward_ids).values_list("ward_id", "changed_at"))


def known_wards(codes: Collection[str]) -> list[KnownWard]:
    """The wards of these codes, in the order they became known, with the codes of what they lie in."""
    rows = Location.objects.filter(kind=LocationKind.WARD, code__in=codes).order_by("id")
    above = ("part_of", "part_of__part_of", "part_of__part_of__part_of")
    names = [f"{step}__{column}" for step in above for column in ("kind", "code")]
    return [_known_ward(row) for row in rows.values_list("id", "code", *names)]


def known_places(facts: Collection[PlaceFact]) -> dict[PlaceFact, PlaceIds]:
    """The places of those facts that are known whole; two queries."""
    wards_of_codes = known_wards({code_of(fact.ward) for fact in facts if fact.ward})
    found = {fact: known for fact in facts if fact.ward and (known := ward_for(fact, wards_of_codes))}
    # A ward met for the first time with its site is not known whole: its site is still to be written.
    settled = {fact: known for fact, known in found.items() if known.site or not fact.facility}
    inside = _inside(settled)
    places = {fact: _ids(fact, known.id, inside) for fact, known in settled.items()}
    return {fact: ids for fact, ids in places.items() if ids is not None}


def _inside(wards_of: dict[PlaceFact, KnownWard]) -> dict[tuple[UUID, str, str], UUID]:
    """(what it lies in, kind, code) -> id, of the rooms and beds these facts name."""
    codes = {code_of(text) for fact in wards_of for text in (fact.room, fact.bed) if text}
    if not codes:
        return {}
    rows = Location.objects.filter(ward_id__in={known.id for known in wards_of.values()}, code__in=codes)
    return {
        (within, kind, code): id_ for id_, within, kind, code in rows.values_list("id", "part_of_id", "kind", "code")
    }


def _ids(fact: PlaceFact, ward_id: UUID, inside: dict[tuple[UUID, str, str], UUID]) -> PlaceIds | None:
    room = inside.get((ward_id, LocationKind.ROOM, code_of(fact.room))) if fact.room else None
    bed_id = inside.get((room or ward_id, LocationKind.BED, code_of(fact.bed))) if fact.bed else None
    if (fact.room and room is None) or (fact.bed and bed_id is None):
        return None
    return PlaceIds(ward_id, room, bed_id)


def _known_ward(row: Sequence[object]) -> KnownWard:
    id_, code, *above = row
    codes = {kind: str(name) for kind, name in zip(above[::2], above[1::2], strict=True) if kind}
    return KnownWard(
        id_,  # type: ignore[arg-type]
        str(code),
        site=codes.get(LocationKind.SITE, ""),
        building=codes.get(LocationKind.BUILDING, ""),
        floor=codes.get(LocationKind.FLOOR, ""),
    )


def _ward_rows(which: Q) -> list[WardRow]:
    above = ("part_of", "part_of__part_of", "part_of__part_of__part_of")
    names = [f"{step}__{column}" for step in above for column in ("kind", "name")]
    rows = Location.objects.filter(which, kind=LocationKind.WARD).values_list("id", "code", "name", *names)
    counts = _counts(which)
    found = []
    for id_, code, name, *chain in rows:
        within = {kind: label for kind, label in zip(chain[::2], chain[1::2], strict=True) if kind}
        site, building, floor = (within.get(kind, "") for kind in ("site", "building", "floor"))
        rooms, beds = counts.get((id_, "room"), 0), counts.get((id_, "bed"), 0)
        found.append(WardRow(id_, code, name, site, building, floor, rooms, beds))
    return found


def _counts(which: Q) -> dict[tuple[UUID, str], int]:
    within = Location.objects.filter(ward__in=Location.objects.filter(which, kind=LocationKind.WARD))
    counted = within.values_list("ward_id", "kind").annotate(number=Count("id")).order_by()
    return {(ward_id, kind): number for ward_id, kind, number in counted}
