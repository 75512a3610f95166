"""A run whose place a newer one takes: its sheets are void, its files are gone, and it says so."""

import pytest

from permanence.foundation.ledger.queries import entries_about
from permanence.paper.press import operations, queries
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, plan, subject
from permanence.paper.sheets import queries as sheets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    made_up.open_paper_door(monkeypatch)


def retire(run) -> None:
    operations.retire_run(run=run, reason="a newer kit lies ready", by=ALICE, occurred_at=AT)


def test_its_sheets_are_void_and_its_files_gone():
    run, other = plan([subject(1), subject(2)], [subject(3)]), plan([subject(4)])
    for one in (run, other):
        operations.print_run(run=one, by=ALICE, occurred_at=AT)
    retire(run)
    retire(run)
    row = queries.run(run)
    assert [part.state for part in row.parts] == [queries.PartState.RETIRED] * 2
    assert not row.folder.exists()
    states = {sheet.state for part in row.parts for sheet in sheets.sheets_of_part(part.id)}
    assert states == {sheets.SheetEventKind.VOIDED}
    assert [pile.run for pile in sheets.parts_on_paper()] == [other]
    assert [entry.kind for entry in entries_about(run)] == ["press.planned", "press.retired"]
    with pytest.raises(operations.FileNotReady):
        operations.open_file(part=row.parts[0].id, by=ALICE, occurred_at=AT)


def test_a_run_that_is_still_printed_is_not_retired():
    with pytest.raises(operations.RunBeingPrinted):
        retire(plan([subject(1)]))
    with pytest.raises(operations.RunUnknown):
        retire(subject(1))
