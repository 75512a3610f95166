"""What places exist and which lies in which."""

from dataclasses import dataclass
from enum import StrEnum


class LocationKind(StrEnum):
    """The physical kind of a place, from the largest to the smallest."""

    SITE = "site"
    BUILDING = "building"
    FLOOR = "floor"
    WARD = "ward"
    ROOM = "room"
    BED = "bed"


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place as a PL field gives it; an empty text means not said."""

    ward: str = ""
    room: str = ""
    bed: str = ""
    facility: str = ""
    building: str = ""
    floor: str = ""
