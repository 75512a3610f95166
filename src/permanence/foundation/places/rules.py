"""What places exist, which lies in which, and how a place a feed names is told apart from the others."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from enum import StrEnum
from uuid import UUID

CODE_LENGTH = 60

# Whose patients die first of a missing page: intensive care and emergency, then theatres, births and newborns.
_FIRST = re.compile(
    r"\b(reanim\w*|rea|icu|intensi\w+|usi\w*|usc|surveillance continue"
    r"|(?<!post[- ])urgence\w*|emergenc\w*|sau|sauv|smur|uhcd|uhtcd)\b"
)
_SOON = re.compile(r"\b(bloc|operatoire\w*|theatre\w*|sspi|naissance\w*|obstetri\w+|maternit\w+|neonat\w*|dialys\w+)\b")


class LocationKind(StrEnum):
    """The physical kind of a place, from the largest to the smallest."""

    SITE = "site"
    BUILDING = "building"
    FLOOR = "floor"
    WARD = "ward"
    ROOM = "room"
    BED = "bed"


class Urgency(StrEnum):
    """When a ward's paper is due, the most urgent first; the order of the members is the order of printing."""

    FIRST = "first"
    SOON = "soon"
    USUAL = "usual"
    LAST = "last"

    @property
    def rank(self) -> int:
        """Its place in the order of printing, from 0."""
        return list(Urgency).index(self)


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place as a PL field gives it; an empty text means not said."""

    ward: str = ""
    room: str = ""
    bed: str = ""
    facility: str = ""
    building: str = ""
    floor: str = ""


@dataclass(frozen=True, slots=True)
class PlaceIds:
    """The ward, room and bed a fact names; None for what it does not say."""

    ward: UUID | None = None
    room: UUID | None = None
    bed: UUID | None = None


NOWHERE = PlaceIds()


@dataclass(frozen=True, slots=True)
class WardDescription:
    """What a hospital's own list says of a ward, and of one room and bed in it when it lists those."""

    place: PlaceFact
    name: str = ""


@dataclass(frozen=True, slots=True)
class KnownWard:
    """A ward as it stands, with the codes of what it lies in; empty when it lies in none."""

    id: UUID
    code: str
    site: str = ""
    building: str = ""
    floor: str = ""


@dataclass(frozen=True, slots=True)
class WardPlan:
    """The facts that open a ward each, and the wards already known that a fact gives a site to."""

    opened: tuple[PlaceFact, ...]
    taken: dict[UUID, PlaceFact]


_NO_ID = UUID(int=0)


def code_of(text: str) -> str:
    """A code of at most 60 characters; a longer one keeps its start and a digest, so that two never become one."""
    code = text.strip()
    if len(code) <= CODE_LENGTH:
        return code
    return f"{code[: CODE_LENGTH - 9]}~{hashlib.sha256(code.encode()).hexdigest()[:8]}"


def ward_for(place: PlaceFact, known: Iterable[KnownWard]) -> KnownWard | None:
    """The ward a fact means, among wards of its code in the order they became known.

    A fact that names no site means the first ward of that code; one that names a site means the ward there, or
    one that nobody placed yet.
    """
    candidates = [ward for ward in known if ward.code == code_of(place.ward)]
    if not place.facility:
        return candidates[0] if candidates else None
    site = code_of(place.facility)
    for wanted in (site, ""):
        for ward in candidates:
            if ward.site == wanted:
                return ward
    return None


def plan_wards(facts: Iterable[PlaceFact], known: Iterable[KnownWard]) -> WardPlan:
    """Which wards these facts open, and which ward nobody had placed each site takes.

    Facts that say most go first: the same facts in any order make the same plan.
    """
    wards, opened, taken = list(known), list[PlaceFact](), dict[UUID, PlaceFact]()
    for fact in sorted(facts, key=lambda f: (not f.facility, not f.floor, not f.building, astuple(f))):
        ward = ward_for(fact, wards)
        if ward is None:
            opened.append(fact)
            wards.append(KnownWard(_NO_ID, code_of(fact.ward), site=code_of(fact.facility)))
        elif fact.facility and not ward.site:
            taken[ward.id] = fact
            wards[wards.index(ward)] = replace(ward, site=code_of(fact.facility))
    return WardPlan(tuple(opened), taken)


def guessed_urgency(ward_name: str) -> Urgency:
    """First for intensive care and emergency, soon for theatres, births and dialysis, usual for the others.

    Read from the ward's name as French and English hospitals write it; a ward nobody recognises only waits its turn,
    and nothing is guessed to come last.
    """
    plain = unicodedata.normalize("NFKD", ward_name).encode("ascii", "ignore").decode().lower()
    return Urgency.FIRST if _FIRST.search(plain) else Urgency.SOON if _SOON.search(plain) else Urgency.USUAL


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts codes as people read them: 9 before 10, A9 before A10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|\D+", text))
