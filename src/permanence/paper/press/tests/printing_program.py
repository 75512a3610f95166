"""A program that plans or prints made-up runs in a home of its own, so that it can be killed."""

import sys
from types import SimpleNamespace

import django
import orjson

django.setup()

from django.core.management import call_command  # noqa: E402 (Django must be set up first)

from permanence.foundation.ledger import queries as ledger  # noqa: E402
from permanence.paper.press import operations, queries  # noqa: E402
from permanence.paper.press.queries import catalogue  # noqa: E402
from permanence.paper.press.tests.made_up import ALICE, AT, MADE_UP, plan, subject  # noqa: E402
from permanence.paper.press.tests.reading import read_pages  # noqa: E402
from permanence.paper.sheets import queries as sheets  # noqa: E402
from permanence.paper.sheets.models import Sheet, SheetEvent  # noqa: E402

catalogue.paper_doors = lambda: [SimpleNamespace(PRINTABLES=(MADE_UP,))]


def plan_parts(count: str) -> dict[str, object]:
    call_command("migrate", verbosity=0, skip_checks=True)
    plan(*([subject(part * 100 + place) for place in range(12)] for part in range(int(count))))
    return {"parts": int(count)}


def print_all() -> dict[str, object]:
    mine: list[operations.PrintProgress] = []
    run = queries.runs(1)[0].id
    report = operations.print_run(run=run, by=ALICE, occurred_at=AT, on_progress=mine.append)
    row = queries.run(run)
    return {"done": row.done, "failed": report.failed, "mine": len(mine)}


def state() -> dict[str, object]:
    (row,) = queries.runs()
    pages = [page for part in row.parts for page in read_pages(part.path.read_bytes())]
    seen = [page.code.number.compact for page in pages]
    printed = SheetEvent.objects.filter(kind="printed").values_list("sheet__number", flat=True)
    return {
        "on_pages": sorted(seen),
        "on_paper": sorted(printed),
        "printed_twice": sorted({number for number in seen if seen.count(number) > 1}),
        "numbers": sorted(
            sheets.parse_number(number).counter for number in Sheet.objects.values_list("number", flat=True)
        ),
        "void_reasons": sorted(set(SheetEvent.objects.filter(kind="voided").values_list("reason", flat=True))),
        "neither_printed_nor_void": Sheet.objects.filter(events__isnull=True).count(),
        "ledger_ok": all(report.first_break is None for report in ledger.verify()),
        "asides": [path.name for path in row.folder.glob(".*")],
    }


COMMANDS = {"plan": plan_parts, "print": print_all, "state": state}
sys.stdout.buffer.write(orjson.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))
