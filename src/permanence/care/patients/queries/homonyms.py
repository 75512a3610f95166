"""Patients who may be taken for one another, found from their names and birth dates each time they are shown."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from permanence.care.patients.models import PatientName
from permanence.care.patients.rules import Homonymy, Likeness, NameUse, homonymy, worst
from permanence.foundation.together import Part, Sets, read_together

# The survivor comes too: a file that lives on in another is like nobody.
NAME = ("patient", "patient__survivor", "use", "borne", "family_key", "given_key", "birth_date")
_OWN = {NameUse.BIRTH, NameUse.USED}
_BY_NAME = Part(PatientName, NAME, (("whole_key", "names"),))
_BY_DAY = Part(PatientName, NAME, pairs=("birth_date", "family_key", "days"))
Name = tuple[UUID, Likeness]


def names_alike(told: Iterable[tuple[Any, ...]]) -> dict[UUID, Homonymy]:
    """Patient -> the most dangerous likeness to another patient, of those whose names' columns these are; one query."""
    own = _own(told)
    found = [
        (patient, likeness)
        for (patient, one), others in zip(own, _others(own), strict=True)
        for other, two in others
        if other != patient and (likeness := homonymy(one, two)) is not None
    ]
    kinds: dict[UUID, set[Homonymy]] = defaultdict(set)
    for patient, likeness in found:
        kinds[patient].add(likeness)
    return {patient: likeness for patient, several in kinds.items() if (likeness := worst(several)) is not None}


def _others(own: list[Name]) -> list[list[Name]]:
    """For each name, whoever bears it, or was born that day into that family."""
    names = {one.family_key + one.given_key for _, one in own}
    days = {(one.birth_date, one.family_key) for _, one in own if one.birth_date}
    if not names:
        return [[] for _name in own]
    sets: Sets = {"names": names, "days": days} if days else {"names": names}
    found = read_together((_BY_NAME, _BY_DAY) if days else (_BY_NAME,), sets)
    by_name, by_day = defaultdict(list), defaultdict(list)
    for name in _own(found[0]):
        by_name[name[1].family_key, name[1].given_key].append(name)
    for name in _own(found[1]) if days else ():
        by_day[name[1].family_key, name[1].birth_date].append(name)
    return [by_name[one.family_key, one.given_key] + by_day[one.family_key, one.birth_date] for _, one in own]


def _own(rows: Iterable[tuple[Any, ...]]) -> list[Name]:
    return [
        (patient, Likeness(family, given, birth_date))
        for patient, survivor, use, borne, family, given, birth_date in rows
        if survivor is None and borne and use in _OWN
    ]
