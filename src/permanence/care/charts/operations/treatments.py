"""Receiving medication orders: what is told of each is kept, and the order says whether it runs."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from uuid import UUID

from django.db import transaction

from permanence.care.charts.models import Treatment, TreatmentChange
from permanence.care.charts.rules import (
    Order,
    TreatmentFact,
    TreatmentState,
    digest,
    fold_treatment,
    order_key,
    step_treatment,
)
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, overwrite, read, take_turns

_ORDER = (
    "state", "label", "dose", "route", "frequency", "starts_at", "ends_at", "last_given_at", "latest_at",
)  # fmt: skip
_TOLD = (
    "status", "label", "dose", "route", "frequency", "starts_at", "ends_at", "last_given_at", "occurred_at", "source",
)  # fmt: skip


def receive_treatments(*, facts: Sequence[TreatmentFact], by: Actor) -> None:
    """Keep what is told of medication orders: begun, changed, given, held, ended.

    Whether an order runs follows from when things happened, not from when they were told. Refuses nothing. Logs
    `charts.treatments_received`.
    """
    if not facts:
        return
    with transaction.atomic():
        take_turns("charts.treatments")
        courses = _read(facts)
        for fact in facts:
            course = courses.setdefault((fact.patient, order_key(fact)), _Course(new_id(), fact.patient, fact.stay))
            course.take(fact)
        _write(courses)
        ledger.record(
            kind="charts.treatments_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


@dataclass(slots=True)
class _Course:
    """One order while facts apply to it; `known` is what was told before, read only when a fact comes late."""

    id: UUID
    patient: UUID
    stay: UUID | None
    order: Order | None = None
    stored: bool = False
    known: list[TreatmentFact] = field(default_factory=list)
    told: list[TreatmentFact] = field(default_factory=list)

    def take(self, fact: TreatmentFact) -> None:
        """Apply one fact: alone when it is the newest, else among all."""
        self.stay = self.stay or fact.stay
        self.told.append(fact)
        if self.order is None or fact.occurred_at > self.order.latest_at:
            self.order = step_treatment(self.order, fact)
        else:
            self.order = fold_treatment([*self.known, *self.told])


def _read(facts: Sequence[TreatmentFact]) -> dict[tuple[UUID, str], _Course]:
    """The orders these facts speak of, as stored; a second query for the histories of those told of late."""
    told_of: dict[tuple[UUID, str], list[TreatmentFact]] = {}
    for fact in facts:
        told_of.setdefault((fact.patient, order_key(fact)), []).append(fact)
    rows = read(Treatment, ("id", "patient", "stay", "order_key", *_ORDER), "patient", {key[0] for key in told_of})
    courses = {
        (patient, key): _Course(id_, patient, stay, Order(TreatmentState(state), *order), stored=True)
        for id_, patient, stay, key, state, *order in rows
        if (patient, key) in told_of
    }
    late = {course.id: (course, key) for key, course in courses.items() if _is_late(course, told_of[key])}
    for id_, *told in read(TreatmentChange, ("treatment", *_TOLD), "treatment", late):
        course, (patient, number) = late[id_]
        course.known.append(_fact(patient, number, told))
    return courses


def _is_late(course: _Course, facts: Sequence[TreatmentFact]) -> bool:
    latest = course.order.latest_at if course.order else None
    for fact in facts:
        if latest and fact.occurred_at <= latest:
            return True
        latest = fact.occurred_at
    return False


def _fact(patient: UUID, number: str, told: Sequence[object]) -> TreatmentFact:
    return TreatmentFact(patient, None, number, *told)  # type: ignore[arg-type]


def _write(courses: dict[tuple[UUID, str], _Course]) -> None:
    insert(
        Treatment,
        ("id", "patient", "stay", "order_key", "occurred_at", *_ORDER),
        (
            (course.id, course.patient, course.stay, key, course.told[0].occurred_at, *_values(course))
            for (_, key), course in courses.items()
            if not course.stored
        ),
    )
    overwrite(
        Treatment,
        ("stay", *_ORDER),
        ((course.stay, *_values(course), course.id) for course in courses.values() if course.stored),
    )
    insert(
        TreatmentChange,
        ("treatment", *_TOLD),
        (
            (course.id, *(getattr(fact, column) for column in _TOLD))
            for course in courses.values()
            for fact in course.told
        ),
    )


def _values(course: _Course) -> tuple[object, ...]:
    return astuple(course.order) if course.order else ()
