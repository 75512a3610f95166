"""Receiving changes of number and of patient: a stay goes on under another number, or as another patient's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction

from permanence.care.patients.queries import survivors_of
from permanence.care.stays.models import Stay, StayLink
from permanence.care.stays.queries import stored
from permanence.care.stays.queries.stored import StoredStay
from permanence.care.stays.rules import IN_HOSPITAL, NOTHING_KNOWN, VisitLinkFact, VisitNumber, digest, fold
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.places import operations as places
from permanence.foundation.rows import insert, overwrite, take_turns


class StayOfAnotherPatient(Exception):
    """The number is held by the stay of a patient of whom this fact says nothing."""


def receive_visit_links(*, facts: Sequence[VisitLinkFact], by: Actor) -> None:
    """Take what is said of stays' numbers and patients: a stay changes number, joins another, or becomes a patient's.

    The old number stays known and leads to the stay that goes on, whether it was heard of before or only comes later. A
    stay that joins another brings its movements along; its own rows stay as they were told. Without any number, every
    stay of the other patient becomes the kept patient's. Refuses the whole call when a number is held by the stay of a
    patient the fact does not name (`StayOfAnotherPatient`). Logs `stays.links_received`.
    """
    if not facts:
        return
    with transaction.atomic():
        take_turns("stays")
        wards: set[UUID] = set()
        for fact in facts:
            wards |= _Change.read(fact).write(by)
        places.outdate(wards=wards)
        ledger.record(
            kind="stays.links_received",
            subject="stays",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


@dataclass(slots=True)
class _Change:
    """What one fact changes."""

    fact: VisitLinkFact
    other: StoredStay | None = None
    kept: StoredStay | None = None
    # Every stay of the other patient, when the fact names no stay.
    all_of_other: list[StoredStay] = field(default_factory=list)

    @classmethod
    def read(cls, fact: VisitLinkFact) -> "_Change":
        """The stays a fact speaks of, as they stand."""
        change = cls(fact)
        told_of = survivors_of({patient for patient in (fact.other_patient, fact.kept_patient) if patient})
        patients = set(told_of.values())
        change.other, change.kept = (_going_on(number, patients) for number in (fact.other_visit, fact.kept_visit))
        if fact.other_visit is None and fact.kept_visit is None and fact.other_patient:
            change.all_of_other = stored.stored_of_patients([fact.other_patient]).get(fact.other_patient, [])
        return change

    def write(self, by: Actor) -> set[UUID]:
        """Write what changes and the row that says so; the wards whose screens must look again."""
        fact = self.fact
        if fact.other_visit is None or fact.kept_visit is None or fact.kept_visit == fact.other_visit:
            moved = [stay for stay in (self.other or self.kept, *self.all_of_other) if stay] or self._announced()
            self._give_to_kept_patient(moved)
            for stay in moved:
                self._say(by, stay.id, stay.id)
            return _wards(moved)
        kept = self._goes_on(fact.kept_visit)
        if self.other is None:
            self._lead(fact.other_visit, kept)
        elif self.other.id != kept.id:
            self._absorb(self.other, kept)
        self._say(by, None if self.other is None else self.other.id, kept.id)
        return _wards([kept, *([self.other] if self.other else [])])

    def _goes_on(self, number: VisitNumber) -> StoredStay:
        """The stay that goes on under the kept number."""
        if self.kept:
            self._give_to_kept_patient([self.kept])
            return self.kept
        if self.other is None:
            return self._opened(number)
        old = self.other.number
        overwrite(Stay, ("visit_authority", "visit_number"), [(number.authority, number.value, self.other.id)])
        self._give_to_kept_patient([self.other])
        self._lead(old, self.other)
        return self.other

    def _announced(self) -> list[StoredStay]:
        """The stay of a number nobody heard of yet: what is told of it later is the kept patient's."""
        number = self.fact.other_visit or self.fact.kept_visit
        return [self._opened(number)] if number else []

    def _opened(self, number: VisitNumber, absorbed_into: UUID | None = None) -> StoredStay:
        stay = StoredStay(
            id=new_id(),
            number=number,
            numbered_here=False,
            contests=None,
            absorbed_into=absorbed_into,
            file=self.fact.kept_patient,
            position=replace(NOTHING_KNOWN, latest_at=self.fact.occurred_at),
            # Whatever is told of it later is placed among all that was told before.
            revised=True,
        )
        insert(
            Stay,
            (*stored.IDENTITY_COLUMNS, "revised", "occurred_at", *stored.POSITION_COLUMNS),
            [(*stay.identity, True, self.fact.occurred_at, *stored.values_of_position(stay.position))],
        )
        return stay

    def _lead(self, old: VisitNumber, kept: StoredStay) -> None:
        self._opened(old, absorbed_into=kept.id)

    def _absorb(self, other: StoredStay, kept: StoredStay) -> None:
        already = stored.absorbed_by([other.id])
        overwrite(Stay, ("absorbed_into",), [(kept.id, stay) for stay in (other.id, *already)])
        position = fold(stored.histories_of([kept.id])[kept.id])
        position = replace(position, latest_at=position.latest_at or self.fact.occurred_at)
        columns = ("revised", *stored.POSITION_COLUMNS)
        overwrite(Stay, columns, [(True, *stored.values_of_position(position), kept.id)])

    def _give_to_kept_patient(self, stays: Collection[StoredStay]) -> None:
        overwrite(Stay, ("patient",), [(self.fact.kept_patient, stay.id) for stay in stays])

    def _say(self, by: Actor, other: UUID | None, kept: UUID) -> None:
        fact = self.fact
        insert(
            StayLink,
            ("other_patient", "other_stay", "kept_patient", "kept_stay", "source", "said_by", "occurred_at"),
            [(fact.other_patient, other, fact.kept_patient, kept, fact.source, str(by), fact.occurred_at)],
        )


def _going_on(number: VisitNumber | None, patients: Collection[UUID]) -> StoredStay | None:
    """The stay that goes on under a number and is one of these patients'; None when nobody heard of the number."""
    found = [stay for stay in stored.stored_by_number([number.value]) if stay.number == number] if number else []
    if not found:
        return None
    absorber = found[0].absorbed_into
    holder = stored.stored_by_id([absorber])[0] if absorber else found[0]
    candidates = [holder, *stored.contestants_of([holder.id])]
    survivors = survivors_of({stay.file for stay in candidates})
    for stay in candidates:
        if survivors[stay.file] in patients:
            return stay
    raise StayOfAnotherPatient(number)


def _wards(stays: Collection[StoredStay]) -> set[UUID]:
    return {ward for stay in stays if stay.position.state in IN_HOSPITAL and (ward := stay.position.place.ward)}
