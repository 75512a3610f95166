"""What befalls a stay besides coming and going: moves within the ward, leaves, corrections, and mistakes taken back."""

from collections.abc import Callable, Iterator

from permanence.command.exercises.rules.admissions import Stay
from permanence.command.exercises.rules.scene import DAY, HOUR, Scene
from permanence.command.exercises.rules.segments import Sent
from permanence.command.exercises.rules.wards import Bed

_MINUTE = 60
_DISCHARGED_BY_MISTAKE = 0.012


class Mishaps:
    """Draws what befalls a stay when it begins, and makes it happen if the stay is still there."""

    def __init__(
        self, scene: Scene, *, vacate: Callable[[Bed, int], None], leave: Callable[[int, Stay, int], Iterator[Sent]]
    ) -> None:
        self._scene = scene
        self._vacate = vacate
        self._leave = leave

    def befall(self, stay: Stay, at: int) -> None:
        """Draw what is to come."""
        scene, chance = self._scene, self._scene.chance
        length = stay.ends_at - at
        some = (
            (0.30, 6 * HOUR, self._is_updated),
            (0.05, length, self._changes_doctor),
            (0.04, length, self._changes_bed),
            (0.03, length, self._is_corrected),
            (0.10, length, self._is_to_leave),
            (0.01, 8 * HOUR, self._is_told_late),
            (0.012, 3 * HOUR, self._is_mended),
            (0.012, length, self._is_moved_by_mistake),
            (0.004, length, self._swaps),
            (0.007, 0.3 * HOUR, self._was_not_to_come),
        )
        for probability, within, happens in some:
            if chance.happens(probability):
                scene.later(at + 5 * _MINUTE + chance.unit() * within, happens, stay, stay.ward.code)
        if chance.happens(scene.specialty(stay.ward).leaves) and length > 3 * DAY:
            scene.later(at + DAY + chance.unit() * length, self._goes_on_leave, stay, stay.ward.code)

    def was_a_mistake(self, stay: Stay, at: int) -> bool:
        """Whether a discharge just told was a mistake: then it will be taken back within the hour."""
        if not self._scene.chance.happens(_DISCHARGED_BY_MISTAKE):
            return False
        stay.is_gone = True
        self._scene.stays.pop(stay.visit)
        self._scene.later(at + self._scene.chance.between(10, 55) * _MINUTE, self._stays_after_all, stay)
        return True

    def _stays_after_all(self, at: int, stay: Stay) -> Iterator[Sent]:
        stay.is_gone = False
        self._scene.stays[stay.visit] = stay
        yield self._scene.tell.takes_back(stay, "A13", at)
        stay.ends_at = at + self._scene.chance.between(3, 30) * HOUR
        self._scene.later(stay.ends_at, self._leave, stay, stay.ends_at)

    def _is_there(self, stay: Stay, ward: str) -> bool:
        return not stay.is_gone and stay.bed is not None and stay.ward.code == ward and not stay.on_leave

    def _is_updated(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        if self._is_there(stay, ward):
            yield self._scene.tell.updates(stay, at)

    def _changes_doctor(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        if self._is_there(stay, ward):
            stay.doctor = self._scene.world.staff.doctor(ward, self._scene.chance)
            yield self._scene.tell.says(stay, "A54", at, nature="C")

    def _changes_bed(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        bed, before = self._free_bed(ward), stay.bed
        if bed and before and self._is_there(stay, ward):
            place = stay.place
            self._scene.lay(stay, bed)
            yield self._scene.tell.says(stay, "A02", at, nature="L", prior=place)
            self._vacate(before, at)

    def _free_bed(self, ward: str) -> Bed | None:
        return min(self._scene.free[ward], default=None)

    def _is_corrected(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        """Somebody gives a new telephone number at the desk."""
        if self._is_there(stay, ward):
            stay.person = stay.person._replace(phone=f"063998{self._scene.chance.below(10000):04}")
            yield self._scene.tell.corrects(stay.person, at)

    def _is_to_leave(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        if self._is_there(stay, ward) and stay.ends_at > at:
            yield self._scene.tell.plans(stay, "A16", at, stay.ends_at)

    def _is_told_late(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        """A passage through another ward, told after the fact: where the patient lies now does not change."""
        if not self._is_there(stay, ward) or len(stay.movements) < 2 or stay.movements[-1][1] not in {"A02", "A06"}:
            return
        then = stay.movements[-1][2] - 20 * _MINUTE
        if then <= stay.movements[-2][2]:
            return
        here = stay.place
        wards = sorted(self._scene.world.building.wards)
        stay.place = self._scene.world.building.place(self._scene.chance.pick(wards))
        told = self._scene.tell.says(stay, "A02", then, told_at=at)
        # What was told last in time is still what was told last in the patient's day.
        stay.movements.insert(-1, stay.movements.pop())
        stay.place = here
        yield told

    def _is_mended(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        """The hour of the last movement is corrected by some minutes, never back over the one before."""
        earlier = self._scene.chance.between(1, 4) * _MINUTE
        last = stay.movements[-1][1] if stay.movements else ""
        if not self._is_there(stay, ward) or last not in {"A01", "A02", "A06"}:
            return
        if len(stay.movements) < 2 or stay.movements[-2][2] < stay.movements[-1][2] - earlier:
            yield self._scene.tell.mends(stay, at, earlier=earlier)

    def _is_moved_by_mistake(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        """A transfer is told for the wrong patient and taken back some minutes later."""
        bed, kept = self._free_bed(ward), stay.bed
        if bed is None or kept is None or not self._is_there(stay, ward):
            return
        place = stay.place
        self._scene.lay(stay, bed)
        yield self._scene.tell.says(stay, "A02", at, nature="L", prior=place)
        self._scene.later(at + 8 * _MINUTE, self._never_moved, stay, bed, kept)

    def _never_moved(self, at: int, stay: Stay, bed: Bed, kept: Bed) -> Iterator[Sent]:
        if stay.is_gone or stay.bed != bed or stay.movements[-1][1] != "A02":
            self._vacate(kept, at)
            return
        self._scene.lay(stay, kept)
        yield self._scene.tell.takes_back(stay, "A12", at)
        self._vacate(bed, at)

    def _swaps(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        """Two patients of the ward change beds."""
        others = [
            other
            for other in self._scene.in_ward[ward].values()
            if other is not stay and self._is_there(other, ward) and other.ward is stay.ward
        ]
        if not others or not self._is_there(stay, ward):
            return
        other = self._scene.chance.pick(others)
        stay.bed, other.bed = other.bed, stay.bed
        stay.room, other.room = other.room, stay.room
        stay.place, other.place = other.place, stay.place
        yield self._scene.tell.swaps(stay, other, at)

    def _was_not_to_come(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        """The wrong patient was admitted: taken back within minutes, and the bed is free again."""
        bed = stay.bed
        if bed and self._is_there(stay, ward) and len(stay.movements) == 1 and stay.movements[0][1] == "A01":
            if stay.babies:
                return
            yield self._scene.tell.takes_back(stay, "A11", at)
            self._scene.close(stay)
            self._vacate(bed, at)

    def _goes_on_leave(self, at: int, stay: Stay, ward: str) -> Iterator[Sent]:
        if self._is_there(stay, ward) and stay.ends_at > at + DAY:
            stay.on_leave = True
            yield self._scene.tell.says(stay, "A21", at, nature="S")
            self._scene.later(at + self._scene.chance.between(20, 52) * HOUR, self._is_back, stay)

    def _is_back(self, at: int, stay: Stay) -> Iterator[Sent]:
        if not stay.is_gone and stay.on_leave:
            stay.on_leave = False
            yield self._scene.tell.says(stay, "A22", at, nature="S")
