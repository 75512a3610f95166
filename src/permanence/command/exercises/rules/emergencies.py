"""The emergency departments: people come at every hour, some stay."""

from collections.abc import Iterator

from permanence.command.exercises.rules.admissions import Stay
from permanence.command.exercises.rules.pack import Ward
from permanence.command.exercises.rules.people import DOUBLES, THOUSAND, Person
from permanence.command.exercises.rules.scene import DAY, HOUR, Scene, fits
from permanence.command.exercises.rules.segments import Sent
from permanence.command.exercises.rules.wards import EMERGENCY_KINDS

# Part of the arrivals in each hour of the day, against an even day.
_HOURS = (
    0.55, 0.42, 0.36, 0.32, 0.30, 0.34, 0.45, 0.65, 0.95, 1.30, 1.45, 1.45,
    1.35, 1.35, 1.40, 1.40, 1.40, 1.45, 1.50, 1.50, 1.40, 1.25, 0.95, 0.75,
)  # fmt: skip
_SHARES = {"emergency": 0.64, "child_emergency": 0.25, "birth_emergency": 0.11}
_ADMITTED = {"emergency": 0.23, "child_emergency": 0.14, "birth_emergency": 0.10}
_LONGEST_WAIT = 26 * HOUR
# One registration in 150 is made under a number the patient should not have.
_UNDER_A_DOUBLE = 1 / 150


class Emergencies:
    """Arrivals, boxes, departures; those who need a bed wait until a ward takes them."""

    def __init__(self, scene: Scene, visits_a_day: float) -> None:
        self._scene = scene
        departments = scene.world.building.of_kind(EMERGENCY_KINDS)
        self._shares = [(ward, _SHARES[ward.kind]) for ward in departments]
        # A hospital with fewer departments sees fewer people.
        self._wait = DAY / (visits_a_day * sum(share for _, share in self._shares)) if departments else 0.0

    def open(self, at: int) -> None:
        """People begin to come."""
        if self._wait:
            self._scene.later(at, self._arrives)

    def _arrives(self, at: int) -> Iterator[Sent]:
        scene = self._scene
        pace = _HOURS[int(scene.hour_of(at))]
        scene.later(at + scene.chance.exponential(self._wait / pace), self._arrives)
        ward = self._department()
        double = self._double(at) if scene.chance.happens(_UNDER_A_DOUBLE) else None
        person = double or scene.somebody(scene.specialty(ward).who, at)
        stay = scene.opened(person, ward, at, patient_class="E", urgent=True)
        scene.arrived += 1
        yield scene.tell.says(stay, "A04", at)
        if double:
            scene.later(at + scene.chance.between(600, 5400), self._is_recognised, stay)
        if scene.chance.happens(0.8):
            scene.later(at + scene.chance.between(300, 4500), self._into_box, stay)
        seconds = 2700 + scene.chance.exponential(2.4 * HOUR)
        if scene.chance.happens(_ADMITTED[ward.kind]):
            scene.later(at + seconds * 0.6, self._needs_a_bed, stay)
        else:
            scene.later(at + seconds, self.leaves, stay)

    def _department(self) -> Ward:
        draw = self._scene.chance.unit() * sum(share for _, share in self._shares)
        for ward, share in self._shares:
            draw -= share
            if draw < 0:
                return ward
        return self._shares[-1][0]

    def _into_box(self, at: int, stay: Stay) -> Iterator[Sent]:
        if stay.is_gone or stay.bed or stay.patient_class != "E":
            return
        scene = self._scene
        before, room = stay.place, f"BOX {scene.chance.between(1, 24):02}"
        scene.walk(stay, stay.ward.code, room, scene.world.building.place(stay.ward.code, room))
        yield scene.tell.says(stay, "A02", at, nature="L", prior=before)
        if scene.chance.happens(0.45):
            scene.later(at + scene.chance.between(600, 5400), self._is_seen, stay)

    def _is_seen(self, at: int, stay: Stay) -> Iterator[Sent]:
        if not stay.is_gone and stay.patient_class == "E":
            yield self._scene.tell.updates(stay, at)

    def _needs_a_bed(self, at: int, stay: Stay) -> Iterator[Sent]:
        if not stay.is_gone:
            self._scene.waiting.append(stay)
            self._scene.later(at + _LONGEST_WAIT, self.leaves, stay)
        yield from ()

    def leaves(self, at: int, stay: Stay) -> Iterator[Sent]:
        """Home, or to another hospital after too long a wait; those who were taken into a ward stay."""
        if stay.is_gone or stay.patient_class != "E":
            return
        yield self._scene.tell.says(stay, "A03", at, ending="7" if stay in self._scene.waiting else "8")
        self._scene.close(stay)

    def _double(self, at: int) -> Person | None:
        """Somebody's second number, when both it and the first are free to come."""
        scene = self._scene
        thousands = scene.world.people.count // THOUSAND
        if not thousands:
            return None
        index = THOUSAND * scene.chance.below(thousands) + min(DOUBLES)
        if {index, index - 2} & (scene.here | scene.closed):
            return None
        person = scene.world.people.person(index)
        grown = fits(person, "adult", scene.day_of(at)) and person.registered <= scene.world.calendar.text(at)
        return person if grown else None

    def _is_recognised(self, at: int, stay: Stay) -> Iterator[Sent]:
        scene = self._scene
        wrong, right = stay.person, scene.world.people.person(stay.person.number - 2)
        scene.closed.add(wrong.number)
        if right.number in scene.here:
            return
        if not stay.is_gone:
            scene.here.discard(wrong.number)
            scene.here.add(right.number)
            stay.person = right
        yield scene.tell.merges(right, wrong, at)
