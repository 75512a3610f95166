"""The made-up hospital: how large it is, and everything it says, part by part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from permanence.command.exercises.rules.admissions import Admissions, Stay
from permanence.command.exercises.rules.agenda import Agenda
from permanence.command.exercises.rules.charts import Charts
from permanence.command.exercises.rules.emergencies import Emergencies
from permanence.command.exercises.rules.inpatients import Inpatients
from permanence.command.exercises.rules.oddities import Oddities
from permanence.command.exercises.rules.pack import Pack
from permanence.command.exercises.rules.people import People
from permanence.command.exercises.rules.scene import DAY, Scene, World
from permanence.command.exercises.rules.segments import Calendar, Identity, Sender, Sent
from permanence.command.exercises.rules.wards import Building, Staff

# The wards named in places.csv have this many beds in all; rates of the whole hospital are for these.
_WHOLE_BEDS = 881
# One message in so many is sent a second time, after some others.
_ONCE_TWICE, _REMEMBERED = 600, 20


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of the hospital there is; `emergencies_a_day` is for all three departments."""

    patients: int
    history_days: int
    appointments_a_day: float
    appointment_days: int
    emergencies_a_day: float
    occupancy: float
    wards: tuple[str, ...] = ()


def whole(pack: Pack) -> Scale:
    """The whole hospital."""
    about = pack.hospital
    return Scale(
        about["patients"],
        about["history_days"],
        about["appointments_a_day"],
        about["appointment_days"],
        about["emergency_visits_a_day"],
        about["occupancy"],
    )


def small(pack: Pack) -> Scale:
    """The wards marked `small`, and what goes with them."""
    about, less = pack.hospital, pack.hospital["small"]
    wards = tuple(ward.code for ward in pack.wards if ward.small)
    beds = sum(ward.beds for ward in pack.wards if ward.small)
    return Scale(
        less["patients"],
        less["history_days"],
        less["appointments_a_day"],
        about["appointment_days"],
        about["emergency_visits_a_day"] * beds / _WHOLE_BEDS,
        about["occupancy"],
        wards,
    )


class Hospital:
    """A hospital at an instant: the same for the same seed, scale and instant, made as it is asked for."""

    def __init__(self, pack: Pack, scale: Scale, *, seed: int, now: datetime) -> None:
        about = pack.hospital
        self.identity = Identity(about["namespace"], about["finess"], about["name"])
        self.scale = scale
        self.now = int(now.timestamp())
        self._calendar = Calendar()
        self.begins_at = self._calendar.at_hour(self.now - scale.history_days * DAY, 6)
        wards = [ward for ward in pack.wards if not scale.wards or ward.code in scale.wards]
        self.building = Building(wards, self.identity)
        people = People(pack, seed, scale.patients, self._calendar.local(self.now).date())
        self.world = World(pack, people, self.building, Staff(pack, seed, self.identity), self._calendar, seed)

    def sender(self, code: str, run: str) -> Sender:
        """One of the programs, numbering its messages under the name of a run."""
        return Sender(self.world.pack.senders[code], self.identity, run)

    def known_patients(self) -> Iterator[Sent]:
        """Part 1: everybody in the index (A28)."""
        office = Admissions(self.sender("GAM", "1"), self._calendar)
        sent = self._calendar.exact(self.begins_at)
        for index in range(self.scale.patients):
            yield office.knows(self.world.people.person(index), sent)

    def history(self) -> "History":
        """Part 2: stays and emergency visits, up to now."""
        return History(self)

    def charts(self, present: Iterable[Stay]) -> Iterator[Sent]:
        """Part 3: what the patient record and the laboratory told of those who are here."""
        charts = Charts(self.world, self.sender("DPI", "3"), self.sender("LIS", "3"))
        for stay in present:
            yield from charts.of(stay, self.now)

    def appointments(self) -> Iterator[Sent]:
        """Part 4: the agenda, from two days ago to its last day."""
        scale = self.scale
        agenda = Agenda(
            self.world,
            self.sender("AGENDA", "4"),
            a_day=scale.appointments_a_day,
            days=scale.appointment_days,
            now=self.now,
        )
        return agenda.messages()

    def oddities(self) -> Iterator[Sent]:
        """Part 5: some messages no standard allows."""
        office, laboratory, agenda = (self.sender(code, "5") for code in ("GAM", "LIS", "AGENDA"))
        odd = Oddities(self.world, office, laboratory, agenda, self.now)
        yield from odd.readable()
        yield from odd.unreadable()


class History:
    """Stays and emergency visits of the last days: `messages` tells them, and then `present` says who is here."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital
        admissions = Admissions(hospital.sender("GAM", "2"), hospital.world.calendar)
        self.scene = Scene(hospital.world, admissions, "2")
        self.inpatients = Inpatients(self.scene, hospital.scale.occupancy)
        self.inpatients.open(hospital.begins_at)
        Emergencies(self.scene, hospital.scale.emergencies_a_day).open(hospital.begins_at)

    def messages(self) -> Iterator[Sent]:
        """All that was told of stays, in order; now and then a message comes twice, as after a cut line."""
        sent: list[Sent] = []
        for rank, message in enumerate(self.scene.until(self._hospital.now)):
            yield message
            sent.append(message)
            if len(sent) == _REMEMBERED:
                if rank % _ONCE_TWICE < _REMEMBERED:
                    yield sent[0]
                sent.clear()

    def present(self) -> list[Stay]:
        """Who is here when all was told, in wards and emergencies."""
        return [stay for stay in self.scene.stays.values() if not stay.is_gone]
