"""What it costs to receive a movement or a report, in batches of a busy feed: `python benchmarks/stays.py [--json]`.

Movements are those of one hospital filling up: every patient is admitted, spoken of, transferred, spoken of again, and
some transfers are taken back. Commits are not counted: one serves a whole batch of messages.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

os.environ.setdefault("PERMANENCE_HOME", tempfile.mkdtemp(prefix="permanence-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from permanence.care.charts import operations as charts  # noqa: E402
from permanence.care.charts.operations import ReportFact, Result  # noqa: E402
from permanence.care.patients import operations as patients  # noqa: E402
from permanence.care.stays import operations as stays  # noqa: E402
from permanence.care.stays.operations import Action, MovementFact, MovementKind, StayClass, VisitNumber  # noqa: E402
from permanence.foundation.actors import Actor  # noqa: E402
from permanence.foundation.ids import new_id  # noqa: E402
from permanence.foundation.places import operations as places  # noqa: E402
from permanence.foundation.places.operations import PlaceFact  # noqa: E402

FEED = Actor("feed", "BENCH")
START = datetime(2026, 11, 1, tzinfo=UTC)
PATIENTS, WARDS, BEDS = 3_200, 44, 880
BATCHES = (1, 32, 256)
BEDS_KNOWN = [PlaceFact(f"UF{number % WARDS}", f"{number // WARDS}", "1", "CHX") for number in range(BEDS)]
Receive = Callable[..., object]


def main() -> None:
    """Print the table."""
    call_command("migrate", verbosity=0)
    # The map is learned once in the life of a hospital.
    places.ensure_places(facts=BEDS_KNOWN, by=FEED, occurred_at=START)
    rows = [row for size in BATCHES for row in measured(admitted(size), size)]
    if "--json" in sys.argv:
        print(json.dumps({"vendor": connection.vendor, "rows": rows}))
        return
    print(f"{connection.vendor}; {PATIENTS} facts a row; commits not counted")
    print(f"{'batch':>6}  {'facts':36} {'us/fact p50':>12} {'p95':>8} {'CPU us/fact':>12}")
    for row in rows:
        print(f"{row['batch']:6}  {row['facts']:36} {row['p50']:12.0f} {row['p95']:8.0f} {row['cpu']:12.0f}")


def admitted(size: int) -> list[MovementFact]:
    """The admission of each of many patients, whom the box knows."""
    told = [
        patients.IdentityFact(
            (patients.IdentifierFact("CHX", f"{size}{number:06}", "PI"),),
            patients.Traits(birth_family=f"NOM{number}", birth_given="JEANNE", sex=patients.Sex.FEMALE),
            START,
            new_id(),
        )
        for number in range(1, PATIENTS + 1)
    ]
    ids = patients.receive_identities(facts=told, by=FEED)
    return [movement(patient, f"{size}-{number}", number) for number, patient in enumerate(ids)]


def movement(patient: UUID, visit: str, number: int) -> MovementFact:
    """An admission as a French feed tells it."""
    return MovementFact(
        patient,
        VisitNumber("CHX", visit),
        MovementKind.ADMIT,
        Action.INSERT,
        START + timedelta(seconds=number),
        new_id(),
        movement_number=f"{visit}-1",
        stay_class=StayClass.INPATIENT,
        place=BEDS_KNOWN[number % BEDS],
        medical_unit="UM1",
        nursing_unit="US1",
        nature="HMS",
        attending_doctor="MARTIN ANNE",
        reason="Douleur thoracique",
    )


def measured(admissions: list[MovementFact], size: int) -> Iterator[dict[str, object]]:
    """Every kind of fact about one group of patients, in the order a hospital tells them."""

    def later(hours: int, kind: MovementKind, **said: object) -> list[MovementFact]:
        moved = timedelta(hours=hours)
        return [
            replace(fact, kind=kind, occurred_at=fact.occurred_at + moved, source=new_id(), movement_number="", **said)
            for fact in admissions
        ]

    transfers = [
        replace(fact, place=BEDS_KNOWN[(number * 7) % BEDS], movement_number=f"{number}-{size}-2")
        for number, fact in enumerate(later(2, MovementKind.TRANSFER))
    ]
    cancels = [
        replace(fact, action=Action.CANCEL, cancels=MovementKind.TRANSFER, source=new_id()) for fact in transfers
    ]
    receive = stays.receive_movements
    yield timed("admissions", receive, admissions, size)
    yield timed("updates", receive, later(1, MovementKind.UPDATE), size)
    yield timed("transfers", receive, transfers, size)
    yield timed("transfers taken back", receive, cancels, size)
    yield timed("updates of stays once corrected", receive, later(4, MovementKind.UPDATE), size)
    reports = [report(fact) for fact in admissions]
    yield timed("reports of 20 results", charts.receive_reports, reports, size)


def report(fact: MovementFact) -> ReportFact:
    """Twenty results of one sample."""
    results = tuple(
        Result(f"{code}-1", f"Analyse {code}", "4.2", "mmol/L", "3.5-5.1", "", "F", fact.occurred_at)
        for code in range(20)
    )
    return ReportFact(fact.patient, None, str(new_id()), "BIO", "Biochimie", "F", results, fact.occurred_at, new_id())


def timed(facts: str, receive: Receive, told: Sequence[object], size: int) -> dict[str, object]:
    """Microseconds a fact, over batches of this size."""
    costs, cpu = [], 0.0
    for start in range(0, len(told), size):
        batch = told[start : start + size]
        with transaction.atomic():
            wall, process = time.perf_counter(), time.process_time()
            receive(facts=batch, by=FEED)
            costs.append((time.perf_counter() - wall) / len(batch) * 1e6)
            cpu += time.process_time() - process
    p95 = statistics.quantiles(costs, n=20)[-1] if len(costs) > 1 else costs[0]
    return {"batch": size, "facts": facts, "p50": statistics.median(costs), "p95": p95, "cpu": cpu / len(told) * 1e6}


if __name__ == "__main__":
    main()
