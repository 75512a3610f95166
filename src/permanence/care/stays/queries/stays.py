"""Stays as screens, sheets and exports show them, and who is where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from permanence.care.patients.queries import family_names, files_of, files_of_patients
from permanence.care.stays.models import Stay
from permanence.care.stays.queries.stored import POSITION_COLUMNS, position_of_row
from permanence.care.stays.rules import (
    IN_HOSPITAL,
    Bearer,
    StayClass,
    StayState,
    VisitNumber,
    counts_in_ward,
    namesakes,
)
from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.board import Queue
from permanence.foundation.rows import read

READERS_OF_CONTESTS = frozenset({Role.ADMISSIONS, Role.NIGHT_MANAGER, Role.CRISIS_CELL})
STATE_NAMES = {
    StayState.PLANNED: _("expected"),
    StayState.PRESENT: _("present"),
    StayState.ON_LEAVE: _("on leave"),
    StayState.GONE: _("gone"),
    StayState.CANCELLED: _("cancelled"),
}


@dataclass(frozen=True, slots=True)
class StayRow:
    """A stay as it stands; `patient` is the patient after merges, `since` when the patient came to that place.

    `contests` is the stay of another patient that holds the number this one came with. After the patient has gone,
    ward, room and bed are the last known.
    """

    id: UUID
    patient: UUID
    visit_authority: str
    visit_number: str
    numbered_here: bool
    contests: UUID | None
    state: StayState
    stay_class: StayClass
    ward: UUID | None
    room: UUID | None
    bed: UUID | None
    since: datetime | None
    planned_ward: UUID | None
    expected_arrival_at: datetime | None
    admitted_at: datetime | None
    expected_discharge_at: datetime | None
    discharged_at: datetime | None
    attending_doctor: str
    reason: str
    medical_unit: str
    nursing_unit: str
    confidential: bool
    latest_at: datetime

    @property
    def in_hospital(self) -> bool:
        """Whether the patient is here, or away on leave with a bed kept."""
        return self.state in IN_HOSPITAL


@dataclass(frozen=True, slots=True)
class InBed:
    """A patient in a bed, since when (None when nobody told)."""

    stay: UUID
    patient: UUID
    bed: UUID
    since: datetime | None


@dataclass(frozen=True, slots=True)
class ContestedRow:
    """A stay that came with a number which another patient's stay holds."""

    stay: StayRow
    held_by: StayRow


def stay_count() -> int:
    """How many stays are known; those that were merged count once."""
    return _standing().count()


def stays_by_visit(numbers: Collection[VisitNumber]) -> dict[VisitNumber, UUID]:
    """The stay of each number that is known; a number that was changed or merged leads to the stay that goes on."""
    columns = ("visit_authority", "visit_number", "id", "absorbed_into")
    rows = read(Stay, columns, "visit_number", {number.value for number in numbers})
    known = {VisitNumber(authority, value): absorbed_into or id_ for authority, value, id_, absorbed_into in rows}
    return {number: known[number] for number in numbers if number in known}


def stays(ids: Collection[UUID]) -> dict[UUID, StayRow]:
    """Stays by id; an absorbed one gives the stay it is part of, under both ids."""
    absorbed = dict(Stay.objects.filter(id__in=ids, absorbed_into__isnull=False).values_list("id", "absorbed_into_id"))
    # By key twice: asked in one query, "these or what absorbed them" reads every stay of the hospital.
    found = {row.id: row for row in _rows(Stay.objects.filter(id__in={*ids, *absorbed.values()}))}
    return found | {id_: found[kept] for id_, kept in absorbed.items() if kept in found}


def stay(stay_id: UUID) -> StayRow | None:
    """One stay, or None."""
    return stays([stay_id]).get(stay_id)


def stays_of(patient: UUID) -> list[StayRow]:
    """Every stay of a patient under any file, the newest first."""
    rows = _rows(_standing().filter(patient__in=files_of(patient)))
    return sorted(rows, key=lambda row: row.latest_at, reverse=True)


def absorbed_stays(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Absorbed stay -> the one of these it is read as part of."""
    return dict(Stay.objects.filter(absorbed_into__in=ids).values_list("id", "absorbed_into_id"))


def in_wards(wards: Collection[UUID]) -> list[StayRow]:
    """Who is in these wards now, patients on leave among them; one query."""
    return _counted(_standing().filter(state__in=IN_HOSPITAL, ward__in=wards))


def in_hospital() -> list[StayRow]:
    """Who is in the hospital now, patients without a known ward among them; one query."""
    return _counted(_standing().filter(state__in=IN_HOSPITAL))


def present_by_ward() -> dict[UUID | None, list[UUID]]:
    """The stays of those in the hospital by ward; None holds those whose ward nobody told."""
    wards: dict[UUID | None, list[UUID]] = {}
    for row in in_hospital():
        wards.setdefault(row.ward, []).append(row.id)
    return wards


def wards_of(patients: Collection[UUID]) -> set[UUID]:
    """The wards these patients are in now, under any file of theirs; two queries, none for nobody."""
    rows = read(Stay, ("ward", "state", "absorbed_into"), "patient", files_of_patients(patients))
    return {ward for ward, state, absorbed_into in rows if ward and state in IN_HOSPITAL and absorbed_into is None}


def expected_in_wards(wards: Collection[UUID], since: datetime, until: datetime) -> list[StayRow]:
    """Who is to come into these wards from home between two instants, or from another ward; one query.

    Nobody tells the hour of a planned transfer: it counts while the stay was spoken of within the week before.
    """
    from_home = Q(
        state=StayState.PLANNED, ward__in=wards, expected_arrival_at__gte=since, expected_arrival_at__lt=until
    )
    told_lately = since - timedelta(days=7)
    transfers = Q(state__in=IN_HOSPITAL, planned_ward__in=wards, latest_at__gte=told_lately)
    rows = _rows(_standing().filter(from_home | transfers))
    return [row for row in rows if not row.in_hospital or row.ward != row.planned_ward]


def leaving_wards(wards: Collection[UUID], until: datetime) -> list[StayRow]:
    """Who is expected to go home from these wards until then; one query."""
    return [row for row in in_wards(wards) if row.expected_discharge_at and row.expected_discharge_at < until]


def in_beds(patients: Collection[UUID] | None = None) -> list[InBed]:
    """Every patient in a bed, or whose bed is kept during a leave; one query. Of these patients alone, two."""
    rows = _standing().filter(state__in=IN_HOSPITAL, bed__isnull=False)
    if patients is not None:
        rows = rows.filter(patient__in=files_of_patients(patients))
    return [
        InBed(id_, survivor or file, bed, since)
        for id_, file, survivor, bed, since in rows.values_list(
            "id", "patient_id", "patient__survivor_id", "bed_id", "since"
        )
    ]


def namesakes_in_wards(wards: Collection[UUID]) -> set[UUID]:
    """Stays in these wards whose patient shares a family name, at birth or in use, with another there; two queries."""
    rows = in_wards(wards)
    names = family_names({row.patient for row in rows})
    return namesakes(Bearer(row.id, row.patient, row.ward, names.get(row.patient, ())) for row in rows)


def contested() -> list[ContestedRow]:
    """Stays that came with a number held by another patient's stay, the oldest first: a person must look."""
    rows = _rows(_contested())
    holders = stays({row.contests for row in rows if row.contests})
    return [ContestedRow(row, holders[row.contests]) for row in rows if row.contests in holders]


def board_queues() -> list[Queue]:
    """Numbers that two patients came with."""
    waiting = _contested().order_by("occurred_at").values_list("occurred_at", flat=True)
    oldest = waiting.first()
    return [
        Queue(
            name=_("Stay numbers given to two patients"),
            count=waiting.count() if oldest else 0,
            oldest_at=oldest,
            url_name="stays:contested",
            opens_to=READERS_OF_CONTESTS,
        )
    ]


def _standing() -> QuerySet[Stay]:
    return Stay.objects.filter(absorbed_into=None)


def _contested() -> QuerySet[Stay]:
    return _standing().filter(contests__isnull=False).exclude(state=StayState.CANCELLED).order_by("occurred_at")


def _counted(which: QuerySet[Stay]) -> list[StayRow]:
    as_of = clock.now()
    return [stay_row(row) for row in which.values_list(*_SELECTED) if counts_in_ward(position_of_row(row[7:]), as_of)]


def _rows(which: QuerySet[Stay]) -> list[StayRow]:
    return [stay_row(row) for row in which.values_list(*_SELECTED)]


STAY_COLUMNS = (
    "id", "patient", "patient__survivor", "visit_authority", "visit_number", "numbered_here", "contests",
    *POSITION_COLUMNS,
)  # fmt: skip
_IDS = {"patient", "patient__survivor", "contests", "ward", "room", "bed", "planned_ward"}
_SELECTED = tuple(f"{column}_id" if column in _IDS else column for column in STAY_COLUMNS)


def stay_row(row: Sequence[Any]) -> StayRow:
    """A stay from its `STAY_COLUMNS`."""
    id_, file, survivor, authority, number, numbered_here, contests, state, class_, *position = row
    held = (authority, number, numbered_here, contests)
    return StayRow(id_, survivor or file, *held, StayState(state), StayClass(class_), *position)
