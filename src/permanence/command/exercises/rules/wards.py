"""The hospital as built and staffed: beds in rooms in wards, and the doctors of each ward."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from permanence.command.exercises.rules.chance import Chance, Table, fading
from permanence.command.exercises.rules.pack import Pack, Ward, plain
from permanence.command.exercises.rules.segments import Identity

EMERGENCY_KINDS = ("emergency", "child_emergency", "birth_emergency")


class Bed(NamedTuple):
    """A bed; `place` is how PV1-3 writes it."""

    ward: str
    room: str
    label: str
    place: str


class Building:
    """Every ward with its beds, and how the hospital's messages write places."""

    def __init__(self, wards: Iterable[Ward], hospital: Identity) -> None:
        self.wards: dict[str, Ward] = {ward.code: ward for ward in wards}
        self._hospital = hospital
        self._rooms: dict[tuple[str, str], int] = {}
        self.beds: dict[str, tuple[Bed, ...]] = {ward.code: tuple(self._beds(ward)) for ward in self.wards.values()}

    @property
    def bed_count(self) -> int:
        """How many beds there are."""
        return sum(len(beds) for beds in self.beds.values())

    def of_kind(self, kinds: Iterable[str]) -> list[Ward]:
        """The wards of these kinds."""
        wanted = set(kinds)
        return [ward for ward in self.wards.values() if ward.kind in wanted]

    def place(self, ward: str, room: str = "", label: str = "") -> str:
        """PV1-3: ward, room, bed, hospital, building, floor."""
        about = self.wards[ward]
        return f"{ward}^{room}^{label}^{self._hospital.authority}^^N^{about.building}^{about.floor}"

    def _beds(self, ward: Ward) -> Iterable[Bed]:
        left = ward.beds
        while left:
            # Intensive care has single rooms only; elsewhere two rooms in three are for two.
            double = left > 1 and "intensive" not in ward.kind and left % 5 > 1
            room = self._next_room(ward)
            for label in ("P", "F") if double else ("1",):
                yield Bed(ward.code, room, label, self.place(ward.code, room, label))
                left -= 1

    def _next_room(self, ward: Ward) -> str:
        floor = (ward.building, ward.floor)
        self._rooms[floor] = self._rooms.get(floor, 0) + 1
        return f"{ward.building}{ward.floor}{self._rooms[floor]:02}"


class Staff:
    """The people who work there; the first ones are doctors, some for each ward."""

    def __init__(self, pack: Pack, seed: int, hospital: Identity) -> None:
        self._seed = seed
        self.count: int = pack.hospital["staff"]
        self._authority = hospital.authority
        self._surnames = Table([pair for origin in pack.origins for pair in fading(origin.surnames[:60])], bits=14)
        working_years = [table for origin in pack.origins[:4] for table in (origin.female, origin.male)]
        self._given = [name for table in working_years for year, names in table for name in names if year > 1950]
        codes = [ward.code for ward in pack.wards]
        self._doctors: Mapping[str, tuple[int, ...]] = {
            code: tuple(range(at, pack.hospital["doctors"], len(codes))) for at, code in enumerate(codes)
        }

    def name(self, number: int) -> tuple[str, str]:
        """Surname and given name of a member of the staff."""
        chance = Chance(self._seed, "staff", number)
        return self._surnames.at(chance.word()), chance.pick(self._given)

    def doctor(self, ward: str, chance: Chance) -> str:
        """One of the ward's doctors, as an XCN."""
        return self.written(chance.pick(self._doctors[ward]))

    def doctors(self, ward: str) -> tuple[int, ...]:
        """The numbers of a ward's doctors."""
        return self._doctors[ward]

    def written(self, number: int) -> str:
        """A doctor as an XCN, under the number the hospital gives its staff."""
        surname, given = self.name(number)
        return f"P{number:05d}^{plain(surname)}^{given}^^^DR^^^{self._authority}^D^^^EI"
