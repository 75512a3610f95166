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


# Known patients are told this many at a time, so that what was interrupted goes on near where it was.
A_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what the hospital says, and about how many messages it has."""

    name: str
    about: int


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


def scale_named(name: str, pack: Pack) -> Scale:
    """`whole` or `small`."""
    return {"whole": whole, "small": small}[name](pack)


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

    def known_patients(self, start: int, end: int) -> Iterator[Sent]:
        """Everybody in the index from one place to another (A28)."""
        office = Admissions(self.sender("GAM", f"1{start // A_CHUNK:02}"), self._calendar)
        sent = self._calendar.exact(self.begins_at)
        for index in range(start, min(end, self.scale.patients)):
            yield office.knows(self.world.people.person(index), sent)

    def charts(self, present: Iterable[Stay]) -> Iterator[Sent]:
        """What the patient record and the laboratory told of those who are here."""
        charts = Charts(self.world, self.sender("DPI", "3"), self.sender("LIS", "3"))
        for stay in present:
            yield from charts.of(stay, self.now)

    def appointments(self) -> Iterator[Sent]:
        """The agenda, from two days ago to its last day."""
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
        """Some messages no standard allows."""
        office, laboratory, agenda = (self.sender(code, "5") for code in ("GAM", "LIS", "AGENDA"))
        odd = Oddities(self.world, office, laboratory, agenda, self.now)
        yield from odd.readable()
        yield from odd.unreadable()


class Telling:
    """Everything the hospital says, cut into parts that are told one after the other; each is the same every time."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital
        self._history: History | None = None

    def parts(self) -> tuple[Part, ...]:
        """The parts in the order they must be told, and about how many messages each has."""
        scale = self._hospital.scale
        known = [
            Part(f"known/{start // A_CHUNK}", min(A_CHUNK, scale.patients - start))
            for start in range(0, scale.patients, A_CHUNK)
        ]
        beds, days = self._hospital.building.bed_count, scale.history_days
        visits = scale.emergencies_a_day * days
        return (
            *known,
            Part("history", int(3.3 * visits + beds * (2 + 0.65 * days))),
            Part("charts", 11 * beds),
            Part("agenda", int(1.1 * scale.appointments_a_day * scale.appointment_days * 5 / 7)),
            Part("oddities", 18),
        )

    def messages(self, name: str) -> Iterator[Sent]:
        """The messages of a part; charts speak of those the history leaves here, so it runs in silence before them."""
        if name.startswith("known/"):
            start = int(name.removeprefix("known/")) * A_CHUNK
            return self._hospital.known_patients(start, start + A_CHUNK)
        if name == "history":
            self._history = History(self._hospital)
            return self._history.messages()
        if name == "charts":
            return self._hospital.charts(self.present())
        return self._hospital.appointments() if name == "agenda" else self._hospital.oddities()

    def present(self) -> list[Stay]:
        """Who is here when the history is told."""
        if self._history is None:
            self._history = History(self._hospital)
        for _ in self._history.messages():
            pass
        return self._history.present()


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
