"""Reads of the agenda: who is expected, by day, place, practitioner or patient."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.care.agenda.models import Appointment, AppointmentChange
from permanence.care.agenda.rules import AppointmentState
from permanence.care.patients import queries as patients
from permanence.care.patients.queries import PatientRow
from permanence.foundation import clock
from permanence.foundation.board import Health, Sign

__all__ = [
    "AppointmentRow", "AppointmentState", "ChangeRow", "PatientRow", "Tally", "appointments", "board_signs",
    "changes_of", "coming", "of_patients", "places", "practitioners", "upcoming",
]  # fmt: skip

EXPECTED = Q(state=AppointmentState.BOOKED)
# Appointments this far ahead are what a hospital must be able to print tonight for tomorrow.
_ENOUGH = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment as it stands; `patient` is None for a blocked slot, after merges otherwise.

    `phone` is the one left for this appointment, else the patient's. An empty text is not said.
    """

    id: UUID
    number: str
    authority: str
    state: AppointmentState
    starts_at: datetime
    minutes: int | None
    reason: str
    practitioner: str
    place: str
    phone: str
    told_at: datetime
    patient: PatientRow | None

    @property
    def hour(self) -> str:
        """The hour it starts, in the hospital's time zone: `09:30`."""
        return f"{timezone.localtime(self.starts_at):%H:%M}"

    @property
    def ends_at(self) -> datetime | None:
        """When it should be over, None when nobody said how long it takes."""
        return None if self.minutes is None else self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What was once said of an appointment."""

    state: AppointmentState
    starts_at: datetime
    place: str
    practitioner: str
    said_at: datetime
    said_by: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are expected at a place or by a practitioner on a day, and how many appointments are off."""

    name: str
    expected: int
    off: int


def appointments(
    *,
    day: date | None = None,
    place: str | None = None,
    practitioner: str | None = None,
    patient: UUID | None = None,
) -> list[AppointmentRow]:
    """Appointments that fit everything given, by hour then place; all states. Four queries, whatever the number.

    `day` is a day of the hospital's time zone; `patient` stands for every file of that patient.
    """
    rows = Appointment.objects.all()
    if day is not None:
        rows = rows.filter(starts_at__gte=_midnight(day), starts_at__lt=_midnight(day + timedelta(days=1)))
    if place is not None:
        rows = rows.filter(place=place)
    if practitioner is not None:
        rows = rows.filter(practitioner=practitioner)
    if patient is not None:
        rows = rows.filter(patient__in=patients.files_of(patient))
    return _rows(rows.order_by("starts_at", "place", "practitioner", "id"))


def coming(first: date, days: int) -> list[AppointmentRow]:
    """What is booked for patients on so many days from `first` on, by practitioner, then hour; four queries."""
    rows = Appointment.objects.filter(
        EXPECTED, starts_at__gte=_midnight(first), starts_at__lt=_midnight(first + timedelta(days=days))
    )
    return _rows(rows.exclude(patient=None).order_by("practitioner", "starts_at", "place", "id"))


def of_patients(patients_wanted: Collection[UUID], first: date, days: int) -> list[AppointmentRow]:
    """What is booked for these patients, under any file of theirs, on so many days from `first` on, by hour."""
    rows = Appointment.objects.filter(
        EXPECTED,
        patient__in=patients.files_of_patients(patients_wanted),
        starts_at__gte=_midnight(first),
        starts_at__lt=_midnight(first + timedelta(days=days)),
    )
    return _rows(rows.order_by("starts_at", "place", "id"))


def upcoming(person: PatientRow, files: Collection[UUID], since: datetime) -> list[AppointmentRow]:
    """The appointments of a patient from then on, all states, by hour; `files` are all of the patient's. One query."""
    rows = Appointment.objects.filter(patient__in=files, starts_at__gte=since)
    return [_row(row, person) for row in rows.order_by("starts_at", "place", "practitioner", "id")]


def places(day: date) -> list[Tally]:
    """Every place with an appointment that day, by name."""
    return _tallies(day, "place")


def practitioners(day: date) -> list[Tally]:
    """Every practitioner with an appointment that day, by name."""
    return _tallies(day, "practitioner")


def changes_of(appointment: UUID) -> list[ChangeRow]:
    """Everything that was said of an appointment, oldest first."""
    rows = AppointmentChange.objects.filter(appointment=appointment).order_by("occurred_at", "id")
    return [
        ChangeRow(AppointmentState(row.state), row.starts_at, row.place, row.practitioner, row.occurred_at, row.said_by)
        for row in rows
    ]


def board_signs() -> list[Sign]:
    """Whether the agenda is known far enough ahead to be printed."""
    now = clock.now()
    last = Appointment.objects.filter(EXPECTED).aggregate(last=Max("starts_at"))["last"]
    if last is None:
        return [Sign(gettext_lazy("Agenda"), Health.OFF, None, _("No appointment is known."), "agenda:day")]
    today = sum(tally.expected for tally in places(timezone.localdate(now)))
    detail = _("{count} expected today; known until {day}.").format(
        count=today, day=f"{timezone.localtime(last):%d/%m/%Y}"
    )
    health = Health.GOOD if last - now >= _ENOUGH else Health.WATCH
    return [Sign(gettext_lazy("Agenda"), health, None, detail, "agenda:day")]


def _tallies(day: date, column: str) -> list[Tally]:
    rows = Appointment.objects.filter(starts_at__gte=_midnight(day), starts_at__lt=_midnight(day + timedelta(days=1)))
    counted = rows.values(column).annotate(expected=Count("id", EXPECTED), off=Count("id", ~EXPECTED)).order_by(column)
    return [Tally(row[column], row["expected"], row["off"]) for row in counted]


def _rows(found: QuerySet[Appointment]) -> list[AppointmentRow]:
    kept = list(found)
    known = patients.patients({row.patient_id for row in kept if row.patient_id})
    return [_row(row, known.get(row.patient_id) if row.patient_id else None) for row in kept]


def _row(row: Appointment, patient: PatientRow | None) -> AppointmentRow:
    return AppointmentRow(
        row.id,
        row.number,
        row.authority,
        AppointmentState(row.state),
        row.starts_at,
        row.minutes,
        row.reason,
        row.practitioner,
        row.place,
        row.phone or (patient.phone if patient else ""),
        row.told_at,
        patient,
    )


def _midnight(day: date) -> datetime:
    """The instant a day begins in the hospital's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
