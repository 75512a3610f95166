"""Sheets filled by made-up hands and damaged, read back: who they are, where things lie, what passes silently wrong.

`python benchmarks/scans.py [--pages 60] [--levels L0 L1 L2 L3 two-tone] [--json]`: by level of damage, on seeds the
reader was never taught. A field is silently wrong when it is called sure and is not what was drawn.
"""

import argparse
import json
import time
from collections import Counter

import cv2
import numpy as np

from permanence.paper.scans.adapters import shelf
from permanence.paper.scans.rules import FieldReading, read_page
from permanence.paper.scans.tests import learning

# Marks as oft as people make them; far from the seeds of `hands.py`.
MET = {"scratched": 0.003, "circled": 0.002, "ticked": 0.3, "written": 0.8, "corrected": 0.004, "pencil": 0.12}
FIRST_SEED = 900_000
TRUTH = {"empty": "false", "ticked": "true"}


def measure(level: str, pages: int) -> dict[str, object]:
    """Read some pages of a level and compare with what was drawn."""
    counts: Counter[str] = Counter()
    spent: list[float] = []
    reader = shelf.reader()
    for seed in range(FIRST_SEED, FIRST_SEED + pages):
        damage = ("L1" if seed % 2 else "L0") if level == "two-tone" else level
        code, layout, filled, copy = learning.page_of(seed, damage, MET, two_tone=level == "two-tone")
        blank = learning.blank_of(seed % learning.HELD_LAYOUTS, layout)
        begun = time.process_time()
        picture = cv2.imdecode(np.frombuffer(copy.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
        read = read_page(picture, lambda _: blank, reader)  # noqa: B023 (called at once)
        if copy.dpi == 200:
            spent.append(time.process_time() - begun)
        known = read.sighting.number
        counts["pages"] += 1
        counts["identified"] += known is not None
        counts["wrong identity"] += known is not None and known != code.number
        counts["rough"] += read.rough
        counts["pages to a person"] += read.doubt is not None
        for one, drawn in zip(read.fields, filled.truth, strict=False):
            count(counts, one, drawn, filled.pen)
    return {"level": level, "ms a page at 200 dpi": round(1000 * float(np.median(spent))) if spent else None} | counts


def count(counts: Counter[str], one: FieldReading, drawn: str, pen: str) -> None:
    """Count one field, by its kind."""
    kind = one.field.kind
    right = one.value == TRUTH.get(drawn, drawn)
    sure = one.sure
    counts[f"{kind} n"] += 1
    counts[f"{kind} right"] += right
    counts[f"{kind} person"] += not sure
    counts[f"{kind} silent"] += sure and not right
    if sure and not right:
        counts[f"{kind} silent: {drawn or 'nothing'} for {one.value or 'nothing'}, {pen}"] += 1


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=60)
    options.add_argument("--levels", nargs="*", default=["L0", "L1", "L2", "L3", "two-tone"])
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    cv2.setNumThreads(1)
    tables = []
    for level in asked.levels:
        table = measure(level, asked.pages)
        tables.append(table)
        if not asked.json:
            print(line(table), flush=True)
    if asked.json:
        print(json.dumps(tables, indent=1))


def line(table: dict[str, object]) -> str:
    """A level in words."""
    said = [f"{table['level']:8}"]
    said.append(f"pages {table['pages']}, identified {table['identified']}, wrong {table.get('wrong identity', 0)}")
    said.append(f"to a person {table.get('pages to a person', 0)}, rough {table.get('rough', 0)}")
    said.append(f"{table['ms a page at 200 dpi']} ms")
    for kind in ("tick", "comb", "text"):
        n = int(table.get(f"{kind} n", 0))  # type: ignore[call-overload]
        if n:
            right, person = (100 * int(table.get(f"{kind} {what}", 0)) / n for what in ("right", "person"))  # type: ignore[call-overload]
            said.append(
                f"{kind} {n}: right {right:.2f} %, person {person:.2f} %, silent {table.get(f'{kind} silent', 0)}"
            )
    said += [f"  {name}: {value}" for name, value in table.items() if "silent:" in name]
    return "\n  ".join(said)


if __name__ == "__main__":
    main()
