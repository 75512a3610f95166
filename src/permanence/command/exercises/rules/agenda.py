"""What the appointments program says: who is expected, when, with whom, why, and how to call them."""

from collections.abc import Iterator
from typing import NamedTuple

from permanence.command.exercises.rules.chance import Chance, Table
from permanence.command.exercises.rules.pack import Booking
from permanence.command.exercises.rules.people import DECEASED, DOUBLES, THOUSAND, Person
from permanence.command.exercises.rules.scene import DAY, World, fits
from permanence.command.exercises.rules.segments import Sender, Sent, patient_in_brief

# Days already past whose appointments are told too: some people did not come.
_PAST_DAYS = 2
_OPENS, _CLOSES = 8.5, 18.0
_MOVED, _CANCELLED, _CHANGED, _MISSED, _BLOCKED = 0.05, 0.04, 0.02, 0.06, 0.003
# Appointments booked one by one are numbered above those of a whole day.
_EXTRA = 50_000
_NEVER_BOOKED = DECEASED | DOUBLES
_STATES = {"S12": "BOOKED", "S13": "BOOKED", "S14": "BOOKED", "S15": "CANCELLED", "S23": "BLOCKED", "S26": "NOSHOW"}


class _Slot(NamedTuple):
    number: str
    lane: int
    person: Person | None
    booking: Booking
    doctor: str
    place: str
    starts_at: int


class Agenda:
    """Every appointment from yesterday to the last day told, day by day."""

    def __init__(self, world: World, sender: Sender, *, a_day: float, days: int, now: int) -> None:
        self._world = world
        self._sender = sender
        self._a_day = a_day
        self._days = days
        self._extra = 0
        self._now = now
        self._bookings = Table(world.pack.bookings)
        self._wards = {ward.kind: ward.code for ward in reversed(world.pack.wards)}

    def messages(self) -> Iterator[Sent]:
        """Bookings first, then what became of them, appointment by appointment."""
        for day in range(-_PAST_DAYS, self._days + 1):
            noon = self._world.calendar.at_hour(self._now, 12, days=day)
            if self._world.calendar.local(noon).weekday() < 5:
                yield from self._day(day)

    def booked(self, at: int, chance: Chance) -> Iterator[Sent]:
        """One appointment more, booked at an instant for one of the days to come."""
        self._extra += 1
        slot = self._slot(chance.between(1, self._days), _EXTRA + self._extra, chance, {})
        if slot:
            number = f"{self._sender.run}{self._extra:05d}"
            slot = slot._replace(number=number, lane=self._extra)
            yield self._says("S12", slot, at)
            if chance.happens(_CANCELLED):
                yield self._says("S15", slot, at + 60)

    def _day(self, day: int) -> Iterator[Sent]:
        chance = Chance(self._world.seed, "agenda", day)
        diaries: dict[int, float] = {}
        for rank in range(int(self._a_day * (0.85 + 0.3 * chance.unit()))):
            slot = self._slot(day, rank, chance, diaries)
            if slot:
                yield from self._told(slot, chance)

    def _slot(self, day: int, rank: int, chance: Chance, diaries: dict[int, float]) -> _Slot | None:
        booking = self._bookings.at(chance.word())
        ward = self._wards[booking.kind]
        doctor = chance.pick(self._world.staff.doctors(ward))
        hour = diaries.get(doctor, _OPENS)
        if hour + booking.minutes / 60 > _CLOSES:
            return None
        diaries[doctor] = hour + booking.minutes / 60
        starts_at = self._world.calendar.at_hour(self._now, hour, days=day)
        number = f"{self._world.calendar.local(starts_at):%y%m%d}{rank:05d}"
        return _Slot(
            number,
            int(number),
            None if chance.happens(_BLOCKED) else self._somebody(booking.who, chance),
            booking,
            self._world.staff.written(doctor),
            f"CS {booking.kind.upper()[:12]}^Box {1 + doctor % 12}",
            starts_at,
        )

    def _somebody(self, who: str, chance: Chance) -> Person:
        today = self._world.calendar.local(self._now).toordinal()
        person = self._world.people.person(0)
        for _ in range(60):
            index = chance.below(self._world.people.count)
            if index % THOUSAND in _NEVER_BOOKED:
                continue
            person = self._world.people.person(index)
            if fits(person, who, today):
                break
        return person

    def _told(self, slot: _Slot, chance: Chance) -> Iterator[Sent]:
        booked_at = min(self._now, slot.starts_at) - chance.between(DAY, 100 * DAY)
        changed_at = booked_at + (min(self._now, slot.starts_at) - booked_at) * chance.between(1, 9) // 10
        if slot.person is None:
            yield self._says("S23", slot, booked_at)
            return
        if chance.happens(_MOVED):
            yield self._says("S12", slot._replace(starts_at=slot.starts_at - 7 * DAY), booked_at)
            yield self._says("S13", slot, changed_at)
            return
        yield self._says("S12", slot, booked_at)
        if chance.happens(_CANCELLED):
            yield self._says("S15", slot, changed_at)
        elif slot.starts_at < self._now - 3600 and chance.happens(_MISSED):
            yield self._says("S26", slot, slot.starts_at + 3600)
        elif chance.happens(_CHANGED):
            yield self._says("S14", slot._replace(doctor=self._world.staff.written(chance.below(400))), changed_at)

    def _says(self, event: str, slot: _Slot, at: int) -> Sent:
        stamp, starts = self._world.calendar.text(at), self._world.calendar.text(slot.starts_at)
        ends = self._world.calendar.text(slot.starts_at + 60 * slot.booking.minutes)
        minutes, what = slot.booking.minutes, f"{slot.booking.code}^{slot.booking.reason}"
        sch = (
            f"SCH||{slot.number}^{self._sender.habits.application}|||||{what}|NORMAL|{minutes}|MIN|^^{minutes}^{starts}^{ends}"
            f"|||||{slot.doctor}{'|' * 9}{_STATES[event]}"
        )
        about = [] if slot.person is None else [self._patient(slot.person)]
        return self._sender.message(
            slot.lane,
            f"SIU^{event}^SIU_S12",
            stamp,
            sch,
            *about,
            "RGS|1",
            f"AIS|1||{what}|{starts}|||{minutes}|MIN",
            f"AIL|1||{slot.place}",
            f"AIP|1||{slot.doctor}",
        )

    def _patient(self, person: Person) -> str:
        return patient_in_brief(person, self._sender.hospital.namespace, with_phone=True)
