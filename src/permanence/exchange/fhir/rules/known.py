"""What is kept of resources that others refer to: places, people who care, drugs, devices."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from permanence.exchange.fhir.rules.coded import coded, label
from permanence.exchange.fhir.rules.elements import Element, element, elements, text
from permanence.exchange.fhir.rules.names import written
from permanence.foundation.places.rules import LocationKind, PlaceFact

# Location.physicalType (FHIR), HL7 tables 0305 and 3307, and the French location types; the words of all of them.
_KINDS = {
    "bd": LocationKind.BED, "b": LocationKind.BED, "lit": LocationKind.BED, "bed": LocationKind.BED,
    "ro": LocationKind.ROOM, "r": LocationKind.ROOM, "room": LocationKind.ROOM, "chambre": LocationKind.ROOM,
    "wa": LocationKind.WARD, "n": LocationKind.WARD, "ward": LocationKind.WARD, "uf": LocationKind.WARD,
    "hosp": LocationKind.WARD, "hu": LocationKind.WARD, "icu": LocationKind.WARD, "er": LocationKind.WARD,
    "service": LocationKind.WARD, "unité": LocationKind.WARD, "unit": LocationKind.WARD,
    "lvl": LocationKind.FLOOR, "level": LocationKind.FLOOR, "étage": LocationKind.FLOOR,
    "bu": LocationKind.BUILDING, "building": LocationKind.BUILDING, "bâtiment": LocationKind.BUILDING,
    "si": LocationKind.SITE, "site": LocationKind.SITE, "h": LocationKind.SITE,
}  # fmt: skip
_BELOW_A_WARD = frozenset({LocationKind.BED, LocationKind.ROOM})
_GONE = frozenset({"inactive", "entered-in-error"})
DEEPEST = 8
NO_PLACE = PlaceFact()


@dataclass(frozen=True, slots=True)
class KnownResource:
    """A resource by its words: `label` for people, `code`, `kind`, and the address of what it lies in, or stands for.

    `place` is a Location's whole place, once the places it lies in are found.
    """

    type: str
    label: str
    code: str = ""
    kind: str = ""
    within: str = ""
    place: PlaceFact = NO_PLACE

    @classmethod
    def of(cls, body: Element) -> "KnownResource":
        """What a resource says of itself."""
        type_ = text(body, "resourceType")
        return _READ.get(type_, _plain)(type_, body)


def pointers(body: Element) -> Element:
    """The Reference to what a resource lies in, or stands for."""
    return element(body, _WITHIN.get(text(body, "resourceType"), "partOf"))


def placed(chain: list[KnownResource]) -> PlaceFact:
    """The place of the first of a chain of Locations, each inside the next.

    Where no kind is said, what holds rooms or beds is a ward, and so is what holds nothing. A place that is only
    larger than a ward is no place of a patient.
    """
    kinds = [LocationKind(one.kind) if one.kind else None for one in chain]
    if LocationKind.WARD not in kinds:
        unsaid = [at for at, kind in enumerate(kinds) if kind is None]
        below = [at for at, kind in enumerate(kinds) if kind in _BELOW_A_WARD]
        ward = next((at for at in unsaid if not below or at > max(below)), None)
        if ward is not None:
            kinds[ward] = LocationKind.WARD
    codes: dict[LocationKind, str] = {}
    for one, kind in zip(chain, kinds, strict=True):
        if kind:
            codes.setdefault(kind, one.code)
    # A bed whose ward nobody names lies in its room, which is then all that is known.
    ward_code = codes.get(LocationKind.WARD) or codes.get(LocationKind.ROOM, "") or codes.get(LocationKind.BED, "")
    return PlaceFact(
        ward=ward_code if _BELOW_A_WARD & codes.keys() or LocationKind.WARD in codes else "",
        room=codes.get(LocationKind.ROOM, ""),
        bed=codes.get(LocationKind.BED, ""),
        facility=codes.get(LocationKind.SITE, ""),
        building=codes.get(LocationKind.BUILDING, ""),
        floor=codes.get(LocationKind.FLOOR, ""),
    )


def is_gone(body: Element) -> bool:
    """Whether a place is said to be out of use."""
    return text(body, "status") in _GONE


def with_place(one: KnownResource, place: PlaceFact) -> KnownResource:
    """A Location, with its whole place."""
    return replace(one, place=place)


def _person(type_: str, body: Element) -> KnownResource:
    return KnownResource(type_, written(body) or _number(body), _number(body))


def _role(type_: str, body: Element) -> KnownResource:
    practitioner = element(body, "practitioner")
    what = label(body, "specialty") or label(body, "code")
    return KnownResource(type_, text(practitioner, "display"), _number(body), what)


def _location(type_: str, body: Element) -> KnownResource:
    name = text(body, "name")
    kind = _kind(body)
    code = _number(body) or name or text(body, "id")
    return KnownResource(type_, name or code, code, kind)


def _kind(body: Element) -> str:
    told = [*elements(body, "physicalType"), *elements(body, "form"), *elements(body, "type")]
    for one in told:
        found = coded(one)
        said = (found.code.lower(), *found.label.lower().split()[:1])
        if kind := next((_KINDS[word] for word in said if word in _KINDS), None):
            return kind.value
    return ""


def _coded(type_: str, body: Element) -> KnownResource:
    found = coded(body, "code") or coded(body, "type")
    name = text(body, "deviceName", "name") or text(body, "distinctIdentifier")
    model = text(body, "modelNumber")
    words = " ".join(part for part in (found.label or name, model) if part)
    return KnownResource(type_, words or _ingredients(body), found.code)


def _ingredients(body: Element) -> str:
    told = (label(one, "itemCodeableConcept") for one in elements(body, "ingredient"))
    return ", ".join(one for one in told if one)


def _plain(type_: str, body: Element) -> KnownResource:
    return KnownResource(type_, text(body, "name") or label(body, "code") or _number(body), _number(body))


def _number(body: Element) -> str:
    return next((value for one in elements(body, "identifier") if (value := text(one, "value"))), "")


_READ: dict[str, Callable[[str, Element], KnownResource]] = {
    "Practitioner": _person,
    "RelatedPerson": _person,
    "PractitionerRole": _role,
    "Location": _location,
    "Medication": _coded,
    "Device": _coded,
    "Substance": _coded,
}
_WITHIN = {"PractitionerRole": "practitioner", "HealthcareService": "providedBy"}
# What is kept for others to refer to.
KEPT = frozenset({*_READ, "Organization", "HealthcareService", "CareTeam"}) - {"RelatedPerson", "Substance"}
