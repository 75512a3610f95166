"""Whether a medication order runs, by what was told of it (HL7 v2.5 table 0119, order control codes)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from permanence.care.charts.rules.facts import AdministrationFact, TreatmentFact

_STARTS = frozenset({"NW", "OK", "RO", "XO", "XX", "XR", "RF", "SN", "CH", "PA", "AF"})
# Cancelled, discontinued, and replaced by another order.
_ENDS = frozenset({"CA", "OC", "CR", "DC", "OD", "DR", "RP", "RQ", "RU"})
_HOLDS = frozenset({"HD", "OH", "HR"})
_RELEASES = frozenset({"RL", "OE", "OR"})


class TreatmentState(StrEnum):
    """How an order stands."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Order:
    """An order as all that was told of it leaves it; `latest_at` is the newest instant told of."""

    state: TreatmentState
    label: str
    dose: str
    route: str
    frequency: str
    starts_at: datetime | None
    ends_at: datetime | None
    last_given_at: datetime | None
    latest_at: datetime


def order_key(fact: TreatmentFact | AdministrationFact) -> str:
    """What tells an order of a patient from the others: its number, else what is given."""
    return fact.order_number or f"label:{fact.label.casefold()}"


def fold_treatment(facts: Iterable[TreatmentFact]) -> Order | None:
    """How an order stands after all that was told of it, in any order of arrival; None when nothing was told."""
    order: Order | None = None
    for fact in sorted(facts, key=_happening):
        order = step_treatment(order, fact)
    return order


def step_treatment(order: Order | None, fact: TreatmentFact) -> Order:
    """How an order stands after one more fact, the newest; what a fact does not say stays as it was."""
    if order is None:
        order = Order(TreatmentState.ACTIVE, "", "", "", "", None, None, None, fact.occurred_at)
    given = [instant for instant in (order.last_given_at, fact.last_given_at) if instant]
    return Order(
        state=_state_after(order.state, fact.status.upper()),
        label=fact.label or order.label,
        dose=fact.dose or order.dose,
        route=fact.route or order.route,
        frequency=fact.frequency or order.frequency,
        starts_at=fact.starts_at or order.starts_at,
        ends_at=fact.ends_at or order.ends_at,
        last_given_at=max(given, default=None),
        latest_at=max(order.latest_at, fact.occurred_at),
    )


def _state_after(state: TreatmentState, status: str) -> TreatmentState:
    if status in _ENDS:
        return TreatmentState.ENDED
    if status in _STARTS:
        return TreatmentState.ACTIVE
    if state is not TreatmentState.ENDED and status in _HOLDS:
        return TreatmentState.ON_HOLD
    if state is TreatmentState.ON_HOLD and status in _RELEASES:
        return TreatmentState.ACTIVE
    return state


def _happening(fact: TreatmentFact) -> tuple[datetime, UUID]:
    return fact.occurred_at, fact.source
