"""Endless traffic on top of what a box holds: the hospital's hours pass faster, its messages bear ordinary hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from permanence.command.exercises.rules.admissions import Admissions, Stay
from permanence.command.exercises.rules.agenda import Agenda
from permanence.command.exercises.rules.charts import Charts
from permanence.command.exercises.rules.emergencies import Emergencies
from permanence.command.exercises.rules.hospital import Hospital
from permanence.command.exercises.rules.inpatients import Inpatients
from permanence.command.exercises.rules.people import Person, ipp_of
from permanence.command.exercises.rules.scene import DAY, HOUR, Scene
from permanence.command.exercises.rules.segments import Calendar, Sent
from permanence.command.exercises.rules.wards import EMERGENCY_KINDS, Bed

# Messages a day: of an emergency visit, of an inpatient bed, of the charts of somebody present.
_OF_A_VISIT, _OF_A_BED, _OF_A_CHART = 3.4, 0.75, 1.6
_BETWEEN_REPORTS, _BETWEEN_PRESCRIPTIONS = 22 * HOUR, 40 * HOUR


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody the box says is here: enough to go on speaking of them."""

    ipp: str
    visit: str
    family: str
    given: str
    birth_date: date | None
    sex: str
    ward: str
    room: str
    bed: str
    admitted_at: int
    on_leave: bool


class HurriedCalendar(Calendar):
    """Days pass `speed` times as fast from an instant on; what is written are the hours of ordinary clocks."""

    def __init__(self, since: int, speed: float) -> None:
        super().__init__()
        self._since, self._speed = since, speed

    def written(self, at: int) -> int:
        """The instant of ordinary clocks for one of this calendar's."""
        return at if at <= self._since else int(self._since + (at - self._since) / self._speed)

    def due(self, at: int) -> float:
        """The same, to a fraction of a second."""
        return at if at <= self._since else self._since + (at - self._since) / self._speed


class Live:
    """What the hospital says from an instant on, at about `rate` messages a second."""

    def __init__(self, hospital: Hospital, present: Iterable[Here], *, since: int, rate: float, run: str) -> None:
        scale = hospital.scale
        beds = hospital.building.bed_count
        a_day = _OF_A_VISIT * scale.emergencies_a_day + (_OF_A_BED + _OF_A_CHART) * beds + scale.appointments_a_day
        self._calendar = HurriedCalendar(since, max(rate * DAY / a_day, 0.001))
        self._hospital = hospital
        world = replace(hospital.world, calendar=self._calendar)
        self._charts = Charts(world, hospital.sender("DPI", run), hospital.sender("LIS", run))
        self._scene = Scene(world, Admissions(hospital.sender("GAM", run), self._calendar), run)
        self._agenda = Agenda(
            world,
            hospital.sender("AGENDA", run),
            a_day=scale.appointments_a_day,
            days=scale.appointment_days,
            now=since,
        )
        self._inpatients = Inpatients(self._scene, scale.occupancy)
        self._emergencies = Emergencies(self._scene, scale.emergencies_a_day)
        self._now = since
        self._begin(present, since)

    def messages(self) -> Iterator[tuple[float, Sent]]:
        """Messages without end, each with the instant (seconds since 1970) it is due at."""
        while True:
            at, told = self._scene.step()
            due = self._calendar.due(at)
            for message in told:
                yield due, message

    def present(self) -> list[Stay]:
        """Who is here after all that was given out by `messages`."""
        return [stay for stay in self._scene.stays.values() if not stay.is_gone]

    def _begin(self, present: Iterable[Here], since: int) -> None:
        self._scene.begins = self._attend
        for here in present:
            if here.ward in self._hospital.building.wards:
                self._takes_up(here, since)
        taken = {stay.bed for stay in self._scene.stays.values() if stay.bed}
        for ward, beds in self._hospital.building.beds.items():
            for bed in beds:
                if bed not in taken:
                    self._scene.free[ward].add(bed)
                    self._inpatients.vacate(bed, since)
        self._emergencies.open(since)
        self._scene.later(since, self._books)

    def _attend(self, stay: Stay, at: int) -> None:
        """Whoever is here is treated and measured, as long as they are."""
        at = max(at, self._now)
        self._scene.later(at + self._scene.chance.exponential(_BETWEEN_REPORTS), self._is_measured, stay)
        self._scene.later(at + self._scene.chance.exponential(_BETWEEN_PRESCRIPTIONS), self._is_treated, stay)

    def _takes_up(self, here: Here, since: int) -> None:
        ward = self._hospital.building.wards[here.ward]
        is_emergency = ward.kind in EMERGENCY_KINDS
        beds = self._hospital.building.beds[here.ward]
        bed = next((bed for bed in beds if (bed.room, bed.label) == (here.room, here.bed)), None)
        stay = self._scene.taken_up(
            self._person(here), ward, visit=here.visit, patient_class="E" if is_emergency else "I", at=here.admitted_at
        )
        stay.on_leave = here.on_leave
        self._place(stay, bed, here)
        if is_emergency:
            self._scene.later(since + self._scene.chance.exponential(2 * HOUR), self._emergencies.leaves, stay)
        else:
            self._inpatients.goes_on(stay, since)

    def _place(self, stay: Stay, bed: Bed | None, here: Here) -> None:
        if bed:
            self._scene.lay(stay, bed)
        else:
            place = self._hospital.building.place(here.ward, here.room)
            self._scene.walk(stay, here.ward, here.room, place)

    def _person(self, here: Here) -> Person:
        people = self._hospital.world.people
        number = int(here.ipp[1:]) if here.ipp[1:].isdecimal() else people.count
        if number < people.count and here.ipp == ipp_of(number):
            return people.person(number)
        birth = f"{here.birth_date:%Y%m%d}" if here.birth_date else ""
        born = here.birth_date.toordinal() if here.birth_date else 0
        return people.person(0)._replace(
            number=number,
            ipp=here.ipp,
            ins="",
            family=here.family,
            given=here.given,
            given_names=here.given,
            used_family=here.family,
            used_given=here.given,
            birth=birth,
            born=born,
            sex=here.sex or "U",
            died="",
        )

    def _books(self, at: int) -> Iterator[Sent]:
        """Somebody calls for an appointment; some call to cancel it."""
        scale = self._hospital.scale
        self._scene.later(at + self._scene.chance.exponential(DAY / scale.appointments_a_day), self._books)
        yield from self._agenda.booked(at, self._scene.chance)

    def _is_measured(self, at: int, stay: Stay) -> Iterator[Sent]:
        if not stay.is_gone:
            self._scene.later(at + self._scene.chance.exponential(_BETWEEN_REPORTS), self._is_measured, stay)
            yield self._charts.report(stay, self._scene.chance, at)

    def _is_treated(self, at: int, stay: Stay) -> Iterator[Sent]:
        if not stay.is_gone:
            self._scene.later(at + self._scene.chance.exponential(_BETWEEN_PRESCRIPTIONS), self._is_treated, stay)
            drugs = self._charts.drugs(stay, self._scene.chance, self._scene.chance.between(1, 4))
            message, _orders = self._charts.prescription(stay, drugs, at)
            yield message
