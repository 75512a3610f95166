"""How long the ledger of sheets takes to tell and to list: `sheets.py [COUNT] [--json]`, 200,000 sheets without COUNT.

Sheets are numbered, printed, handed out, read back, checked and lost in batches of 500, as piles are, by the room's own
operations; then each list, count and page is asked for cold and nine times more. Prints the median and the worst.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

os.environ.setdefault("PERMANENCE_HOME", tempfile.mkdtemp(prefix="permanence-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from permanence.foundation import clock  # noqa: E402
from permanence.foundation.actors import Actor  # noqa: E402
from permanence.paper.sheets import operations, queries  # noqa: E402

BY, BATCH, WARDS, FORMS = Actor("console", "bench"), 500, 80, 30
CHANCE = random.Random(20261125)  # noqa: S311 (a made-up hospital, no secret)
took: dict[str, list[float]] = defaultdict(list)


def main() -> None:
    """Fill a box where it is empty, ask it, and print what it took."""
    counts = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    call_command("migrate", interactive=False, verbosity=0)
    wards = [uuid4() for _ in range(WARDS)]
    while queries.status().total < (counts or [200_000])[0]:
        pile(CHANCE.choice(wards), CHANCE.randrange(FORMS))
    numbers = queries.found(page=3).lines
    asked = questions(numbers[0].number, numbers[0].ward)
    for name, ask in asked.items():
        for _ in range(10):
            timed(name, ask)
    rows = {
        name: {"times": len(ms), "median_ms": round(statistics.median(ms), 1), "worst_ms": round(max(ms), 1)}
        for name, ms in took.items()
    }
    if "--json" in sys.argv:
        print(json.dumps({"sheets": queries.status().total, "took": rows}))
        return
    print(f"{queries.status().total} sheets")
    for name, row in rows.items():
        print(f"{name:32} {row['median_ms']:9.1f} ms  worst {row['worst_ms']:9.1f} ms")


def pile(ward: UUID, form: int) -> None:
    """Five hundred sheets of a form and what became of them."""
    at = clock.now() - timedelta(days=CHANCE.uniform(1, 60))
    pages, blank = 1 + form % 3, CHANCE.random() < 0.7
    request = operations.SheetRequest(
        kind=f"forms.f{form}", version=1, title=f"Form {form}", run=uuid4(), part=uuid4(), ward=ward, blank=blank,
        patient=None if blank else uuid4(), data_as_of=at,
    )  # fmt: skip
    numbers = timed("number 500", lambda: operations.allocate(requests=[request] * BATCH, by=BY, occurred_at=at))
    timed("print 500", lambda: operations.record_printed(pages=dict.fromkeys(numbers, pages), by=BY, occurred_at=at))
    out = numbers[: int(BATCH * CHANCE.random() ** 0.5)]
    to = operations.Receiver(operations.Holder.WARD, "Ward", ward)
    timed("hand out a pile", lambda: operations.issue(numbers=out, to=to, by=BY, occurred_at=at + timedelta(hours=1)))
    back = out[: int(len(out) * 0.97)]
    scanned = [
        operations.PageBack(number, page, f"{number.compact}/{page}")
        for number in back
        for page in range(1, pages + 1)
        if page != 2 or CHANCE.random() > 0.01
    ]
    timed("take a pile back", lambda: operations.record_back(pages=scanned, by=BY, occurred_at=at + timedelta(hours=8)))
    read, checked = back[: int(len(back) * 0.9)], back[: int(len(back) * 0.8)]
    operations.record_read(numbers=read, by=BY, occurred_at=at + timedelta(hours=9))
    operations.record_checked(numbers=checked, by=BY, occurred_at=at + timedelta(hours=10))
    said = {"declared_by": "Nora", "reason": "not in the trolley", "by": BY}
    operations.declare_lost(numbers=out[-2:], occurred_at=at + timedelta(hours=20), **said)


def questions(number: queries.SheetNumber, ward: UUID | None) -> dict[str, Callable[[], object]]:
    """What screens ask."""
    lists = {f"list {which}": lambda which=which: queries.listed(which, at=clock.now()) for which in queries.SheetList}
    counts = {
        f"count {which}": lambda which=which: queries.waiting(which, at=clock.now()) for which in queries.SheetList
    }
    return {
        "one sheet": lambda: queries.sheet(number),
        **lists,
        **counts,
        "what a ward holds": lambda: queries.out_of(ward or uuid4()),
        "stock of every ward": queries.stock,
        "stock of a ward": lambda: queries.stock(ward=ward),
        "counts by state, form, ward": queries.status,
        "found by ward and state": lambda: queries.found(ward=ward, state=queries.SheetEventKind.CHECKED),
        "piles on paper": queries.on_paper,
        "parts on paper": queries.parts_on_paper,
        "queues of the board": queries.board_queues,
        "signs of the board": queries.board_signs,
        "readiness": queries.readiness_checks,
    }


def timed(name: str, act: Callable[[], object]) -> object:
    """Do it, and keep how long it took."""
    begun = time.perf_counter()
    done = act()
    took[name].append((time.perf_counter() - begun) * 1000)
    return done


if __name__ == "__main__":
    main()
