"""Resources that others refer to: kept by their words, and found when something refers to them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.care.stays import queries as stays
from permanence.care.stays.queries import VisitNumber
from permanence.exchange.feeds import queries as feeds
from permanence.exchange.fhir import queries
from permanence.exchange.fhir.models import ReferredResource
from permanence.exchange.fhir.rules.elements import elements
from permanence.exchange.fhir.rules.format import FHIR, NAME
from permanence.exchange.fhir.rules.known import DEEPEST, KEPT, KnownResource, is_gone, placed, pointers, with_place
from permanence.exchange.fhir.rules.pointing import addresses_in
from permanence.exchange.fhir.rules.references import own_addresses, reference
from permanence.exchange.fhir.rules.resources import Resource, UnreadableMessage, parse
from permanence.exchange.fhir.rules.translate.context import Context, said_at
from permanence.exchange.fhir.rules.translate.departures import Departures, ToldOfDeparture, after, departures_in
from permanence.exchange.fhir.rules.translate.encounters import (
    ENCOUNTER,
    movements_of,
    number_if_any,
    number_in_stay,
    visit_if_any,
)
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.places import operations as places
from permanence.foundation.places.operations import WardDescription
from permanence.foundation.rows import insert, overwrite, take_turns

Key = tuple[str, str]
Told = Sequence[tuple[Resource, Context]]
_CONTENT = ("type", "label", "code", "kind", "within_authority", "within_address", "source", "occurred_at")
_LOCATION = "Location"
_ANYBODY = UUID(int=0)


class ReferringFHIR(FHIR):
    """The format, with what this box was told of the resources that others refer to."""

    def acquaint(self, told: Told, by: Actor) -> None:
        """Keep what these say of themselves, and give each what it refers to."""
        _recall(told)
        kept = [fact for resource, context in told for fact in _facts(resource, context)]
        if kept:
            remember(facts=kept, by=by)
        _introduce(told)
        _name_panels(told)
        _tell_who_left(told)
        if wards := list(_wards(told)):
            last = max(context.received_at for _, context in told)
            places.describe(facts=wards, by=by, occurred_at=last)


@dataclass(frozen=True, slots=True)
class ReferredFact:
    """A resource says what it is called; `within` is the address of what it lies in or stands for."""

    address: Key
    known: KnownResource
    within: Key | None
    occurred_at: datetime
    source: UUID


def remember(*, facts: Sequence[ReferredFact], by: Actor) -> None:
    """Keep what resources that others refer to say of themselves: a newer saying replaces an older one.

    Refuses nothing. Logs `fhir.resources_remembered` when anything changed.
    """
    with transaction.atomic():
        take_turns("fhir.resources")
        newest: dict[Key, ReferredFact] = {}
        for fact in facts:
            before = newest.get(fact.address)
            if before is None or fact.occurred_at >= before.occurred_at:
                newest[fact.address] = fact
        stored = queries.referred(newest)
        new = [fact for key, fact in newest.items() if key not in stored]
        changed = [
            (*_content(fact), stored[key].id)
            for key, fact in newest.items()
            if key in stored and fact.occurred_at >= stored[key].said_at and _differs(fact, stored[key])
        ]
        insert(
            ReferredResource, ("authority", "address", *_CONTENT), ((*fact.address, *_content(fact)) for fact in new)
        )
        overwrite(ReferredResource, _CONTENT, changed)
        if new or changed:
            ledger.record(
                kind="fhir.resources_remembered",
                subject="resources",
                by=by,
                occurred_at=max(fact.occurred_at for fact in facts),
                facts={"count": len(facts), "new": len(new), "changed": len(changed), "sha256": _digest(facts)},
            )


def _recall(told: Told) -> None:
    """Give each deletion what it deletes, as it was last told: it is then taken back as if it had been an error."""
    just_told: dict[tuple[str, str, str], Resource] = {}
    for resource, context in told:
        key = context.feed, resource.type, resource.id
        if not resource.is_deletion:
            just_told[key] = resource
        elif resource.id:
            resource.before = just_told.get(key) or _last_told(resource, context)


def _last_told(resource: Resource, context: Context) -> Resource | None:
    raw = feeds.last_kept(feed=context.feed, format_name=NAME, number=f"{resource.type}/{resource.id}")
    try:
        before = parse(raw, "") if raw else None
    except UnreadableMessage:
        return None
    return before if before and before.body else None


def _facts(resource: Resource, context: Context) -> Iterable[ReferredFact]:
    if resource.is_deletion or resource.type not in KEPT | {ENCOUNTER}:
        return
    known, within = KnownResource.of(resource.body), reference(pointers(resource.body), resource, context).address
    if resource.type == ENCOUNTER:
        number = number_if_any(resource, context)
        if number is None:
            return
        known = KnownResource(ENCOUNTER, "", number.value, number.authority)
    for address in own_addresses(resource, context):
        yield ReferredFact(
            address.key, known, within.key if within else None, said_at(resource, context), context.source
        )


def _content(fact: ReferredFact) -> tuple[object, ...]:
    known, within = fact.known, fact.within or ("", "")
    return (known.type, known.label, known.code, known.kind, *within, fact.source, fact.occurred_at)


def _differs(fact: ReferredFact, row: queries.ReferredRow) -> bool:
    known = fact.known
    said = (known.type, known.label, known.code, known.kind, fact.within)
    return said != (row.type, row.label, row.code, row.kind, row.within)


def _digest(facts: Sequence[ReferredFact]) -> str:
    words = "\n".join(f"{fact.address} {fact.known} {fact.within}" for fact in facts)
    return hashlib.sha256(words.encode()).hexdigest()


def _introduce(told: Told) -> None:
    """Give each resource what was told of those it refers to, and of what these lie in."""
    wanted = {id(resource): addresses_in(resource.before or resource, context) for resource, context in told}
    rows = _with_surroundings({key for keys in wanted.values() for key in keys})
    known = {key: _resolved(key, rows) for key in rows}
    for resource, _ in told:
        resource.told = {key: known[key] for key in wanted[id(resource)] if key in known}
        if resource.before:
            resource.before.told = resource.told


def _with_surroundings(keys: set[Key]) -> dict[Key, queries.ReferredRow]:
    rows: dict[Key, queries.ReferredRow] = {}
    for _ in range(DEEPEST):
        if not keys:
            break
        found = queries.referred(keys)
        rows |= found
        keys = {row.within for row in found.values() if row.within} - rows.keys()
    return rows


def _resolved(key: Key, rows: dict[Key, queries.ReferredRow]) -> KnownResource:
    """What a resource is, with the words of the person it stands for, its whole place, or the whole of its stay."""
    chain: list[queries.ReferredRow] = []
    at: Key | None = key
    while at in rows and len(chain) < DEEPEST:
        chain.append(rows[at])
        at = rows[at].within
    first, last = (_known(row) for row in (chain[0], chain[-1]))
    if first.type == ENCOUNTER:
        return last if last.type == ENCOUNTER else first
    if first.type == _LOCATION:
        return with_place(first, placed([_known(row) for row in chain if row.type == _LOCATION]))
    if not first.label and len(chain) > 1:
        return KnownResource(first.type, chain[1].label, first.code, first.kind)
    return first


def _known(row: queries.ReferredRow) -> KnownResource:
    return KnownResource(row.type, row.label, row.code, row.kind)


def _name_panels(told: Told) -> None:
    """Tell observations the name of the report they are lines of, when both came together."""
    panels: dict[Key, str] = {}
    for resource, context in told:
        label = KnownResource.of(resource.body).label if resource.type in {"DiagnosticReport", "Observation"} else ""
        lines = [*elements(resource.body, "result"), *elements(resource.body, "hasMember")] if label else []
        for one in lines:
            if address := reference(one, resource, context).address:
                panels[address.key] = label
    if panels:
        for resource, context in told:
            if resource.type == "Observation":
                names = (panels.get(address.key, "") for address in own_addresses(resource, context))
                resource.panel = next((name for name in names if name), "")


def _tell_who_left(told: Told) -> None:
    """Give each Encounter what was told before it of its patient's departure, just now or long ago."""
    encounters = [(one, context, visit) for one, context in told if (visit := visit_if_any(one, context))]
    known = _departures_of({visit for _, _, visit in encounters}) if encounters else {}
    so_far: dict[tuple[VisitNumber, str], Departures] = {}
    for resource, context, visit in encounters:
        number, said = number_in_stay(resource, context, visit), said_at(resource, context)
        key = visit, number
        if key not in so_far:
            so_far[key] = after(Departures(), known.get(visit, ()), number)
        resource.departures = so_far[key]
        # Whose they are makes no difference to when somebody left.
        facts = movements_of(resource, context, _ANYBODY).movements
        so_far[key] = after(so_far[key], departures_in(facts, said), number)


def _departures_of(visits: set[VisitNumber]) -> dict[VisitNumber, list[ToldOfDeparture]]:
    told = stays.departures_told(visits)
    said = feeds.sent_at({one.source for ones in told.values() for one in ones})
    return {
        visit: [
            ToldOfDeparture(one.movement_number, one.action, said[one.source]) for one in ones if one.source in said
        ]
        for visit, ones in told.items()
    }


def _wards(told: Told) -> Iterable[WardDescription]:
    """The wards, rooms and beds that Locations describe; one out of use adds nothing to the map."""
    for resource, context in told:
        if resource.type != _LOCATION or resource.is_deletion or is_gone(resource.body):
            continue
        for address in own_addresses(resource, context):
            known = resource.told.get(address.key)
            if known and known.place.ward:
                is_ward = not (known.place.room or known.place.bed)
                yield WardDescription(known.place, known.label if is_ward else "")
                break
