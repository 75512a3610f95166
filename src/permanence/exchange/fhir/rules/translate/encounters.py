"""What an Encounter says of a stay: each thing that happened in it, as it stands now.

An Encounter is told again whole whenever something of it changes. Each of its movements has a number of its own, so
that what it says now corrects what it said before.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from permanence.care.stays.rules import Action, MovementFact, MovementKind, StayClass, VisitNumber
from permanence.exchange.feeds.rules.refusals import Reason, Refusal
from permanence.exchange.feeds.rules.told import Context, Movements
from permanence.exchange.fhir.rules.coded import codes, label, labels
from permanence.exchange.fhir.rules.elements import (
    Element,
    element,
    elements,
    extensions,
    instant,
    instant_in,
    is_whole_day,
    text,
)
from permanence.exchange.fhir.rules.references import reference_in, visit_in
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import known, own_address, own_number, said_at, stay_of, words
from permanence.exchange.fhir.rules.translate.departures import Departures
from permanence.foundation.places.rules import PlaceFact

ENCOUNTER = "Encounter"
_NOWHERE = PlaceFact()
# v3 ActCode.
_CLASSES = {
    "IMP": StayClass.INPATIENT, "ACUTE": StayClass.INPATIENT, "NONAC": StayClass.INPATIENT,
    "SS": StayClass.INPATIENT, "OBSENC": StayClass.INPATIENT, "EMER": StayClass.EMERGENCY,
    "PRENC": StayClass.PREADMIT, "AMB": StayClass.OUTPATIENT, "VR": StayClass.OUTPATIENT,
    "HH": StayClass.OUTPATIENT, "FLD": StayClass.EMERGENCY,
}  # fmt: skip
_LIES_HERE = frozenset({StayClass.INPATIENT, StayClass.OBSTETRICS})
_PLANNED, _ON_LEAVE = frozenset({"planned"}), frozenset({"onleave", "on-hold"})
_HERE = frozenset({"arrived", "triaged", "in-progress", "onleave", "on-hold"})
_OVER = frozenset({"finished", "discharged", "completed"})
_NEVER_WAS = frozenset({"cancelled", "entered-in-error", "discontinued"})
# HL7 table 0203: numbers of a stay; MN is the number of one movement in it.
_VISIT_KINDS = ("VN", "AN", "")
_HIDDEN = frozenset({"R", "V"})
_DOCTORS = ("ATND", "PPRF", "SPRF", "ADM", "")
_PART_TAKEN_BACK = (("in", MovementKind.TRANSFER),)
# Both ways to arrive: the class may have changed in between.
_TAKEN_BACK = (
    ("in", MovementKind.ADMIT),
    ("in", MovementKind.REGISTER),
    ("plan", MovementKind.PREADMIT),
)
_LEAVES = MovementKind.DISCHARGE
# What ended longer ago than this is history that is told late, not a patient who leaves.
_HISTORY = timedelta(days=2)
_AHEAD = timedelta(hours=24)


def visit_of(resource: Resource, context: Context) -> VisitNumber:
    """The number of the stay an Encounter is: the one people know, else its address.

    Of a part of another Encounter it is the number of the whole. Raises `Refusal` when nobody has told of that yet.
    """
    whole = reference_in(resource.body, resource, context, "partOf")
    if whole.address:
        told = resource.told.get(whole.address.key)
        if told is None:
            raise Refusal(Reason.UNKNOWN_STAY, location="Encounter.partOf")
        return VisitNumber(told.kind, told.code)
    return visit_in(whole.identifier, context) or number_of(resource, context)


def number_of(resource: Resource, context: Context) -> VisitNumber:
    """The number an Encounter has by itself."""
    return _stated(resource, context) or own_address(resource, context).visit


def number_if_any(resource: Resource, context: Context) -> VisitNumber | None:
    """The number an Encounter has by itself, None when it has none that means anything."""
    try:
        return number_of(resource, context)
    except Refusal:
        return None


def visit_if_any(resource: Resource, context: Context) -> VisitNumber | None:
    """The number of the stay an Encounter is; None of anything else, and of one that nothing is known of."""
    if resource.type != ENCOUNTER or (resource.is_deletion and not resource.before):
        return None
    try:
        return visit_of(resource.before or resource, context)
    except Refusal:
        return None


def number_in_stay(resource: Resource, context: Context, visit: VisitNumber) -> str:
    """What numbers the movements of an Encounter within their stay: the server needs not be said again."""
    return resource.id or own_number(resource, context).rpartition("|")[2] or visit.value


def visit_meant(resource: Resource, context: Context) -> VisitNumber | None:
    """The stay that a resource refers to; None when it names none."""
    said = stay_of(resource, context)
    if said.address:
        told = resource.told.get(said.address.key)
        return VisitNumber(told.kind, told.code) if told else said.address.visit
    return visit_in(said.identifier, context)


def movements_of(resource: Resource, context: Context, patient: UUID | None) -> Movements:
    """What an Encounter says of its stay."""
    if resource.type != ENCOUNTER or patient is None:
        return Movements()
    return Movements(tuple(_Told(resource, context, patient).movements()))


class _Told:
    """One Encounter, read."""

    def __init__(self, resource: Resource, context: Context, patient: UUID) -> None:
        self._resource, self._context, self._patient = resource, context, patient
        self._body = (resource.before or resource).body if resource.is_deletion else resource.body
        self._status = "entered-in-error" if resource.is_deletion else text(self._body, "status").lower()
        self._said = said_at(resource, context)
        self._visit = visit_of(resource.before or resource, context)
        self._number = number_in_stay(resource, context, self._visit)
        self._departures: Departures = resource.departures or Departures()
        self._is_part = bool(element(self._body, "partOf"))
        self._class = _class_of(self._body)

    def movements(self) -> Iterator[MovementFact]:
        """From the first to the last."""
        start, end = self._instant("start"), self._instant("end")
        if self._status in _NEVER_WAS:
            yield from self._taken_back(start)
        elif self._status in _PLANNED:
            yield self._movement(
                MovementKind.PREADMIT, "plan", self._said, place=self._last_place(), expected_at=start or self._said
            )
        elif self._status in _HERE | _OVER:
            begun = start or (end if self._status in _OVER else None) or self._said
            yield from self._stayed(min(begun, self._said), end)

    def _stayed(self, start: datetime, end: datetime | None) -> Iterator[MovementFact]:
        places = self._places(start)
        first = places[0][1] if places else self._unit()
        over = self._status in _OVER
        historic = bool(over and (end or self._said) < self._context.received_at - _HISTORY)
        arrival = MovementKind.ADMIT if self._class in _LIES_HERE else MovementKind.REGISTER
        kind = MovementKind.TRANSFER if self._is_part else arrival
        expected = None if over else self._discharge_expected(end)
        yield self._movement(kind, "in", start, place=first, historic=historic, expected_at=expected)
        for at, place, rank in places:
            if at > start:
                yield self._movement(MovementKind.TRANSFER, f"at{rank}", at, place=place, historic=historic)
        if self._status in _ON_LEAVE:
            yield self._movement(MovementKind.LEAVE, f"leave{self._said.isoformat()}", self._said)
        if self._is_part:
            return
        name, over_said_at = self._departures.name, self._departures.said_at
        if over:
            left = max(min(end or self._said, self._said), start)
            yield self._movement(MovementKind.DISCHARGE, name, left, historic=historic)
        elif over_said_at and over_said_at < self._said:
            # A version that only comes late was said before that of the departure, and opens nothing.
            yield self._movement(MovementKind.DISCHARGE, name, self._said, action=Action.CANCEL)

    def _taken_back(self, start: datetime | None) -> Iterator[MovementFact]:
        at = min(start or self._said, self._said)
        for name, kind in _PART_TAKEN_BACK if self._is_part else (*_TAKEN_BACK, (self._departures.name, _LEAVES)):
            yield self._movement(kind, name, at, action=Action.CANCEL)

    def _movement(
        self,
        kind: MovementKind,
        name: str,
        at: datetime,
        *,
        action: Action = Action.UPDATE,
        place: PlaceFact = _NOWHERE,
        historic: bool = False,
        expected_at: datetime | None = None,
    ) -> MovementFact:
        body = self._body
        return MovementFact(
            patient=self._patient,
            visit=self._visit,
            kind=kind,
            action=action,
            occurred_at=at,
            source=self._context.source,
            movement_number=f"{self._number}#{name}",
            cancels=kind if action is Action.CANCEL else None,
            historic=historic,
            stay_class=self._class,
            place=place,
            medical_unit=label(body, "serviceType")
            or words(self._resource, self._context, element(body, "serviceProvider")),
            attending_doctor=self._doctor(),
            reason=self._reason(),
            expected_at=expected_at,
            confidential=_confidential(body),
        )

    def _instant(self, end: str) -> datetime | None:
        period = element(self._body, "period") or element(self._body, "actualPeriod")
        said = text(period, end)
        moment = instant(said, self._context.time_zone)
        if moment and end == "end" and is_whole_day(said):
            # A stay that ends on a day ends with it, unless it was said earlier.
            moment = min(moment + timedelta(hours=23, minutes=59), max(self._said, moment))
        if moment and self._status not in _PLANNED and moment > self._context.received_at + _AHEAD and end == "start":
            return None
        return moment

    def _places(self, start: datetime) -> list[tuple[datetime, PlaceFact, int]]:
        """(since, place, rank) of each place the patient was in, in order.

        Of several at one instant the one still held counts, and of those the smallest: a bed is in its ward.
        """
        zone = self._context.time_zone
        found: dict[datetime, tuple[tuple[bool, int, int], PlaceFact, int]] = {}
        for rank, one in enumerate(elements(self._body, "location")):
            place = self._place(element(one, "location"))
            since = instant_in(one, zone, "period", "start") or start
            if place == _NOWHERE or since > self._said or text(one, "status") in {"planned", "reserved"}:
                continue
            weight = (text(one, "status") == "active", _exactness(place), rank)
            if since not in found or weight > found[since][0]:
                found[since] = (weight, place, rank)
        return [(since, place, rank) for since, (_, place, rank) in sorted(found.items(), key=lambda pair: pair[0])]

    def _last_place(self) -> PlaceFact:
        told = [self._place(element(one, "location")) for one in elements(self._body, "location")]
        return max(told, key=_exactness, default=_NOWHERE)

    def _unit(self) -> PlaceFact:
        """A patient without a place lies in the unit that treats them."""
        unit = label(self._body, "serviceType") if self._class in _LIES_HERE else ""
        return PlaceFact(ward=unit) if unit else _NOWHERE

    def _place(self, pointer: Element) -> PlaceFact:
        """The place told of a Location; where nothing was told, its own words name a ward."""
        told = known(self._resource, self._context, pointer)
        if told:
            return told.place
        return PlaceFact(ward=text(pointer, "display") or text(pointer, "identifier", "value"))

    def _doctor(self) -> str:
        told: dict[str, str] = {}
        for one in elements(self._body, "participant"):
            name = words(self._resource, self._context, element(one, "individual") or element(one, "actor"))
            kinds = [code.upper() for code in codes(one, "type")]
            if name:
                told.setdefault(next((kind for kind in _DOCTORS if kind in kinds), "" if not kinds else "?"), name)
        return next((told[kind] for kind in _DOCTORS if kind in told), "")

    def _reason(self) -> str:
        said = labels(self._body, "reasonCode") or labels(self._body, "reason")
        pointers = [
            *elements(self._body, "reasonReference"),
            *(element(one, "condition") for one in elements(self._body, "diagnosis")),
        ]
        named = (text(one, "display") for one in pointers)
        return said or next((name for name in named if name), "") or labels(self._body, "type")

    def _discharge_expected(self, end: datetime | None) -> datetime | None:
        for one in extensions(
            self._body, "fr-core-estimated-discharge-date", "fr-core-encounter-estimated-discharge-date"
        ):
            if moment := instant(text(one, "valueDate") or text(one, "valueDateTime"), self._context.time_zone):
                return moment
        return end if end and end > self._said else None


def _stated(resource: Resource, context: Context) -> VisitNumber | None:
    told: dict[str, VisitNumber] = {}
    for one in elements(resource.body, "identifier"):
        kinds = [code.upper() for code in codes(one, "type")]
        number = visit_in(one, context)
        if number and text(one, "use") != "old":
            told.setdefault(next((kind for kind in _VISIT_KINDS if kind in kinds), "" if not kinds else "?"), number)
    return next((told[kind] for kind in _VISIT_KINDS if kind in told), None)


def _class_of(body: Element) -> StayClass | None:
    for code in codes(body, "class"):
        return _CLASSES.get(code.upper(), StayClass.UNKNOWN)
    return None


def _confidential(body: Element) -> bool | None:
    """Whether nobody may be told that the patient is here: its security label is restricted, or very restricted."""
    security = element(body, "meta").get("security")
    return True if any(code.upper() in _HIDDEN for code in codes({"security": security}, "security")) else None


def _exactness(place: PlaceFact) -> int:
    return bool(place.ward) + 2 * bool(place.room) + 4 * bool(place.bed)
