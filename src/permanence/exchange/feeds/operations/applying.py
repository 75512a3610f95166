"""Messages into the picture, in the order they came, by the operations of each room and as many as possible at once."""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TypeVar, cast
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from permanence.care.agenda import operations as agenda
from permanence.care.archive import operations as archive
from permanence.care.charts import operations as charts
from permanence.care.patients import operations as patients
from permanence.care.patients import queries as known_patients
from permanence.care.patients.operations import IdentityFact
from permanence.care.stays import operations as stays
from permanence.care.stays import queries as known_stays
from permanence.exchange.feeds.operations.reading import Reading
from permanence.exchange.feeds.rules.formats import Refers, TellsOfTheHouse
from permanence.exchange.feeds.rules.refusals import Reason, Refusal
from permanence.exchange.feeds.rules.suspicions import (
    suspicions_of_identities,
    suspicions_of_links,
    suspicions_of_movements,
)
from permanence.exchange.feeds.rules.told import ChartFacts, HouseFacts
from permanence.foundation.actors import Actor
from permanence.foundation.places import operations as places
from permanence.people.directory import operations as directory

logger = logging.getLogger(__name__)

Told = TypeVar("Told")
# Not the message's fault: the disk is full, the database is gone. Its senders keep the whole batch.
NOT_THE_MESSAGE = (OperationalError, InterfaceError, MemoryError)
# Where it broke before in this process: a fault of this box breaks on every message alike.
_reported: set[str] = set()
_NOTHING_OF_THE_HOUSE = HouseFacts()
_REFUSED_BY_ROOMS: dict[type[Exception], Reason] = {
    patients.NoUsableIdentifier: Reason.NO_PATIENT,
    stays.StayOfAnotherPatient: Reason.STAY_OF_ANOTHER,
    agenda.AppointmentWithoutNumber: Reason.NO_APPOINTMENT,
    archive.EntryWithoutNumber: Reason.NO_CONTENT,
    directory.StaffWithoutNumber: Reason.NO_CONTENT,
}


class Application:
    """Applies readings for one actor; what cannot be applied is left with its refusal, and nothing of it is applied.

    A reading that refers to a stay of which nobody has told is refused, or applied without it when `waits_for_stays` is
    false: it was tried before, and what is known of a patient must not wait for a number.
    """

    def __init__(self, by: Actor, *, waits_for_stays: bool = True) -> None:
        self._by = by
        self._waits_for_stays = waits_for_stays

    def apply(self, readings: Iterable[Reading]) -> None:
        """Apply in order whatever carries a message and no refusal. Raises only what is not a message's fault."""
        for run in _runs([reading for reading in readings if reading.message is not None and not reading.refusal]):
            self._apply_run(run)
            for reading in run:
                if reading.refusal:
                    reading.patient = reading.stay = None

    def _apply_run(self, run: Sequence[Reading]) -> None:
        """All together; without those that refuse; and when something breaks, by halves until it stands alone."""
        if not run:
            return
        try:
            with transaction.atomic():
                _Run(run, self._by, waits_for_stays=self._waits_for_stays).apply()
        except _RefusedInRun:
            self._apply_run([reading for reading in run if not reading.refusal])
        except NOT_THE_MESSAGE:
            raise
        except Exception as fault:  # noqa: BLE001 (whatever a message breaks, it is kept and the next one is applied)
            half = len(run) // 2
            if half:
                self._apply_run(run[:half])
                self._apply_run(run[half:])
            else:
                run[0].refusal = _refusal(fault)


class _RefusedInRun(Exception):
    """Some of a run cannot be applied; each of them has its refusal."""


def _runs(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Readings in the same order, cut so that whatever depends on another's effect comes in a later run.

    Within a run all identities are received first, then all movements, then the rest: that is the same as message by
    message, because none of these changes what another one reads.
    """
    run: list[Reading] = []
    for reading in readings:
        if _stands_alone(reading):
            yield from ([run] if run else [])
            yield [reading]
            run = []
        else:
            run.append(reading)
    if run:
        yield run


def _stands_alone(reading: Reading) -> bool:
    """Whether it says who is who, or moves two patients at once: what comes before and after depends on it."""
    try:
        return reading.format.stands_alone(reading.message)
    except Refusal:
        return False


class _Run:
    """Readings applied together, each stage one call of the room that owns it."""

    def __init__(self, readings: Sequence[Reading], by: Actor, *, waits_for_stays: bool) -> None:
        self._readings = readings
        self._by = by
        self._waits_for_stays = waits_for_stays
        self._patients: dict[Reading, tuple[UUID, ...]] = {}
        self._referring = {
            reading: cast("Refers", reading.format) for reading in readings if _refers(type(reading.format))
        }

    def apply(self) -> None:
        """Who, then how they relate, then where they are, then what is known of them."""
        self._acquaint()
        self._identify()
        self._find_patients()
        self._link()
        self._move()
        self._chart()
        self._book()
        self._furnish()

    def _acquaint(self) -> None:
        for format_ in dict.fromkeys(self._referring.values()):
            told = [(one.message, one.context) for one, its_format in self._referring.items() if its_format is format_]
            format_.acquaint(told, self._by)

    def _identify(self) -> None:
        told = self._told(lambda reading: reading.format.identities(reading.message, reading.context))
        identified = patients.receive_identities(facts=self._named(told), by=self._by)
        # A name put right shows at the bed at once.
        places.outdate(wards=known_stays.wards_of(identified.changed))
        ids = iter(identified)
        self._patients = {reading: tuple(islice(ids, len(facts))) for reading, facts in told.items()}
        for reading, found in self._patients.items():
            reading.patient = found[0] if found else None
            reading.suspicions = suspicions_of_identities(told[reading], shifted=reading.id in identified.replaced)

    def _find_patients(self) -> None:
        """The patients of messages that only refer to theirs; until somebody has told of that patient they wait."""
        meant = {
            reading: numbers
            for reading, format_ in self._referring.items()
            if reading.patient is None and (numbers := format_.patient_meant(reading.message, reading.context))
        }
        known = known_patients.patients_by_number(_flat(meant.values())) if meant else {}
        for reading, numbers in meant.items():
            found = {known[number] for number in numbers if number in known}
            if len(found) == 1:
                reading.patient = found.pop()
                self._patients[reading] = (reading.patient,)
            else:
                reading.refusal = Refusal(Reason.SEVERAL_PATIENTS if found else Reason.UNKNOWN_PATIENT)
        self._check(meant)

    def _named(self, told: dict[Reading, Sequence[IdentityFact]]) -> list[IdentityFact]:
        """The facts in order, those of lists with the numbers of whoever they speak of."""
        answers = iter(known_patients.with_numbers(_flat(told.values())))
        named: list[IdentityFact] = []
        for reading, facts in told.items():
            for found in islice(answers, len(facts)):
                if found is None:
                    reading.refusal = Refusal(Reason.NUMBER_OF_ANOTHER)
                else:
                    named.append(found)
        self._check(told)
        return named

    @staticmethod
    def _check(readings: Iterable[Reading]) -> None:
        if any(reading.refusal for reading in readings):
            raise _RefusedInRun

    def _link(self) -> None:
        if len(self._readings) == 1:
            facts = _flat(self._told(lambda reading: reading.format.links(reading.message, reading.context)).values())
            if facts:
                self._readings[0].suspicions |= suspicions_of_links(facts)
                patients.receive_links(facts=facts, by=self._by)
                numbers = {one.value for fact in facts for one in (*fact.kept, *fact.other)}
                # Two files that are one patient's say other names and allergies than one of them did.
                places.outdate(wards=known_stays.wards_of(known_patients.holders_of(numbers)))

    def _move(self) -> None:
        patients_of = self._patients
        told = self._told(
            lambda reading: reading.format.movements(reading.message, reading.context, patients_of[reading])
        )
        movements = {reading: said.movements for reading, said in told.items()}
        if facts := _flat(movements.values()):
            ids = iter(stays.receive_movements(facts=facts, by=self._by))
            for reading, moved in movements.items():
                reading.suspicions |= suspicions_of_movements(moved, reading.context.received_at)
                reading.stay = next((stay for stay in list(islice(ids, len(moved))) if stay), None)
        if swaps := _flat(said.swaps for said in told.values()):
            stays.receive_swaps(facts=swaps, by=self._by)
        if links := _flat(said.visit_links for said in told.values()):
            stays.receive_visit_links(facts=links, by=self._by)
        self._find_stays()

    def _find_stays(self) -> None:
        """The stays of messages that move nobody, by their visit number."""
        visits = {
            reading: visit
            for reading in self._readings
            if reading.stay is None and (visit := reading.format.visit(reading.message, reading.context))
        }
        if visits:
            known = known_stays.stays_by_visit(numbers=set(visits.values()))
            for reading, visit in visits.items():
                reading.stay = known.get(visit)
                if reading.stay is None and self._waits_for_stays and reading in self._referring:
                    reading.refusal = Refusal(Reason.UNKNOWN_STAY)
            self._check(visits)

    def _chart(self) -> None:
        told = self._told(_charted)
        for receive, kind in (
            (charts.receive_allergy_lists, "allergies"),
            (charts.receive_conditions, "conditions"),
            (charts.receive_treatments, "treatments"),
            (charts.receive_administrations, "administrations"),
            (charts.receive_precautions, "precautions"),
            (charts.receive_code_statuses, "code_statuses"),
            (charts.receive_devices, "devices"),
            (charts.receive_procedures, "procedures"),
            (patients.receive_contacts, "contacts"),
            (charts.receive_reports, "reports"),
            (charts.receive_documents, "documents"),
        ):
            if facts := _flat(getattr(said, kind) for said in told.values()):
                receive(facts=facts, by=self._by)

    def _book(self) -> None:
        told = self._told(
            lambda reading: reading.format.appointments(reading.message, reading.context, reading.patient)
        )
        if facts := _flat(told.values()):
            agenda.receive_appointments(facts=facts, by=self._by)

    def _furnish(self) -> None:
        if not any(map(_tells_of_the_house, {type(reading.format) for reading in self._readings})):
            return
        told = self._told(_of_the_house)
        if wards := _flat(said.wards for said in told.values()):
            last = max(reading.context.received_at for reading in self._readings)
            places.describe(facts=wards, by=self._by, occurred_at=last)
        if entries := _flat(said.archive for said in told.values()):
            archive.receive_entries(facts=entries, by=self._by)
        if people := _flat(said.staff for said in told.values()):
            directory.receive_staff(facts=people, by=self._by)

    def _told(self, translate: Callable[[Reading], Told]) -> dict[Reading, Told]:
        """What each reading tells of one kind; when some refuse, the run is taken back and done without them."""
        told = {}
        refused = False
        for reading in self._readings:
            try:
                told[reading] = translate(reading)
            except Refusal as refusal:
                reading.refusal, refused = refusal, True
        if refused:
            raise _RefusedInRun
        return told


def _charted(reading: Reading) -> ChartFacts:
    if reading.patient is None:
        return ChartFacts()
    return reading.format.charts(reading.message, reading.context, reading.patient, reading.stay)


def _of_the_house(reading: Reading) -> HouseFacts:
    if _tells_of_the_house(type(reading.format)):
        return cast("TellsOfTheHouse", reading.format).house(reading.message, reading.context)
    return _NOTHING_OF_THE_HOUSE


# Asked for every message: a protocol is slow to check.
@cache
def _tells_of_the_house(kind: type) -> bool:
    return issubclass(kind, TellsOfTheHouse)


@cache
def _refers(kind: type) -> bool:
    return issubclass(kind, Refers)


def _flat(told: Iterable[Iterable[Told]]) -> list[Told]:
    return [fact for facts in told for fact in facts]


def _refusal(fault: Exception) -> Refusal:
    """What a room refuses, by its name; else a fault of this box."""
    if reason := next((reason for kind, reason in _REFUSED_BY_ROOMS.items() if isinstance(fault, kind)), None):
        return Refusal(reason)
    _report(fault)
    return Refusal(Reason.FAULT, detail=type(fault).__name__)


def _report(fault: Exception) -> None:
    """Say once where it breaks, without the values it breaks on: they are a patient's. The quarantine counts."""
    frames = "".join(traceback.format_tb(fault.__traceback__))
    if frames not in _reported:
        _reported.add(frames)
        logger.error("messages that cannot be applied: %s\n%s", type(fault).__name__, frames)
