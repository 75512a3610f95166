"""How fast and how surely a patient is found from what clerks type with faults: `patient_search.py [COUNT] [--json]`.

`--million` is 1,000,000 identities (some ten minutes); without it, 100,000. Beside the product, a real PostgreSQL with
pg_trgm on the same names, asked the same questions, alone and with its 200 nearest ranked by the product's own rules.
One or two faults, as heard, swapped, by the used name; 35 in 100 without birth date. Without one, people of one name
cannot be told apart: `alike` is the share of questions whose best answers the product says it cannot part.
"""

import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

os.environ.setdefault("PERMANENCE_HOME", tempfile.mkdtemp(prefix="permanence-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")
sys.path.append(str(Path(__file__).resolve().parent.parent))

import django

django.setup()

import psycopg  # noqa: E402
from _population import Person, people, typed  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from permanence.care.patients import operations, queries  # noqa: E402
from permanence.care.patients.rules import date_score, fold, name_score, readings  # noqa: E402
from permanence.care.patients.rules import typed as taken_apart  # noqa: E402
from permanence.foundation.actors import Actor  # noqa: E402
from permanence.foundation.ids import new_id  # noqa: E402
from tests import machine  # noqa: E402

FEED = Actor("feed", "BENCH")
START = datetime(2026, 11, 1, tzinfo=UTC)
QUERIES, QUERIES_OF_PEER, EACH_KIND, BATCH, TEN, RANKED = 1000, 150, 200, 2000, 10, 200
TABLES = ("patients_patientname", "patients_nameclue")
COLUMNS = ("asked", "p50", "p95", "p99", "cpu_p50", "cpu_p99", "first", "ten", "ten_dated", "ten_undated")
# A name is a candidate of pg_trgm from this similarity on: below, it takes longer and finds hardly more.
SIMILAR = 0.38
KINDS: dict[str, Callable[[Person], bool]] = {
    "twins": lambda one: one.rank is not None,
    "newborns (bébé de)": lambda one: one.given == "BEBE",
    "compound names": lambda one: "-" in one.family or "-" in one.given,
    "names with a particle": lambda one: " " in one.family or "'" in one.family,
    "brothers and sisters": lambda one: one.mother is not None and one.rank is None,
}
Search = Callable[[str], Sequence[int]]
Asked = list[tuple[Person, str]]


def main() -> None:
    """Print the tables."""
    million = 1_000_000 if "--million" in sys.argv else 100_000
    count = next((int(word) for word in sys.argv[1:] if word.isdigit()), million)
    call_command("migrate", verbosity=0)
    chosen, kinds = Chosen(count), {}
    seconds, cpu = fill(chosen.watched(people(count)))
    rng = random.Random(7)  # noqa: S311 (made-up questions, not secrets)
    asked = [(person, typed(person, rng)) for person in chosen.any]
    rows = [row("as the product searches", asked, search)]
    for name, group in chosen.kinds.items():
        kinds[name] = row(name, [(person, typed(person, rng)) for person in group], search)
    facts = {
        "vendor": connection.vendor,
        "identities": count,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "search_index_mb": index_size() / 1e6,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "alike": statistics.mean(queries.find(text, limit=TEN).alike > 1 for _, text in asked[:QUERIES_OF_PEER]),
    }
    with machine.postgresql() as url, psycopg.connect(url, autocommit=True) as peer:
        facts["peer_seconds"], facts["peer_index_mb"] = fill_peer(peer, people(count))
        few = asked[:QUERIES_OF_PEER]
        rows.append(row("the same, the peer's questions", few, search))
        rows.append(row("pg_trgm", few, lambda text: pg_trgm(peer, text, ranked=False)))
        rows.append(row("pg_trgm, nearest 200 ranked", few, lambda text: pg_trgm(peer, text, ranked=True)))
    show(facts, rows, list(kinds.values()))


class Chosen:
    """The people who will be asked for, chosen while everybody passes by once."""

    def __init__(self, count: int) -> None:
        self._rng = random.Random(3)  # noqa: S311 (made-up questions, not secrets)
        self._numbers = set(self._rng.sample(range(1, count + 1), min(QUERIES, count)))
        self._seen = dict.fromkeys(KINDS, 0)
        self.any: list[Person] = []
        self.kinds: dict[str, list[Person]] = {kind: [] for kind in KINDS}

    def watched(self, everybody: Iterator[Person]) -> Iterator[Person]:
        """The same people."""
        for person in everybody:
            if person.number in self._numbers:
                self.any.append(person)
            for kind, is_one in KINDS.items():
                if is_one(person):
                    self._keep(kind, person)
            yield person
        self._rng.shuffle(self.any)

    def _keep(self, kind: str, person: Person) -> None:
        kept, self._seen[kind] = self.kinds[kind], self._seen[kind] + 1
        if len(kept) < EACH_KIND:
            kept.append(person)
        elif (at := self._rng.randrange(self._seen[kind])) < EACH_KIND:
            kept[at] = person


def fill(everybody: Iterator[Person]) -> tuple[float, float]:
    """Receive everybody as a feed does; how many seconds it took, on the wall and of the processor."""
    start, start_cpu = time.perf_counter(), time.process_time()
    while batch := list(islice(everybody, BATCH)):
        operations.receive_identities(facts=[person.fact(START, new_id()) for person in batch], by=FEED)
    return time.perf_counter() - start, time.process_time() - start_cpu


def search(text: str) -> list[int]:
    """The product's search, as the screen and the command call it."""
    return [int(answer.patient.ipp) for answer in queries.find(text, limit=TEN).answers]


def index_size() -> int:
    """The bytes of everything that only searching needs: the clues, and the indexes of names."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_total_relation_size('patients_nameclue') + pg_indexes_size('patients_patientname')"
            )
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND (name = 'patients_nameclue' OR name IN"
                " (SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'patients_patientname'))"
            )
        return int(cursor.fetchone()[0])


def fill_peer(peer: "psycopg.Connection[tuple[object, ...]]", everybody: Iterator[Person]) -> tuple[float, float]:
    """Everybody's names in PostgreSQL, with a trigram index; how many seconds it took, and its megabytes."""
    start = time.perf_counter()
    peer.execute("CREATE EXTENSION pg_trgm")
    peer.execute("CREATE TABLE names (number int, family text, given text, birth_date date, text text)")
    with peer.cursor().copy("COPY names FROM STDIN") as copy:
        for one in everybody:
            for family in filter(None, (one.family, one.used_family)):
                copy.write_row((one.number, family, one.given, one.birth_date, fold(f"{family} {one.given}")))
    peer.execute("CREATE INDEX names_by_trigram ON names USING gin (text gin_trgm_ops)")
    peer.execute("VACUUM ANALYZE names")
    peer.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, false)", (str(SIMILAR),))
    size = peer.execute("SELECT pg_relation_size('names_by_trigram')").fetchone()
    return time.perf_counter() - start, int(str(size[0] if size else 0)) / 1e6


def pg_trgm(peer: "psycopg.Connection[tuple[object, ...]]", text: str, *, ranked: bool) -> list[int]:
    """The names nearest by trigrams; `ranked`: the nearest 200 as the product ranks names and dates."""
    asked = taken_apart(text)
    words = " ".join(asked.words)
    found = peer.execute(
        "SELECT number, family, given, birth_date FROM names WHERE text %% %s"
        " ORDER BY similarity(text, %s) DESC LIMIT %s",
        (words, words, RANKED if ranked else TEN),
    ).fetchall()
    if not ranked:
        return [int(str(number)) for number, *_ in found]
    ways, best = readings(asked.words), {}
    for number, family, given, birth_date in found:
        score = name_score(ways, str(family), str(given))
        if asked.dates and isinstance(birth_date, date):
            score = 0.6 * score + 0.4 * date_score(asked.dates, birth_date)
        best[int(str(number))] = max(score, best.get(int(str(number)), 0.0))
    return sorted(best, key=lambda number: -best[number])[:TEN]


def row(name: str, asked: Asked, find: Search) -> dict[str, object]:
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
        "first": share(first),
        "ten": share(ten),
        "ten_dated": share(found for found, with_date in zip(ten, dated, strict=True) if with_date),
        "ten_undated": share(found for found, with_date in zip(ten, dated, strict=True) if not with_date),
    }


def share(found: "Iterator[bool] | list[bool]") -> float:
    """The part that was found; nan of nobody."""
    kept = list(found)
    return statistics.mean(kept) if kept else float("nan")


def percentiles(prefix: str, times: Sequence[float]) -> dict[str, float]:
    """The 50th, 95th and 99th."""
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [float("nan")] * 99
    return {f"{prefix}p{n}": cuts[n - 1] for n in (50, 95, 99)}


def show(facts: dict[str, object], rows: list[dict[str, object]], kinds: list[dict[str, object]]) -> None:
    """Print everything, as a table or as JSON."""
    ours, theirs, ranked = rows[1:]
    facts["faster"] = [round(float(str(one["p50"])) / float(str(ours["p50"])), 1) for one in (theirs, ranked)]
    if "--json" in sys.argv:
        print(json.dumps({**facts, "rows": rows, "kinds": kinds}))
        return
    print(
        "{vendor}; {identities} identities, received in {seconds:.0f} s ({cpu_seconds:.0f} s of one processor)".format(
            **facts
        )
    )
    print("search index {search_index_mb:.0f} MB, memory at most {memory_mb:.0f} MB".format(**facts), end="; ")
    print("pg_trgm: filled in {peer_seconds:.0f} s, index {peer_index_mb:.0f} MB".format(**facts))
    print("one more trait asked in {alike:.0%} of searches; times in ms, cpu without the server's".format(**facts))
    print(f"{'search':32}" + "".join(f"{name:>12}" for name in COLUMNS))
    for one in [*rows, *kinds]:
        print(f"{one['search']:32}" + f"{one['asked']:12}" + "".join(f"{one[name]:12.3g}" for name in COLUMNS[1:]))
    print("median of pg_trgm / median of the product, same questions: alone {}, ranked {}".format(*facts["faster"]))


if __name__ == "__main__":
    main()
