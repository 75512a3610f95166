"""Patients of one ward who bear one family name: the wristband, not the name, tells them apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from permanence.care.patients.rules import compact


@dataclass(frozen=True, slots=True)
class Bearer:
    """The patient of a stay in a ward, under the family names borne at birth and in use."""

    stay: UUID
    patient: UUID
    ward: UUID | None
    family_names: tuple[str, ...]


def namesakes(bearers: Iterable[Bearer]) -> set[UUID]:
    """Stays whose patient shares a family name with another patient of the same ward, however it is written."""
    told = list(bearers)
    borne = {(one.ward, one.patient, key) for one in told for name in one.family_names if (key := compact(name))}
    count = Counter((ward, key) for ward, _, key in borne)
    return {one.stay for one in told if any(count[one.ward, compact(name)] > 1 for name in one.family_names)}
