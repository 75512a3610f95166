"""The wards: a bed that is freed fills again, from home, from the emergencies, from another ward, by a birth."""

from collections.abc import Iterator

from permanence.command.exercises.rules.admissions import Stay
from permanence.command.exercises.rules.mishaps import Mishaps
from permanence.command.exercises.rules.pack import Ward
from permanence.command.exercises.rules.scene import DAY, HOUR, Scene, fits
from permanence.command.exercises.rules.segments import Sent
from permanence.command.exercises.rules.wards import Bed

# Tables 0112 as French programs use them: death, home, transfer.
_DEATH, _HOME, _ELSEWHERE = "9", "8", "7"
_TWINS_BORN = 1 / 60
_NAMED_AFTER = (20 * HOUR, 60 * HOUR)
_PREADMITTED, _PREADMISSION_CANCELLED = 0.8, 0.08
_SETTLED = 10 * HOUR
_OFFICE = (7.0, 17.0)
# After this hour nobody is sent straight to a ward.
_LAST_DIRECT = 21.0
# Out of office hours this part of the planned admissions is planned for the next morning; the others come by day.
_PLANNED_FOR_TOMORROW = 0.4
# How hard empty beds are filled when fewer are taken than should be.
_THERMOSTAT = 25.0


class Inpatients:
    """Every bed of the hospital, from stay to stay, so that about the wanted part of them is always taken."""

    def __init__(self, scene: Scene, occupancy: float) -> None:
        self._scene = scene
        self._occupancy = occupancy
        self._mishaps = Mishaps(scene, vacate=self.vacate, leave=self._leaves)

    def open(self, at: int) -> None:
        """Fill the hospital as it was found at this instant: people came before it, each on a day of their own."""
        scene, chance = self._scene, self._scene.chance
        for ward in scene.world.building.wards.values():
            for bed in scene.world.building.beds[ward.code]:
                scene.free[ward.code].add(bed)
                if not chance.happens(self._occupancy):
                    scene.later(at + self._idle(ward), self._refills, bed)
                    continue
                ends_at = int(at + max(HOUR, chance.exponential(ward.mean_days * DAY)))
                scene.later(at - self._age(ward), self._was_there, bed, at, ends_at)

    def goes_on(self, stay: Stay, at: int) -> None:
        """Somebody found here stays for as long as people do, from now."""
        self._ends(stay, int(at + HOUR / 2 + self._scene.chance.exponential(stay.ward.mean_days * DAY)))
        self._mishaps.befall(stay, at)

    def _age(self, ward: Ward) -> float:
        """How long somebody found in a bed has been in it."""
        longest = 4 * DAY if self._scene.specialty(ward).who in {"mother", "newborn"} else 3 * 365 * DAY
        return min(self._scene.chance.exponential(ward.mean_days * DAY), longest)

    def _idle(self, ward: Ward) -> float:
        """How long a bed stays empty: longer when more than the wanted part of the beds is taken, shorter when less."""
        free = sum(len(beds) for beds in self._scene.free.values())
        excess = 1 - free / self._scene.world.building.bed_count - self._occupancy
        empty = ward.mean_days * DAY * (1 - self._occupancy) / self._occupancy
        pace = min(max(1.2 + _THERMOSTAT * excess, 0.1), 4.0)
        return self._scene.chance.exponential(min(max(empty * pace, 0.3 * HOUR), 4 * DAY))

    def _was_there(self, at: int, bed: Bed, opens_at: int, ends_at: int) -> Iterator[Sent]:
        """An admission from before the history begins."""
        scene = self._scene
        ward = scene.world.building.wards[bed.ward]
        who = scene.specialty(ward).who
        if who == "newborn":
            stay, told = self._newborn_from_elsewhere(at, ward)
            yield told
        else:
            stay = scene.opened(scene.somebody(who, at), ward, at, patient_class="I", urgent=scene.chance.happens(0.5))
        yield self._lies(at, stay, bed, "A01")
        self._ends(stay, ends_at)
        self._mishaps.befall(stay, opens_at)

    def _refills(self, at: int, bed: Bed) -> Iterator[Sent]:
        if bed not in self._scene.free[bed.ward]:
            return
        ward = self._scene.world.building.wards[bed.ward]
        source = self._source(ward, at)
        if source == "planned":
            yield from self._planned(at, ward, bed)
        elif source == "transfer":
            yield from self._transferred(at, ward, bed)
        elif source == "birth":
            yield from self._by_birth(at, ward, bed)
        else:
            yield from self._urgent(at, ward, bed)

    def _source(self, ward: Ward, at: int) -> str:
        about = self._scene.specialty(ward)
        weights = {
            "emergency": about.emergency,
            "planned": about.planned,
            "birth": about.birth,
            "transfer": about.transfer,
        }
        hour = self._scene.hour_of(at)
        if not _OFFICE[0] <= hour < _OFFICE[1] and about.emergency:
            weights["planned"] *= _PLANNED_FOR_TOMORROW
        draw = self._scene.chance.unit() * sum(weights.values())
        for source, weight in weights.items():
            draw -= weight
            if draw < 0:
                return source
        return "emergency"

    def _urgent(self, at: int, ward: Ward, bed: Bed) -> Iterator[Sent]:
        """Somebody who waits in the emergencies, else somebody sent straight to the ward."""
        scene = self._scene
        who, day = scene.specialty(ward).who, scene.day_of(at)
        stay = next((stay for stay in scene.waiting if fits(stay.person, who, day)), None)
        if stay is None and not _OFFICE[0] <= scene.hour_of(at) < _LAST_DIRECT:
            scene.later(at + scene.chance.exponential(1.5 * HOUR), self._refills, bed)
            return
        if stay is None:
            stay = scene.opened(scene.somebody(who, at), ward, at, patient_class="I", urgent=True)
            yield self._begins(at, stay, bed, "A01")
            return
        scene.waiting.remove(stay)
        stay.patient_class = "I"
        scene.admitted += 1
        yield self._begins(at, stay, bed, "A06")

    def _planned(self, at: int, ward: Ward, bed: Bed) -> Iterator[Sent]:
        scene = self._scene
        hour = scene.hour_of(at)
        if _OFFICE[0] <= hour < _OFFICE[1]:
            yield from self._arrives(at, bed)
            return
        arrival = scene.world.calendar.at_hour(at, 7 + 4 * scene.chance.unit(), days=int(hour >= _OFFICE[1]))
        if not scene.chance.happens(_PREADMITTED):
            scene.later(arrival, self._refills, bed)
            return
        stay = scene.opened(scene.somebody(scene.specialty(ward).who, at), ward, at, patient_class="P", urgent=False)
        # Expected only: not here yet.
        scene.stays.pop(stay.visit)
        scene.in_ward[ward.code].pop(stay.visit)
        stay.place = bed.place
        yield scene.tell.plans(stay, "A05", at, arrival)
        scene.later(arrival, self._expected, stay, bed)

    def _expected(self, at: int, stay: Stay, bed: Bed) -> Iterator[Sent]:
        scene = self._scene
        if scene.chance.happens(_PREADMISSION_CANCELLED) or bed not in scene.free[bed.ward]:
            yield scene.tell.takes_back(stay, "A38", at)
            scene.here.discard(stay.person.number)
            stay.is_gone = True
            scene.later(at + HOUR, self._refills, bed)
            return
        scene.stays[stay.visit] = stay
        scene.in_ward[stay.ward.code][stay.visit] = stay
        scene.admitted += 1
        stay.patient_class, stay.admitted_at = "I", at
        yield self._begins(at, stay, bed, "A01")

    def _arrives(self, at: int, bed: Bed) -> Iterator[Sent]:
        scene = self._scene
        ward = scene.world.building.wards[bed.ward]
        stay = scene.opened(scene.somebody(scene.specialty(ward).who, at), ward, at, patient_class="I", urgent=False)
        yield self._begins(at, stay, bed, "A01")

    def _transferred(self, at: int, ward: Ward, bed: Bed) -> Iterator[Sent]:
        scene = self._scene
        about, day = scene.specialty(ward), scene.day_of(at)
        candidates = [
            stay
            for source in scene.world.building.of_kind(about.sources)
            for stay in scene.in_ward[source.code].values()
            if stay.bed
            and not stay.is_gone
            and not stay.on_leave
            and stay.arrived_at < at - _SETTLED
            and fits(stay.person, about.who, day)
        ]
        if not candidates:
            yield from self._urgent(at, ward, bed)
            return
        stay = scene.chance.pick(candidates)
        left = stay.bed
        yield self._begins(at, stay, bed, "A02")
        if left:
            self.vacate(left, at)

    def _by_birth(self, at: int, ward: Ward, bed: Bed) -> Iterator[Sent]:
        """A woman in labour for a maternity bed; for a newborns' bed a baby from the maternity, or from elsewhere."""
        scene = self._scene
        if scene.specialty(ward).who == "mother":
            stay = scene.opened(scene.somebody("mother", at), ward, at, patient_class="I", urgent=True)
            yield self._begins(at, stay, bed, "A01")
            return
        babies = [
            baby for mother in scene.stays.values() for baby in mother.babies if not baby.bed and not baby.is_gone
        ]
        if babies and scene.chance.happens(0.7):
            yield self._begins(at, scene.chance.pick(babies), bed, "A02")
            return
        stay, told = self._newborn_from_elsewhere(at, ward)
        yield told
        yield self._begins(at, stay, bed, "A01")

    def _newborn_from_elsewhere(self, at: int, ward: Ward) -> tuple[Stay, Sent]:
        scene = self._scene
        mother = scene.somebody("mother", at)
        # A woman gives birth once in a history: her next baby would bear the first one's number.
        scene.closed.add(mother.number)
        baby = scene.world.people.newborn(mother, born=scene.day_of(at), rank=0, chance=scene.chance)
        baby = baby._replace(registered=scene.world.calendar.text(at))
        told = scene.tell.knows(baby, scene.world.calendar.exact(at))
        stay = scene.opened(baby, ward, at, patient_class="I", urgent=True)
        scene.later(at + scene.chance.between(*_NAMED_AFTER), self._is_named, stay)
        return stay, told

    def _begins(self, at: int, stay: Stay, bed: Bed, event: str) -> Sent:
        """Somebody comes to lie in a bed; how long, and what befalls them there, is drawn."""
        told = self._lies(at, stay, bed, event)
        self._ends(stay, self._end(stay, at))
        self._mishaps.befall(stay, at)
        return told

    def _lies(self, at: int, stay: Stay, bed: Bed, event: str) -> Sent:
        scene = self._scene
        before = stay.place if event != "A01" else ""
        scene.lay(stay, bed)
        stay.arrived_at = at
        stay.doctor = scene.world.staff.doctor(bed.ward, scene.chance)
        is_newborn = scene.specialty(stay.ward).who == "newborn"
        if event != "A02" or is_newborn or scene.chance.happens(0.3):
            stay.reason = scene.chance.pick(scene.world.pack.reasons[stay.ward.kind])
        if stay.ward.kind == "maternity" and event == "A01":
            scene.later(at + scene.chance.between(1, 9) * HOUR, self._gives_birth, stay)
        return scene.tell.says(stay, event, at, prior=before)

    def _end(self, stay: Stay, at: int) -> int:
        """When the time in this bed is over: most people leave between ten and six in the evening."""
        mean = stay.ward.mean_days * DAY
        scene = self._scene
        end = int(at + 0.3 * mean + scene.chance.exponential(0.7 * mean))
        if mean <= DAY:
            return end
        end = scene.world.calendar.at_hour(end, 10 + 8 * scene.chance.unit() * scene.chance.unit() ** 0.5)
        return end if end > at + 4 * HOUR else end + DAY

    def _ends(self, stay: Stay, at: int) -> None:
        stay.ends_at = at
        self._scene.later(at, self._leaves, stay, at)

    def _leaves(self, at: int, stay: Stay, planned: int) -> Iterator[Sent]:
        """A discharge, a death; whoever moved meanwhile has another hour to leave at."""
        scene = self._scene
        if stay.is_gone or stay.ends_at != planned:
            return
        if stay.on_leave:
            self._ends(stay, at + DAY)
            return
        about = scene.specialty(stay.ward)
        if scene.chance.happens(about.deaths):
            scene.closed.add(stay.person.number)
            stay.person = stay.person._replace(died=scene.world.calendar.text(at))
            ending = _DEATH
        else:
            ending = _HOME if scene.chance.happens(0.9) else _ELSEWHERE
        yield scene.tell.says(stay, "A03", at, ending=ending)
        if ending != _DEATH and self._mishaps.was_a_mistake(stay, at):
            return
        bed = stay.bed
        scene.close(stay)
        if bed:
            self.vacate(bed, at)
        for baby in stay.babies:
            if not baby.is_gone and not baby.bed:
                yield scene.tell.says(baby, "A03", at, ending=_HOME)
                scene.close(baby)

    def vacate(self, bed: Bed, at: int) -> None:
        """A bed is free, and after a while somebody comes."""
        self._scene.free[bed.ward].add(bed)
        self._scene.later(at + self._idle(self._scene.world.building.wards[bed.ward]), self._refills, bed)

    def _gives_birth(self, at: int, mother: Stay) -> Iterator[Sent]:
        """One baby or two, in the mother's room, in no bed of their own."""
        scene = self._scene
        if mother.is_gone or mother.babies or mother.person.number in scene.closed:
            return
        scene.closed.add(mother.person.number)
        twins = scene.chance.happens(_TWINS_BORN)
        for rank in (1, 2) if twins else (0,):
            person = scene.world.people.newborn(
                mother.person, born=scene.day_of(at), rank=rank, chance=scene.chance
            )._replace(registered=scene.world.calendar.text(at))
            yield scene.tell.knows(person, scene.world.calendar.exact(at))
            baby = scene.opened(person, mother.ward, at, patient_class="I", urgent=False)
            place = scene.world.building.place(mother.ward.code, mother.room)
            scene.walk(baby, mother.ward.code, mother.room, place)
            baby.reason = scene.chance.pick(scene.world.pack.reasons["newborn"])
            mother.babies.append(baby)
            yield scene.tell.says(baby, "A01", at)
            scene.later(at + scene.chance.between(*_NAMED_AFTER), self._is_named, baby)

    def _is_named(self, at: int, baby: Stay) -> Iterator[Sent]:
        """The birth was declared: the baby has a name of its own."""
        if baby.is_gone:
            return
        given = self._scene.world.people.name_for(baby.person, self._scene.chance)
        baby.person = baby.person._replace(given=given.upper(), given_names=given.upper(), used_given=given)
        yield self._scene.tell.corrects(baby.person, at)
