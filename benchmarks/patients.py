"""What it costs to receive an identity, in batches as a busy feed makes them: `python benchmarks/patients.py [--json]`.

Against the same patients looked up and compared one by one with Django's ORM, which writes nothing.
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
from itertools import islice

os.environ.setdefault("PERMANENCE_HOME", tempfile.mkdtemp(prefix="permanence-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")

import django

django.setup()

from _population import people  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from permanence.care.patients import operations as patients  # noqa: E402
from permanence.care.patients.models import Identifier  # noqa: E402
from permanence.foundation.actors import Actor  # noqa: E402
from permanence.foundation.ids import new_id  # noqa: E402

FEED = Actor("feed", "BENCH")
START = datetime(2026, 11, 1, tzinfo=UTC)
# Facts in one call -> people spoken of.
BATCHES = {1: 640, 32: 6_400, 256: 6_400}
Facts = list[patients.IdentityFact]


def main() -> None:
    """Print the table."""
    call_command("migrate", verbosity=0)
    everybody = iter(people(sum(BATCHES.values())))
    rows = [row for size, count in BATCHES.items() for row in measured(list(islice(everybody, count)), size)]
    if "--json" in sys.argv:
        print(json.dumps({"vendor": connection.vendor, "rows": rows}))
        return
    print(f"{connection.vendor}; two identifiers a fact; commits not counted")
    print(f"{'batch':>6}  {'facts':36} {'us/fact p50':>12} {'p95':>8} {'CPU us/fact':>12}")
    for row in rows:
        print(f"{row['batch']:6}  {row['facts']:36} {row['p50']:12.0f} {row['p95']:8.0f} {row['cpu']:12.0f}")


def measured(group: Sequence[object], size: int) -> Iterator[dict[str, object]]:
    """Every kind of fact about one group of people."""
    facts = [person.fact(START, new_id()) for person in group]
    later = [replace(fact, occurred_at=START + timedelta(days=1)) for fact in facts]
    renamed = [
        replace(fact, occurred_at=START + timedelta(days=2), traits=replace(fact.traits, used_family="NOUVEAU"))
        for fact in facts
    ]
    yield row("of new patients", facts, size, receive)
    yield row("told again as they were", facts, size, receive)
    yield row("told again later, nothing new", later, size, receive)
    yield row("with a new used name", renamed, size, receive)
    yield row("(ORM, one by one, reading only)", facts, size, look_up)


def row(name: str, facts: Facts, size: int, do: Callable[[Facts], None]) -> dict[str, object]:
    """Wall and processor time of each fact, batch by batch."""
    wall, cpu = [], 0.0
    for at in range(0, len(facts), size):
        batch = facts[at : at + size]
        with transaction.atomic():
            start, start_cpu = time.perf_counter(), time.process_time()
            do(batch)
            wall.append((time.perf_counter() - start) / len(batch) * 1e6)
            cpu += time.process_time() - start_cpu
    p95 = statistics.quantiles(wall, n=20)[-1]
    return {"batch": size, "facts": name, "p50": statistics.median(wall), "p95": p95, "cpu": cpu / len(facts) * 1e6}


def receive(facts: Facts) -> None:
    """As a feed does."""
    patients.receive_identities(facts=facts, by=FEED)


def look_up(facts: Facts) -> None:
    """The least anybody could do without batches."""
    for fact in facts:
        number = fact.identifiers[0]
        found = Identifier.objects.select_related("patient").get(value=number.value, authority=number.authority)
        if found.patient.birth_family == "":
            raise SystemExit("a patient without a name")


if __name__ == "__main__":
    main()
