"""Who a relative asks for, as the front desk may know it: a ward and a room, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from permanence.care.patients import queries as patients
from permanence.care.stays.queries.stays import StayRow, stays_of
from permanence.care.stays.rules.relatives import AskedFor, Person, is_the_one
from permanence.foundation.actors import Role
from permanence.foundation.places import queries as places

DESK = (Role.ADMISSIONS, Role.NIGHT_MANAGER)
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a relative may go: the room is empty when nobody told it, the ward too in the first minutes."""

    ward: str
    room: str


@dataclass(frozen=True, slots=True)
class Sought:
    """The patients in the hospital a question is about, and where the one is who may be named: None is nobody.

    Whoever asked for secrecy, and who has died, is nobody to the desk; `several` when two more may be meant.
    """

    patients: tuple[UUID, ...]
    shown: UUID | None
    where: Whereabouts | None
    several: bool


def sought(asked: AskedFor) -> Sought:
    """The answer to a relative's question, before it is accounted for."""
    found = dict(_in_hospital(asked))
    open_ones = {patient: stays[0] for patient, stays in found.items() if not any(stay.confidential for stay in stays)}
    if len(open_ones) != 1:
        return Sought(tuple(found), None, None, several=len(open_ones) > 1)
    ((patient, stay),) = open_ones.items()
    names = places.labels([place for place in (stay.ward, stay.room) if place])
    where = Whereabouts(names.get(stay.ward, "") if stay.ward else "", names.get(stay.room, "") if stay.room else "")
    return Sought(tuple(found), patient, where, several=False)


def _in_hospital(asked: AskedFor) -> Iterator[tuple[UUID, list[StayRow]]]:
    likely = patients.search(f"{asked.family} {asked.given}", birth_date=asked.birth_date, limit=_LOOKED_AT)
    for row in likely:
        if row.deceased_at is None and is_the_one(asked, _person(row)):
            here = [stay for stay in stays_of(row.id) if stay.in_hospital]
            if here:
                yield row.id, here


def _person(row: patients.PatientRow) -> Person:
    givens = (row.birth_given, row.used_given, row.birth_given_names, *row.birth_given_names.split())
    return Person((row.birth_family, row.used_family), givens, row.birth_date, row.phone)
