"""Who works here, by unit and name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from permanence.people.directory.models import StaffMember
from permanence.people.directory.rules import sought

PAGE = 100


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who works here; an empty text is not said. `private_phone` is for whoever calls people in."""

    id: UUID
    matricule: str
    family: str
    given: str
    unit: str
    function: str
    grade: str
    work_phone: str
    private_phone: str
    told_at: datetime


def staff(*, text: str = "", unit: str = "", page: int | None = None) -> list[StaffRow]:
    """People by unit and name: all, those of a unit, those of whom every word typed is said; one page, or all."""
    chosen = Q(unit=unit) if unit else Q()
    for word in sought(text).split():
        chosen &= Q(words__contains=word)
    rows = StaffMember.objects.filter(chosen).order_by("unit", "family", "given", "matricule")
    window = rows if page is None else rows[PAGE * (page - 1) : PAGE * page]
    return [
        StaffRow(
            id=row.id,
            matricule=row.matricule,
            family=row.family,
            given=row.given,
            unit=row.unit,
            function=row.function,
            grade=row.grade,
            work_phone=row.work_phone,
            private_phone=row.private_phone,
            told_at=row.told_at,
        )
        for row in window
    ]


def units() -> list[str]:
    """Every unit somebody works in, by name."""
    return list(StaffMember.objects.exclude(unit="").values_list("unit", flat=True).distinct().order_by("unit"))


def staff_count() -> int:
    """How many people are known."""
    return StaffMember.objects.count()
