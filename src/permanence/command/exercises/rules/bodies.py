"""What is in a patient and what was done: the list of devices (ORU) and procedures (PR1)."""

from permanence.command.exercises.rules.admissions import Stay
from permanence.command.exercises.rules.chance import Chance
from permanence.command.exercises.rules.pack import Device
from permanence.command.exercises.rules.scene import DAY, HOUR, World
from permanence.command.exercises.rules.suited import drawn

# LOINC: the medical devices of a patient. The code for none is that of the International Patient Summary.
_LIST, _NONE = "46264-8^Dispositifs en place^LN", "no-known-devices^Aucun dispositif connu"
_TOLD, _DONE = 0.75, 0.45
_OLDEST_IMPLANT = 4000


class Bodies:
    """Devices and procedures of one stay after another."""

    def __init__(self, world: World) -> None:
        self._world = world

    def devices(self, stay: Stay, since: int, at: int) -> list[str]:
        """The list of devices seen at an instant, as OBR and OBX; no segment where nobody made a list."""
        chance = Chance(self._world.seed, "devices", stay.visit)
        if not chance.happens(_TOLD):
            return []
        stamp = self._world.calendar.text(at)
        found = drawn(self._world.pack.devices, self._treats(stay), chance, chance.between(0, 3))
        segments = [f"OBR|1||V{stay.visit}|{_LIST}|||{stamp}{'|' * 18}F"]
        segments += [self._device(device, rank, chance, since, at) for rank, device in enumerate(found, start=1)]
        return segments if found else [*segments, f"OBX|1|ST|{_NONE}||Oui||||||F|||{stamp}"]

    def procedures(self, stay: Stay, since: int, at: int) -> list[str]:
        """PR1 of what was done, and of what is planned for tomorrow."""
        chance = Chance(self._world.seed, "procedures", stay.visit)
        if not chance.happens(_DONE):
            return []
        found = drawn(self._world.pack.procedures, self._treats(stay), chance, chance.between(1, 2))
        segments = []
        for rank, procedure in enumerate(found, start=1):
            planned = rank > 1 and chance.happens(0.4)
            hour = self._world.calendar.at_hour(at, 8, days=1) if planned else chance.between(since, at)
            segments.append(
                f"PR1|{rank}||{procedure.code}^{procedure.label}^L||{self._world.calendar.text(hour)}||||||{stay.doctor}"
            )
        return segments

    def _device(self, device: Device, rank: int, chance: Chance, since: int, at: int) -> str:
        begun = (
            since - chance.between(200, _OLDEST_IMPLANT) * DAY if device.lasting else chance.between(since, at - HOUR)
        )
        stamp = self._world.calendar.text(min(begun, at))
        return f"OBX|{rank}|ST|{device.code}^{device.label}||{device.detail or 'Oui'}||||||F|||{stamp}"

    def _treats(self, stay: Stay) -> frozenset[str]:
        return self._world.pack.specialties[stay.ward.kind].treats
