"""How fast and how surely a patient is found from what clerks type with faults: `patient_search.py [COUNT] [--json]`.

Against comparing what was typed with every name held in memory, which is as sure as names alone can be. A patient
counts as found among the first ten answers; without a birth date, patients of one name cannot be told apart.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import islice

os.environ.setdefault("PERMANENCE_HOME", tempfile.mkdtemp(prefix="permanence-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")

import django

django.setup()

from _population import Person, people, typed  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from rapidfuzz import fuzz, process  # noqa: E402

from permanence.care.patients import operations, queries  # noqa: E402
from permanence.care.patients.rules import fold  # noqa: E402
from permanence.foundation.actors import Actor  # noqa: E402
from permanence.foundation.ids import new_id  # noqa: E402

FEED = Actor("feed", "BENCH")
START = datetime(2026, 11, 1, tzinfo=UTC)
QUERIES, QUERIES_IN_MEMORY, BATCH, TEN = 600, 100, 512, 10
Search = Callable[[str], Sequence[int]]


def main() -> None:
    """Print the table."""
    count = next((int(word) for word in sys.argv[1:] if word.isdigit()), 100_000)
    call_command("migrate", verbosity=0)
    everybody = list(people(count))
    seconds = fill(everybody)
    rng = random.Random(7)  # noqa: S311 (made-up questions, not secrets)
    asked = [(person, typed(person, rng)) for person in rng.sample(everybody, QUERIES)]
    rows = [
        row("as the product searches", asked, search),
        row("every name compared, in memory", asked[:QUERIES_IN_MEMORY], in_memory(everybody)),
    ]
    if "--json" in sys.argv:
        print(json.dumps({"vendor": connection.vendor, "identities": count, "seconds": seconds, "rows": rows}))
        return
    print(f"{connection.vendor}; {count} identities, received in {seconds:.0f} s; times in ms")
    columns = ("asked", "p50", "p95", "p99", "cpu_p50", "cpu_p99", "first", "ten", "ten_dated", "ten_undated")
    print(f"{'search':32}" + "".join(f"{name:>12}" for name in columns))
    for one in rows:
        print(f"{one['search']:32}" + "".join(f"{one[name]:12.3g}" for name in columns))


def fill(everybody: Sequence[Person]) -> float:
    """Receive everybody; how many seconds it took."""
    start, group = time.perf_counter(), iter(everybody)
    while batch := list(islice(group, BATCH)):
        operations.receive_identities(facts=[person.fact(START, new_id()) for person in batch], by=FEED)
    return time.perf_counter() - start


def row(name: str, asked: Sequence[tuple[Person, str]], find: Search) -> dict[str, object]:
    """Times in milliseconds and shares found."""
    wall, cpu, first, ten = [], [], [], []
    for person, text in asked:
        start, start_cpu = time.perf_counter(), time.process_time()
        numbers = find(text)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - start_cpu) * 1000)
        first.append(list(numbers[:1]) == [person.number])
        ten.append(person.number in numbers)
    dated = [any(c.isdigit() for c in text) for _, text in asked]
    return {
        "search": name,
        "asked": len(asked),
        **percentiles("", wall),
        **percentiles("cpu_", cpu),
        "first": statistics.mean(first),
        "ten": statistics.mean(ten),
        "ten_dated": statistics.mean(found for found, with_date in zip(ten, dated, strict=True) if with_date),
        "ten_undated": statistics.mean(found for found, with_date in zip(ten, dated, strict=True) if not with_date),
    }


def percentiles(prefix: str, times: Sequence[float]) -> dict[str, float]:
    """The 50th, 95th and 99th."""
    cuts = statistics.quantiles(times, n=100)
    return {f"{prefix}p{n}": cuts[n - 1] for n in (50, 95, 99)}


def search(text: str) -> list[int]:
    """The product's search."""
    return [int(found.ipp) for found in queries.search(text, limit=TEN)]


def in_memory(everybody: Sequence[Person]) -> Search:
    """Every name compared by rapidfuzz, words in any order; it knows no birth date."""
    names = [fold(f"{person.family} {person.given}") for person in everybody]

    def find(text: str) -> list[int]:
        near = process.extract(fold(text), names, scorer=fuzz.token_sort_ratio, limit=TEN)
        return [everybody[at].number for _, _, at in near]

    return find


if __name__ == "__main__":
    main()
