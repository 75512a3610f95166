"""What changes the map of the hospital: places learned from feeds, wards described by people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.places import queries
from permanence.foundation.places.models import Location, WardUrgency, WardVersion
from permanence.foundation.places.rules import (
    NOWHERE,
    LocationKind,
    PlaceFact,
    PlaceIds,
    Urgency,
    WardDescription,
    code_of,
    plan_wards,
    ward_for,
)
from permanence.foundation.rows import read

__all__ = [
    "NOWHERE", "Described", "NoSuchWard", "PlaceFact", "PlaceIds", "Urgency", "WardDescription", "describe",
    "ensure_places", "outdate", "set_urgency",
]  # fmt: skip

# Places are never deleted and a fact never changes place, so what was committed once stays true in every process.
_committed: dict[PlaceFact, PlaceIds] = {}
_MOST_REMEMBERED = 50_000

# What a place lies in, its code, and the ward it is of.
NamedPlace = tuple[UUID | None, str, UUID | None]


class NoSuchWard(Exception):
    """No ward has this id."""


@dataclass(frozen=True, slots=True)
class Described:
    """What describing wards changed."""

    wards: int
    created: int
    changed: int


def ensure_places(*, facts: Collection[PlaceFact], by: Actor, occurred_at: datetime) -> dict[PlaceFact, PlaceIds]:
    """Find the place each fact names, and add to the map what was never heard of: feeds know places before people do.

    A fact without a ward names no place. A new place is called by its code until somebody names it. Costs one query
    when all is known, a constant number otherwise. Logs `places.learned` when something was added.
    """
    wanted = {fact for fact in facts if fact.ward.strip()}
    places = dict.fromkeys(facts, NOWHERE)
    # No savepoint of its own: nothing is refused here, and a batch of messages has one around the whole of it.
    with transaction.atomic(savepoint=False):
        known = _remembered(wanted)
        if len(known) < len(wanted):
            known |= queries.known_places(wanted - known.keys())
        missing = wanted - known.keys()
        if missing:
            created = _learn(missing, occurred_at)
            known |= queries.known_places(missing)
            ledger.record(
                kind="places.learned", subject="places", by=by, occurred_at=occurred_at, facts={"created": created}
            )
        transaction.on_commit(lambda: _remember(known))
    return places | known


def describe(*, facts: Sequence[WardDescription], by: Actor, occurred_at: datetime) -> Described:
    """Give wards their names, building and floor, and add the rooms and beds a hospital lists before any feed does.

    A ward the list does not name stays as it is; an empty name or building leaves what was known. Logs
    `places.described`.
    """
    listed = [fact for fact in facts if fact.place.ward.strip()]
    with transaction.atomic():
        before = Location.objects.count()
        places = ensure_places(facts=[fact.place for fact in listed], by=by, occurred_at=occurred_at)
        changed = _apply(listed, places, occurred_at)
        outdate(wards=changed)
        report = Described(len({ids.ward for ids in places.values()}), Location.objects.count() - before, len(changed))
        ledger.record(
            kind="places.described",
            subject="places",
            by=by,
            occurred_at=occurred_at,
            facts={"wards": report.wards, "created": report.created, "changed": report.changed},
        )
    return report


def set_urgency(*, ward: UUID, urgency: Urgency | None, by: Actor, occurred_at: datetime) -> None:
    """From now on this ward's paper is printed in that turn, whatever its name; None: as guessed from its name again.

    Refuses what is no ward (`NoSuchWard`). Logs `places.urgency_set`.
    """
    with transaction.atomic():
        if not Location.objects.filter(id=ward, kind=LocationKind.WARD).exists():
            raise NoSuchWard(ward)
        said = WardUrgency.objects.create(ward_id=ward, urgency=urgency or "", by=str(by), occurred_at=occurred_at)
        facts = {"ward": str(ward), "urgency": urgency and urgency.value}
        ledger.record(kind="places.urgency_set", subject=said.pk, by=by, occurred_at=occurred_at, facts=facts)


def outdate(*, wards: Collection[UUID]) -> None:
    """Make every screen of these wards look again; belongs in the transaction of the change that made it needed.

    It tells nothing of the hospital, so the ledger entry is the caller's.
    """
    key, changed_at = Location._meta.pk, WardVersion._meta.get_field("changed_at")  # noqa: SLF001 (documented API)
    now = changed_at.get_db_prep_value(clock.now(), connection)
    # Plain SQL: on every message's path, and the ORM's own words cost more than the change. Sorted, so that two
    # transactions lock wards in one order.
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE places_wardversion SET number = number + 1, changed_at = %s WHERE ward_id = %s",
            [(now, key.get_db_prep_value(ward, connection)) for ward in sorted(wards)],
        )


def _apply(
    described: Sequence[WardDescription], places: dict[PlaceFact, PlaceIds], occurred_at: datetime
) -> list[UUID]:
    names = {places[fact.place].ward: fact.name.strip() for fact in described if fact.name.strip()}
    parents = _parents([fact.place for fact in described if fact.place.building or fact.place.floor], occurred_at)
    within = {places[fact].ward: parent for fact, parent in parents.items()}
    changed = []
    for ward in Location.objects.filter(id__in=[id_ for id_ in {*names, *within} if id_]):
        before = (ward.name, ward.part_of_id)
        ward.name, ward.part_of_id = names.get(ward.id, ward.name), within.get(ward.id, ward.part_of_id)
        if (ward.name, ward.part_of_id) != before:
            changed.append(ward)
    Location.objects.bulk_update(changed, ["name", "part_of"])
    return [ward.id for ward in changed]


def _remembered(facts: Iterable[PlaceFact]) -> dict[PlaceFact, PlaceIds]:
    """What this process knows to be committed, once it has seen that the database still holds the newest of it."""
    known = {fact: ids for fact in facts if (ids := _committed.get(fact))}
    newest = max((id_ for ids in known.values() for id_ in (ids.ward, ids.room, ids.bed) if id_), default=None)
    if newest is None or _is_there(newest):
        return known
    _committed.clear()
    return {}


def _is_there(place: UUID) -> bool:
    return bool(read(Location, ("id",), "id", [place]))


def _remember(known: dict[PlaceFact, PlaceIds]) -> None:
    if len(_committed) > _MOST_REMEMBERED:
        _committed.clear()
    _committed.update(known)


def _learn(facts: Collection[PlaceFact], occurred_at: datetime) -> int:
    """Add what these facts name and nobody knew, level by level; the number of places added."""
    count = Location.objects.count()
    wards = _learn_wards(facts, occurred_at)
    named_rooms = {(wards[fact], code_of(fact.room), wards[fact]) for fact in facts if fact.room}
    rooms = _ensure(LocationKind.ROOM, named_rooms, occurred_at)
    named_beds = {
        (rooms[wards[fact], code_of(fact.room)] if fact.room else wards[fact], code_of(fact.bed), wards[fact])
        for fact in facts
        if fact.bed
    }
    _ensure(LocationKind.BED, named_beds, occurred_at)
    return Location.objects.count() - count


def _learn_wards(facts: Collection[PlaceFact], occurred_at: datetime) -> dict[PlaceFact, UUID]:
    codes = {code_of(fact.ward) for fact in facts}
    plan = plan_wards(facts, queries.known_wards(codes))
    parents = _parents([*plan.opened, *plan.taken.values()], occurred_at)
    _place({ward: parents[fact] for ward, fact in plan.taken.items()})
    opened = _ensure(
        LocationKind.WARD, {(parents[fact], code_of(fact.ward), None) for fact in plan.opened}, occurred_at
    )
    WardVersion.objects.bulk_create([WardVersion(ward_id=id_) for id_ in opened.values()], ignore_conflicts=True)
    known = queries.known_wards(codes)
    return {fact: ward.id for fact in facts if (ward := ward_for(fact, known))}


def _place(parents: dict[UUID, UUID | None]) -> None:
    """Put wards of which no site was known where a fact now says they are."""
    wards = list(Location.objects.filter(id__in=parents))
    for ward in wards:
        ward.part_of_id = parents[ward.id]
    Location.objects.bulk_update(wards, ["part_of"])


def _parents(facts: Collection[PlaceFact], occurred_at: datetime) -> dict[PlaceFact, UUID | None]:
    """The smallest place each fact's ward lies in: its floor, else its building, else its site, else nothing."""
    parents: dict[PlaceFact, UUID | None] = dict.fromkeys(facts, None)
    for kind, column in (
        (LocationKind.SITE, "facility"),
        (LocationKind.BUILDING, "building"),
        (LocationKind.FLOOR, "floor"),
    ):
        codes = {fact: code_of(getattr(fact, column)) for fact in facts}
        ids = _ensure(kind, {(parents[fact], code, None) for fact, code in codes.items() if code}, occurred_at)
        parents |= {fact: ids[parents[fact], code] for fact, code in codes.items() if code}
    return parents


def _ensure(
    kind: LocationKind, named: Collection[NamedPlace], occurred_at: datetime
) -> dict[tuple[UUID | None, str], UUID]:
    """The places of one kind by (what they lie in, code), created where missing; `named` adds the ward they are of."""
    if not named:
        return {}
    found = _existing(kind, named)
    missing = [entry for entry in named if entry[:2] not in found]
    if not missing:
        return found
    Location.objects.bulk_create(
        [
            Location(kind=kind, code=code, name=code, part_of_id=within, ward_id=ward, occurred_at=occurred_at)
            for within, code, ward in missing
        ],
        # Another process may be learning the same place; whoever came first gave it its id.
        ignore_conflicts=True,
    )
    return _existing(kind, named)


def _existing(kind: LocationKind, named: Collection[NamedPlace]) -> dict[tuple[UUID | None, str], UUID]:
    rows = Location.objects.filter(kind=kind, code__in={code for _, code, _ in named})
    return {(within, code): id_ for id_, within, code in rows.values_list("id", "part_of_id", "code")}
