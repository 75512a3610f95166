"""The last dose given of each order, and the one missed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from permanence.care.charts.rules.facts import AdministrationStatus

# A dose that was begun is in the patient.
GIVEN = frozenset(
    {
        AdministrationStatus.COMPLETED,
        AdministrationStatus.IN_PROGRESS,
        AdministrationStatus.STOPPED,
        AdministrationStatus.UNKNOWN,
    }
)
MISSED = frozenset({AdministrationStatus.NOT_DONE, AdministrationStatus.ON_HOLD})


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose as told."""

    order_key: str
    label: str
    dose: str
    route: str
    status: AdministrationStatus
    given_at: datetime
    given_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class LastDoses:
    """Of one order: the last dose given, and the last one missed when that was later."""

    given: Dose | None
    missed: Dose | None


def last_doses(doses: Iterable[Dose]) -> dict[str, LastDoses]:
    """Order -> its last doses; an order all of whose doses were taken back is there too, with none."""
    given: dict[str, Dose] = {}
    missed: dict[str, Dose] = {}
    keys: dict[str, None] = {}
    for dose in sorted(doses, key=lambda dose: dose.given_at):
        keys[dose.order_key] = None
        if dose.status in GIVEN:
            given[dose.order_key] = dose
        elif dose.status in MISSED:
            missed[dose.order_key] = dose
    return {key: _last(given.get(key), missed.get(key)) for key in keys}


def _last(given: Dose | None, missed: Dose | None) -> LastDoses:
    if given and missed and missed.given_at <= given.given_at:
        missed = None
    return LastDoses(given, missed)
