"""A box that printed sheets before their lives were followed keeps every one of them, with its state."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from permanence.paper.sheets import queries
from permanence.paper.sheets.tests.made_up import AT

LIVES = {
    1: ("printed",),
    2: ("printed", "replaced"),
    3: ("printed", "voided"),
    4: ("printed", "replaced", "voided"),
    5: (),
}
STATES = {1: "printed", 2: "replaced", 3: "voided", 4: "voided", 5: None}


@pytest.fixture
def back_and_forth(transactional_db):
    def to(name: str):
        executor = MigrationExecutor(connection)
        executor.migrate([("sheets", name)])
        return executor.loader.project_state([("sheets", name)]).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "sheets"])


def test_old_sheets_have_the_state_their_events_say(back_and_forth):
    old = back_and_forth("0001_initial")
    sheet, event = old.get_model("sheets", "Sheet"), old.get_model("sheets", "SheetEvent")
    for counter, kinds in LIVES.items():
        number = queries.SheetNumber("K7Q2", counter).compact
        row = sheet.objects.create(number=number, kind="charts.notes", version=1, occurred_at=AT)
        for hours, kind in enumerate(kinds):
            at = AT + timedelta(hours=hours)
            event.objects.create(sheet=row, kind=kind, by="person:alice", pages=2, occurred_at=at)
    back_and_forth("0003_states_of_sheets_there")
    for counter, state in STATES.items():
        row = queries.sheet(queries.SheetNumber("K7Q2", counter))
        assert (row.state and row.state.value, len(row.events)) == (state, len(LIVES[counter]))
        assert row.pages == (2 if LIVES[counter] else None)
        assert row.since == (AT + timedelta(hours=len(LIVES[counter]) - 1) if LIVES[counter] else None)
