"""The hospital at an instant of its history: who is in which bed, what is to happen next."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from permanence.command.exercises.rules.admissions import Admissions, Stay
from permanence.command.exercises.rules.chance import Chance
from permanence.command.exercises.rules.pack import Pack, Specialty, Ward
from permanence.command.exercises.rules.people import DECEASED, DOUBLES, THOUSAND, People, Person
from permanence.command.exercises.rules.segments import Calendar, Sent
from permanence.command.exercises.rules.wards import Bed, Building, Staff

HOUR = 3600
DAY = 86400
_TRIES = 600
_NEVER_COME = DECEASED | DOUBLES
# who -> (youngest, oldest) in years, and a sex when only one is meant.
_WHO: dict[str, tuple[float, float, str]] = {
    "adult": (16, 200, ""),
    "elder": (72, 200, ""),
    "child": (2, 18, ""),
    "infant": (0.1, 2, ""),
    "woman": (16, 200, "F"),
    "mother": (17, 46, "F"),
    "newborn": (0, 0.1, ""),
}

Call = Callable[..., Iterator[Sent]]


def fits(person: Person, who: str, day: int) -> bool:
    """Whether somebody is of the kind of patients meant, on a day (its number)."""
    youngest, oldest, sex = _WHO[who]
    years = (day - person.born) / 365.25
    return youngest <= years < oldest and (not sex or person.sex == sex)


def _unremarked(_stay: Stay, _at: int) -> None:
    """Nobody asked to be told."""


@dataclass(frozen=True, slots=True)
class World:
    """What does not change while time goes on."""

    pack: Pack
    people: People
    building: Building
    staff: Staff
    calendar: Calendar
    seed: int


class Scene:
    """Who is where, and the agenda of what happens next; time only goes forward."""

    def __init__(self, world: World, admissions: Admissions, run: str) -> None:
        self.world = world
        self.tell = admissions
        self.run = run
        self.chance = Chance(world.seed, "scene", run)
        self.stays: dict[str, Stay] = {}
        self.in_ward: dict[str, dict[str, Stay]] = {code: {} for code in world.building.wards}
        self.free: dict[str, set[Bed]] = {code: set() for code in world.building.wards}
        self.waiting: list[Stay] = []
        self.here: set[int] = set()
        # Those who died or whose number was merged into another: nobody comes back under these.
        self.closed: set[int] = set()
        self._agenda: list[tuple[int, int, Call, tuple[Any, ...]]] = []
        self._serial = count()
        self._visits = 0
        self.admitted = 0
        self.arrived = 0
        # Told of every stay that begins here.
        self.begins: Callable[[Stay, int], None] = _unremarked

    def later(self, at: float, call: Call, *arguments: Any) -> None:
        """At that instant, this happens."""
        heapq.heappush(self._agenda, (int(at), next(self._serial), call, arguments))

    def until(self, end: int) -> Iterator[Sent]:
        """All that is told up to an instant, in the order it happens."""
        while self._agenda and self._agenda[0][0] <= end:
            at, _, call, arguments = heapq.heappop(self._agenda)
            yield from call(at, *arguments)

    def step(self) -> tuple[int, Iterator[Sent]]:
        """The next thing that happens, and when; something always happens next once people come."""
        at, _, call, arguments = heapq.heappop(self._agenda)
        return at, call(at, *arguments)

    def day_of(self, at: int) -> int:
        """The number of the local day."""
        return self.world.calendar.day(at)

    def hour_of(self, at: int) -> float:
        """The hour on the hospital's clocks."""
        here = self.world.calendar.local(at)
        return here.hour + here.minute / 60

    def specialty(self, ward: Ward) -> Specialty:
        """What the ward takes in."""
        return self.world.pack.specialties[ward.kind]

    def somebody(self, who: str, at: int) -> Person:
        """A known patient of this kind who is not here; anybody of any kind when too few are known."""
        day, text = self.day_of(at), self.world.calendar.text(at)
        fallback: Person | None = None
        for _ in range(_TRIES):
            index = self.chance.below(self.world.people.count)
            if index in self.here or index in self.closed or index % THOUSAND in _NEVER_COME:
                continue
            person = self.world.people.person(index)
            if person.registered > text:
                continue
            if fits(person, who, day):
                return person
            fallback = fallback or person
        if fallback is None:
            raise ValueError("too few people for so many beds")
        return fallback

    def opened(self, person: Person, ward: Ward, at: int, *, patient_class: str, urgent: bool) -> Stay:
        """A new stay, in the ward but in no bed yet."""
        self._visits += 1
        if patient_class == "I":
            self.admitted += 1
        return self.taken_up(
            person, ward, at, visit=f"9{self.run}{self._visits:07d}", patient_class=patient_class, urgent=urgent
        )

    def taken_up(
        self, person: Person, ward: Ward, at: int, *, visit: str, patient_class: str, urgent: bool = False
    ) -> Stay:
        """A stay under a number that it has already."""
        self.here.add(person.number)
        stay = Stay(
            visit=visit,
            person=person,
            patient_class=patient_class,
            ward=ward,
            place=self.world.building.place(ward.code),
            admitted_at=at,
            doctor=self.world.staff.doctor(ward.code, self.chance),
            reason=self.chance.pick(self.world.pack.reasons[ward.kind]),
            arrived_at=at,
            urgent=urgent,
        )
        self.stays[stay.visit] = stay
        self.in_ward[ward.code][stay.visit] = stay
        self.begins(stay, at)
        return stay

    def lay(self, stay: Stay, bed: Bed) -> None:
        """Put somebody into a free bed, whatever place was theirs before; the bed they leave is theirs to give back."""
        self.free[bed.ward].discard(bed)
        self.walk(stay, bed.ward, bed.room, bed.place)
        stay.bed = bed

    def walk(self, stay: Stay, ward: str, room: str, place: str) -> None:
        """Somebody is now in a ward without a bed."""
        del self.in_ward[stay.ward.code][stay.visit]
        self.in_ward[ward][stay.visit] = stay
        stay.ward, stay.room, stay.place, stay.bed = self.world.building.wards[ward], room, place, None

    def close(self, stay: Stay) -> None:
        """The patient is here no more; their bed is theirs to give back."""
        stay.is_gone = True
        self.here.discard(stay.person.number)
        self.stays.pop(stay.visit, None)
        self.in_ward[stay.ward.code].pop(stay.visit, None)
        if stay in self.waiting:
            self.waiting.remove(stay)
