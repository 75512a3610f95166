"""Patients who may be taken for one another, found from their names and birth dates each time they are shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from permanence.care.patients.models import Patient, PatientName
from permanence.care.patients.rules import Homonymy, Likeness, NameUse, homonymy, worst
from permanence.foundation.rows import read, read_pairs

_OWN = {NameUse.BIRTH, NameUse.USED}
_COLUMNS = ("patient", "use", "borne", "family_key", "given_key", "birth_date")
Name = tuple[UUID, Likeness]


def homonyms(patients: Collection[UUID]) -> dict[UUID, Homonymy]:
    """Patient -> the most dangerous likeness to another patient; who is like nobody is left out. Four queries."""
    own = _own(read(PatientName, _COLUMNS, "patient", patients))
    names = {one.family_key + one.given_key for _, one in own}
    days = {(one.birth_date, one.family_key) for _, one in own if one.birth_date}
    by_name, by_day = defaultdict(list), defaultdict(list)
    for name in _own(read(PatientName, _COLUMNS, "whole_key", names)):
        by_name[name[1].family_key, name[1].given_key].append(name)
    for name in _own(read_pairs(PatientName, _COLUMNS, ("birth_date", "family_key"), days)):
        by_day[name[1].family_key, name[1].birth_date].append(name)
    found = [
        (patient, other, likeness)
        for patient, one in own
        for other, two in by_name[one.family_key, one.given_key] + by_day[one.family_key, one.birth_date]
        if other != patient and (likeness := homonymy(one, two)) is not None
    ]
    absorbed = _absorbed({file for patient, other, _ in found for file in (patient, other)})
    kinds: dict[UUID, set[Homonymy]] = defaultdict(set)
    for patient, other, likeness in found:
        if not {patient, other} & absorbed:
            kinds[patient].add(likeness)
    return {patient: likeness for patient, several in kinds.items() if (likeness := worst(several)) is not None}


def _own(rows: Iterable[tuple[UUID, str, bool, str, str, date | None]]) -> list[Name]:
    return [
        (patient, Likeness(family, given, birth_date))
        for patient, use, borne, family, given, birth_date in rows
        if borne and use in _OWN
    ]


def _absorbed(files: Collection[UUID]) -> set[UUID]:
    return {file for file, survivor in read(Patient, ("id", "survivor"), "id", files) if survivor is not None}
