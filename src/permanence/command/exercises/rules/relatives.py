"""Who is to be called for a patient: relatives (NK1) and the doctor in town (PD1-4)."""

from permanence.command.exercises.rules.admissions import Stay
from permanence.command.exercises.rules.chance import Chance
from permanence.command.exercises.rules.scene import World
from permanence.command.exercises.rules.suited import weighted

# NK1-7: table 0131, with the French role class of the trusted person.
_EMERGENCY, _TRUSTED = "C^Personne à prévenir", "QUAL^Personne de confiance"
_GUARDIAN = "GRD^Tuteur"
_GROWN_UP = 18 * 365
_NONE, _TWO, _NO_DOCTOR = 0.12, 0.35, 0.2
_PROTECTED, _UNDER_GUARDIANSHIP = 0.02, 0.03


class Relatives:
    """The people around a patient, the same in every message."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._links = {
            ages: [(link, weight) for link, weight in world.pack.relatives if link.ages == ages]
            for ages in ("adult", "child")
        }

    def of(self, stay: Stay, at: int) -> list[str]:
        """PD1 and NK1 of a patient; none of some, of whom nobody said."""
        chance = Chance(self._world.seed, "relatives", stay.person.number)
        segments = []
        if not chance.happens(_NO_DOCTOR):
            doctor = chance.between(self._world.staff.count, 2 * self._world.staff.count)
            segments.append(f"PD1||||{self._world.staff.written(doctor)}")
        is_grown_up = self._world.calendar.day(at) - stay.person.born >= _GROWN_UP
        if not chance.happens(_NONE):
            segments += [
                self._relative(stay, chance, rank, is_grown_up=is_grown_up)
                for rank in range(1, 2 + chance.happens(_TWO))
            ]
        return segments

    def _relative(self, stay: Stay, chance: Chance, rank: int, *, is_grown_up: bool) -> str:
        link = weighted(self._links["adult" if is_grown_up else "child"], chance)
        somebody = self._world.people.person(chance.below(self._world.people.count))
        words = link.female if somebody.sex == "F" else link.male
        family = stay.person.used_family if link.code in {"SPO", "CHD", "PAR"} else somebody.used_family
        role = _TRUSTED if rank == 1 and is_grown_up and chance.happens(0.4) else _EMERGENCY
        if is_grown_up and chance.happens(_UNDER_GUARDIANSHIP):
            role = _GUARDIAN
        protected = "Y" if chance.happens(_PROTECTED) else ""
        nk1 = f"NK1|{rank}|{family}^{somebody.used_given}^^^^^L|{link.code}^{words}||{somebody.phone}^PRN^PH||{role}"
        return f"{nk1}{'|' * 16}{protected}" if protected else nk1
