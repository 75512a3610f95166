"""Places of a hospital as messages write them (HL7 data types PL and XON)."""

from permanence.exchange.hl7v2.rules.segments import NULL, Repetition, Segment, remembered
from permanence.foundation.places.rules import PlaceFact

NOWHERE = PlaceFact()


def place_in(segment: Segment, n: int) -> PlaceFact:
    """The place of a PL; nowhere when neither ward, room nor bed is said, whatever the establishment."""
    return _place(segment.repetition(n)) if segment.raw(n) else NOWHERE


@remembered
def _place(place: Repetition) -> PlaceFact:
    ward, room, bed, facility = (_said(place, component) for component in (1, 2, 3, 4))
    if not (ward or room or bed):
        return NOWHERE
    return PlaceFact(ward, room, bed, facility, _said(place, 7), _said(place, 8))


def in_unit(place: PlaceFact, facility: str, unit: str) -> PlaceFact:
    """The place, in the unit responsible for the patient where no ward is said."""
    if place.ward or not unit:
        return place
    return PlaceFact(unit, place.room, place.bed, place.facility or facility, place.building, place.floor)


def facility_in(segment: Segment, n: int) -> str:
    """The establishment of a PL, said even where no ward is."""
    return _said(segment.repetition(n), 4)


def unit_in(segment: Segment, n: int) -> str:
    """The code of a unit of responsibility (ZBE-7, ZBE-8): XON.10, before version 2.5 XON.3, else its name."""
    return _unit(segment.repetition(n)) if segment.raw(n) else ""


@remembered
def _unit(unit: Repetition) -> str:
    return _said(unit, 10) or _said(unit, 3) or _said(unit, 1)


def _said(value: Repetition, component: int) -> str:
    text = value.text(component)
    return "" if text == NULL else text
