"""The stays a call speaks of, held while its facts apply to them, then written in bulk."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from permanence.care.patients.queries import survivors_of
from permanence.care.stays.models import Movement as MovementRecord
from permanence.care.stays.models import Stay
from permanence.care.stays.queries import stored
from permanence.care.stays.rules import (
    IN_HOSPITAL,
    NOTHING_KNOWN,
    Movement,
    MovementFact,
    Position,
    VisitNumber,
    fold,
    own_number,
    stay_meant,
    step,
)
from permanence.foundation import node
from permanence.foundation.ids import new_id
from permanence.foundation.rows import insert, overwrite

_IDENTITY_COLUMNS = ("id", "visit_authority", "visit_number", "numbered_here", "contests", "patient", "occurred_at")
_TOLD_COLUMNS = ("stay", "historic", "nature", *stored.MOVEMENT_COLUMNS)


@dataclass(slots=True)
class History:
    """One stay while facts apply to it; `movements` is None until something needs them all."""

    id: UUID
    number: VisitNumber
    file: UUID
    numbered_here: bool = False
    contests: UUID | None = None
    position: Position = NOTHING_KNOWN
    revised: bool = False
    was_revised: bool = False
    # As stored; None for a stay that is new.
    before: Position | None = None
    movements: list[Movement] | None = None
    told: list[tuple[MovementFact, Movement]] = field(default_factory=list)

    def needs_all(self, facts: Iterable[MovementFact]) -> bool:
        """Whether one of these facts cannot be placed without every movement told before."""
        latest, revised = self.position.latest_at, self.revised
        for fact in facts:
            if revised or fact.revises or (latest and fact.occurred_at <= latest):
                return True
            latest = fact.occurred_at
        return False

    def take(self, fact: MovementFact, movement: Movement) -> None:
        """Apply one movement: alone when it happened last and nothing was ever revised, else among all of them."""
        alone = not self.needs_all([fact])
        if not alone:
            if self.movements is None:
                self.movements = stored.histories_of([self.id])[self.id]
            if any(known.identity == movement.identity for known in self.movements):
                return
        if self.movements is not None:
            self.movements.append(movement)
        self.told.append((fact, movement))
        self.revised = self.revised or fact.revises
        self.position = step(self.position, movement) if alone else fold(self.movements or ())

    @property
    def identity(self) -> tuple[object, ...]:
        """The columns that say which stay this is."""
        first = self.told[0][1].occurred_at
        return (
            self.id,
            self.number.authority,
            self.number.value,
            self.numbered_here,
            self.contests,
            self.file,
            first,
        )

    @property
    def wards_shown(self) -> set[UUID]:
        """The wards whose screens show this stay, or did."""
        shown = [position for position in (self.before, self.position) if position and position.state in IN_HOSPITAL]
        return {position.place.ward for position in shown if position.place.ward}


@dataclass(slots=True)
class Histories:
    """The stays that a batch of facts may speak of."""

    by_id: dict[UUID, History] = field(default_factory=dict)
    by_number: dict[VisitNumber, History] = field(default_factory=dict)
    # Stays of patients of whom something is told without a number.
    by_patient: dict[UUID, list[History]] = field(default_factory=dict)
    # (stay that holds the number, patient it came with) -> that patient's own stay.
    by_contest: dict[tuple[UUID, UUID], History] = field(default_factory=dict)
    # (stay, patient) of stays that were another patient's before.
    moved_from: set[tuple[UUID, UUID]] = field(default_factory=set)
    survivors: dict[UUID, UUID] = field(default_factory=dict)

    @classmethod
    def reading(cls, facts: Sequence[MovementFact]) -> "Histories":
        """Read what these facts need: one query for known stays and new movements, a few more for the rest."""
        histories = cls()
        histories._read_numbers({fact.visit for fact in facts if fact.visit})
        unnumbered = {fact.patient for fact in facts if fact.visit is None}
        for patient, stays in stored.stored_of_patients(unnumbered).items() if unnumbered else ():
            histories.by_patient[patient] = [histories._hold(stay) for stay in stays]
        histories._read_contests(facts)
        histories._read_movements(facts)
        return histories

    def history_of(self, fact: MovementFact) -> History:
        """The stay a fact speaks of, opened when there is none."""
        if fact.visit is None:
            return stay_meant(fact, self.by_patient.get(fact.patient, ())) or self._open(fact, None)
        history = self.by_number.get(fact.visit)
        if history is None:
            return self._open(fact, fact.visit)
        if self._is_of(history, fact.patient):
            return history
        contestant = self.by_contest.get((history.id, self._living(fact.patient)))
        return contestant or self._open(fact, None, contests=history.id)

    def write(self) -> set[UUID]:
        """Write every stay that was told something new; the wards whose screens must look again."""
        touched = [history for history in self.by_id.values() if history.told]
        insert(
            Stay,
            (*_IDENTITY_COLUMNS, "revised", *stored.POSITION_COLUMNS),
            (
                (*one.identity, one.revised, *stored.values_of_position(one.position))
                for one in touched
                if one.before is None
            ),
        )
        changed, confirmed = [], []
        for one in touched:
            if one.before:
                values = stored.values_of_position(one.position)
                same = values[:-1] == stored.values_of_position(one.before)[:-1] and one.revised == one.was_revised
                if same:
                    confirmed.append((values[-1], one.id))
                else:
                    changed.append((one.revised, *values, one.id))
        overwrite(Stay, ("revised", *stored.POSITION_COLUMNS), changed)
        # Most of what feeds repeat changes nothing but how old the picture is.
        overwrite(Stay, stored.POSITION_COLUMNS[-1:], confirmed)
        insert(
            MovementRecord,
            _TOLD_COLUMNS,
            (
                (one.id, fact.historic, fact.nature, *stored.values_of_movement(movement))
                for one in touched
                for fact, movement in one.told
            ),
        )
        return {ward for one in touched for ward in one.wards_shown}

    def _open(self, fact: MovementFact, number: VisitNumber | None, contests: UUID | None = None) -> History:
        id_ = new_id()
        history = History(
            id_,
            number or own_number(id_, node.origin()),
            fact.patient,
            numbered_here=number is None,
            contests=contests,
            movements=[],
        )
        self._index(history)
        if contests:
            self.by_contest[contests, self._living(history.file)] = history
        self.by_patient.setdefault(fact.patient, []).append(history)
        return history

    def _hold(self, stay: stored.StoredStay) -> History:
        known = self.by_id.get(stay.id)
        if known is None:
            known = History(
                stay.id,
                stay.number,
                stay.file,
                numbered_here=stay.numbered_here,
                contests=stay.contests,
                position=stay.position,
                revised=stay.revised,
                was_revised=stay.revised,
                before=stay.position,
            )
            self._index(known)
        return known

    def _index(self, history: History) -> None:
        self.by_id[history.id] = history
        self.by_number[history.number] = history

    def _living(self, patient: UUID) -> UUID:
        return self.survivors.get(patient, patient)

    def _is_of(self, history: History, patient: UUID) -> bool:
        same = patient == history.file or self._living(patient) == self._living(history.file)
        return same or (history.id, patient) in self.moved_from

    def _read_numbers(self, numbers: Collection[VisitNumber]) -> None:
        if not numbers:
            return
        found = stored.stored_by_number({number.value for number in numbers})
        absorbed = {stay.number: stay.absorbed_into for stay in found if stay.absorbed_into and stay.number in numbers}
        for stay in (*found, *(stored.stored_by_id(set(absorbed.values())) if absorbed else ())):
            if stay.absorbed_into is None:
                self._hold(stay)
        self.by_number |= {number: self.by_id[kept] for number, kept in absorbed.items() if kept in self.by_id}

    def _read_contests(self, facts: Iterable[MovementFact]) -> None:
        """What is needed when a number comes with another patient than the one whose stay holds it."""
        patients: dict[VisitNumber, set[UUID]] = {}
        for fact in facts:
            if fact.visit:
                patients.setdefault(fact.visit, set()).add(fact.patient)
        for number, history in self.by_number.items():
            if number in patients:
                patients[number].add(history.file)
        contested = {number: told for number, told in patients.items() if len(told) > 1}
        if not contested:
            return
        held = {self.by_number[number].id for number in contested if number in self.by_number}
        contestants = stored.contestants_of(held)
        files = {patient for told in contested.values() for patient in told} | {stay.file for stay in contestants}
        self.survivors = survivors_of(files)
        self.moved_from = stored.former_patients(held)
        for stay in contestants:
            if stay.contests:
                self.by_contest[stay.contests, self._living(stay.file)] = self._hold(stay)

    def _read_movements(self, facts: Iterable[MovementFact]) -> None:
        """The histories that some fact cannot do without, in one read."""
        told: dict[UUID, list[MovementFact]] = {}
        for fact in facts:
            for history in self._may_mean(fact):
                told.setdefault(history.id, []).append(fact)
        needed = {id_ for id_, of_stay in told.items() if self.by_id[id_].needs_all(of_stay)}
        if needed:
            for id_, movements in stored.histories_of(needed).items():
                self.by_id[id_].movements = movements

    def _may_mean(self, fact: MovementFact) -> Sequence[History]:
        if fact.visit is None:
            return self.by_patient.get(fact.patient, ())
        history = self.by_number.get(fact.visit)
        if history is None or self._is_of(history, fact.patient):
            return (history,) if history else ()
        contestant = self.by_contest.get((history.id, self._living(fact.patient)))
        return (contestant,) if contestant else ()
