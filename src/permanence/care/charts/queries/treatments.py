"""The treatments of a chart with the last dose of each, and the doses given beside them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from permanence.care.charts.queries.gathered import OrderOf
from permanence.care.charts.queries.lines import is_of
from permanence.care.charts.rules import AdministrationStatus, Dose, LastDoses, TreatmentState, last_doses

# A dose older than this whose order does not run is in the record, not on the page one grabs.
DOSES_KEPT_IN_SIGHT = timedelta(hours=24)
_NO_DOSE = LastDoses(None, None)


@dataclass(frozen=True, slots=True)
class DoseLine:
    """One dose given, or missed and why; `status` is FHIR's MedicationAdministration.status."""

    label: str
    dose: str
    route: str
    status: AdministrationStatus
    given_at: datetime
    given_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TreatmentLine:
    """One active medication order.

    `last_given_at` is None when no feed said it was given; `last_dose` says more of that dose when a feed did, and
    `missed` is a dose that was not given since.
    """

    label: str
    dose: str
    route: str
    frequency: str
    starts_at: datetime | None
    ends_at: datetime | None
    last_given_at: datetime | None
    last_dose: DoseLine | None
    missed: DoseLine | None
    order_number: str


@dataclass(frozen=True, slots=True)
class Medication:
    """What a patient is given: the orders that run, and doses of the last day that belong to none of them."""

    treatments: tuple[TreatmentLine, ...]
    other_doses: tuple[DoseLine, ...]


def medication(
    orders: Iterable[OrderOf], doses: Iterable[tuple[UUID | None, Dose]], of: Collection[UUID], as_of: datetime
) -> Medication:
    """Orders that run (of these stays or of none, begun, not held, not past their end) with the last dose of each.

    A dose that names no known order belongs to the order of the same words, if there is one.
    """
    running = _running(orders, of, as_of)
    by_words = {one.order.label.casefold(): key for key, one in running.items()}
    last = last_doses(dose for stay, dose in doses if is_of(stay, of))
    of_order: dict[str, LastDoses] = {}
    others: list[DoseLine] = []
    for key, known in last.items():
        words = next((dose.label.casefold() for dose in (known.given, known.missed) if dose), "")
        order = key if key in running else by_words.get(words, "")
        if order and order not in of_order:
            of_order[order] = known
        elif known.given and known.given.given_at >= as_of - DOSES_KEPT_IN_SIGHT:
            others.append(_dose_line(known.given))
    lines = [_treatment_line(one, of_order.get(key)) for key, one in running.items()]
    return Medication(
        tuple(sorted(lines, key=lambda line: line.label.casefold())),
        tuple(sorted(others, key=lambda line: line.given_at, reverse=True)),
    )


def _running(orders: Iterable[OrderOf], of: Collection[UUID], as_of: datetime) -> dict[str, OrderOf]:
    newest: dict[str, OrderOf] = {}
    for one in orders:
        known = newest.get(one.order_key)
        # After a merge the two files may each hold a part of one order's story.
        if known is None or one.order.latest_at > known.order.latest_at:
            newest[one.order_key] = one
    return {
        key: one
        for key, one in newest.items()
        if is_of(one.stay, of) and one.order.state is TreatmentState.ACTIVE and not _is_past(one.order.ends_at, as_of)
    }


def _treatment_line(one: OrderOf, doses: LastDoses | None) -> TreatmentLine:
    # Where doses are told one by one they say more than the order, also that one was taken back.
    given = (doses or _NO_DOSE).given
    missed = (doses or _NO_DOSE).missed
    return TreatmentLine(
        label=one.order.label,
        dose=one.order.dose,
        route=one.order.route,
        frequency=one.order.frequency,
        starts_at=one.order.starts_at,
        ends_at=one.order.ends_at,
        last_given_at=(given.given_at if given else None) if doses else one.order.last_given_at,
        last_dose=_dose_line(given) if given else None,
        missed=_dose_line(missed) if missed else None,
        order_number="" if one.order_key.startswith("label:") else one.order_key,
    )


def _dose_line(dose: Dose) -> DoseLine:
    return DoseLine(dose.label, dose.dose, dose.route, dose.status, dose.given_at, dose.given_by, dose.reason)


def _is_past(ends_at: datetime | None, as_of: datetime) -> bool:
    return ends_at is not None and ends_at < as_of
