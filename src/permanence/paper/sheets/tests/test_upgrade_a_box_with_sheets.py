"""A box that printed sheets before their lives were followed keeps every one of them, with its state."""

import json
import os
import subprocess
import sys

LIVES = {
    1: ("printed",),
    2: ("printed", "replaced"),
    3: ("printed", "voided"),
    4: ("printed", "replaced", "voided"),
    5: (),
}
STATES = {1: "printed", 2: "replaced", 3: "voided", 4: "voided", 5: ""}
# A box of its own: tests share a database whose ledger lets nothing be taken away.
UPGRADE = """
import json, os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "permanence.entrance.settings"
django.setup()
from datetime import UTC, datetime, timedelta
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

at = datetime(2026, 8, 21, 1, tzinfo=UTC)
executor = MigrationExecutor(connection)
executor.migrate([("sheets", "0001_initial")])
old = executor.loader.project_state([("sheets", "0001_initial")]).apps
sheet, event = old.get_model("sheets", "Sheet"), old.get_model("sheets", "SheetEvent")
for counter, kinds in json.load(sys.stdin).items():
    row = sheet.objects.create(number=f"K7Q2{counter}", kind="charts.notes", version=1, occurred_at=at)
    for hours, kind in enumerate(kinds):
        happened = at + timedelta(hours=hours)
        event.objects.create(sheet=row, kind=kind, by="person:alice", pages=2, occurred_at=happened)
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes("sheets"))
from permanence.paper.sheets.models import Sheet

told = {
    row.number[4:]: [row.state, row.pages, row.events.count(), row.since and (row.since - at) / timedelta(hours=1)]
    for row in Sheet.objects.all()
}
print(json.dumps(told))
"""


def test_old_sheets_have_the_state_their_events_say(tmp_path):
    environment = os.environ | {"PERMANENCE_HOME": str(tmp_path), "PERMANENCE_DATABASE_URL": ""}
    command = [sys.executable, "-c", UPGRADE]
    lives = json.dumps(LIVES)
    done = subprocess.run(command, env=environment, input=lives, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for counter, kinds in LIVES.items():
        said = [STATES[counter], 2, len(kinds), len(kinds) - 1] if kinds else ["", None, 0, None]
        assert found[str(counter)] == said
