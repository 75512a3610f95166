"""Patients who may be taken for one another, found from their names and birth dates each time they are shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from permanence.care.patients.models import PatientName
from permanence.care.patients.rules import Homonymy, Likeness, NameUse, homonymy, worst

_OWN = (NameUse.BIRTH, NameUse.USED)
Name = tuple[UUID, Likeness]


def homonyms(patients: Collection[UUID]) -> dict[UUID, Homonymy]:
    """Patient -> the most dangerous likeness to another patient; who is like nobody is left out. Three queries."""
    own = _names(patient__in=patients)
    same_name = _names(whole_key__in={one.family_key + one.given_key for _, one in own})
    same_day = _names(
        patient__birth_date__in={one.birth_date for _, one in own if one.birth_date},
        family_key__in={one.family_key for _, one in own},
    )
    by_name, by_day = defaultdict(list), defaultdict(list)
    for name in same_name:
        by_name[name[1].family_key, name[1].given_key].append(name)
    for name in same_day:
        by_day[name[1].family_key, name[1].birth_date].append(name)
    found: dict[UUID, set[Homonymy]] = defaultdict(set)
    for patient, one in own:
        others = by_name[one.family_key, one.given_key] + by_day[one.family_key, one.birth_date]
        found[patient] |= {
            likeness for other, two in others if other != patient and (likeness := homonymy(one, two)) is not None
        }
    return {patient: likeness for patient, several in found.items() if (likeness := worst(several)) is not None}


def _names(**filters: Collection[UUID] | Collection[str] | Collection[date | None]) -> list[Name]:
    rows: Iterable[tuple[UUID, str, str, date | None]] = PatientName.objects.filter(
        use__in=_OWN, borne=True, patient__survivor__isnull=True, **filters
    ).values_list("patient_id", "family_key", "given_key", "patient__birth_date")
    return [(patient, Likeness(family, given, birth_date)) for patient, family, given, birth_date in rows]
