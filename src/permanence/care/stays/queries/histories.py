"""All the stays of one person, with everything told of them, read in one round trip."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from permanence.care.stays.models import Movement as MovementRecord
from permanence.care.stays.models import Stay, StayLink
from permanence.care.stays.queries.movements import MovementRow, movement_rows
from permanence.care.stays.queries.stays import STAY_COLUMNS, StayRow, stay_row
from permanence.care.stays.queries.stored import LINK_COLUMNS, MOVEMENT_COLUMNS, movement_of_row, pairs_taken
from permanence.foundation.together import Found, Part, Sets, read_together

_PLACES = ("ward", "room", "bed")
_NAMES = tuple(f"{place}__name" for place in _PLACES)
_OF_STAYS = (("patient", "files"), ("absorbed_into", "stays"))
_READ = (
    Part(Stay, (*STAY_COLUMNS, "absorbed_into", *_NAMES), _OF_STAYS),
    Part(MovementRecord, ("stay", "historic", *MOVEMENT_COLUMNS, *_NAMES), (("stay", "parts"),)),
    Part(
        StayLink,
        LINK_COLUMNS,
        (("kept_patient", "files"), ("other_patient", "files")),
        where="told.other_patient_id IS NOT NULL",
    ),
)


@dataclass(frozen=True, slots=True)
class StayHistory:
    """A stay with the names of where it is, or was last, and all that was told of it."""

    stay: StayRow
    ward: str
    room: str
    bed: str
    movements: tuple[MovementRow, ...]


@dataclass(frozen=True, slots=True)
class Histories:
    """A person's stays, the newest first; which stays are read as part of which; (stay, patient it was taken from)."""

    stays: tuple[StayHistory, ...]
    absorbed: dict[UUID, UUID]
    taken: set[tuple[UUID, UUID]]


def histories(files: Collection[UUID]) -> Histories:
    """Every stay of the person these are all the files of, with what was told of it in the order it happened."""
    sets: Sets = {
        "files": files,
        "stays": Found(Stay, "id", (("patient", "files"),)),
        "parts": Found(Stay, "id", _OF_STAYS),
    }
    stays, movements, links = read_together(_READ, sets)
    standing = {row[0]: row for row in stays if row[-4] is None and row[1] in files}
    absorbed = {row[0]: row[-4] for row in stays if row[-4] in standing}
    told, names = _told(movements, standing, absorbed)
    lines = []
    for id_, row in standing.items():
        ward, room, bed = (name or "" for name in row[-3:])
        movements_of_stay = tuple(movement_rows(id_, told[id_], names))
        lines.append(StayHistory(stay_row(row[:-4]), ward, room, bed, movements_of_stay))
    newest_first = sorted(lines, key=lambda line: line.stay.latest_at, reverse=True)
    return Histories(tuple(newest_first), absorbed, pairs_taken(links))


def _told(
    movements: list[tuple[Any, ...]], standing: Collection[UUID], absorbed: dict[UUID, UUID]
) -> tuple[dict[UUID, list[Any]], dict[UUID | None, str]]:
    """Stay -> what was told of it; and the names of the places told of."""
    told: dict[UUID, list[Any]] = {stay: [] for stay in standing}
    names: dict[UUID | None, str] = {}
    for stay, historic, *row in movements:
        movement = movement_of_row(row[:-3])
        place = movement.place
        names |= dict(zip((place.ward, place.room, place.bed), row[-3:], strict=True))
        if (whole := absorbed.get(stay, stay)) in told:
            told[whole].append((movement, historic))
    return told, {id_: name for id_, name in names.items() if id_}
