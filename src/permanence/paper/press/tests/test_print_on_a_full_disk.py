"""A disk that fills up while printing: each file is whole or absent, the reason is said, and the rest waits."""

import os
import subprocess

import pytest
from django.utils import translation

from permanence.paper.press import operations, queries
from permanence.paper.press.queries.progress import failure_label
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, plan, subject
from permanence.paper.press.tests.reading import read_pages
from permanence.paper.sheets import queries as sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def prints(tmp_path, monkeypatch):
    """The folder of prints on a real file system of 96 kB."""
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    made_up.open_paper_door(monkeypatch)
    path = tmp_path / "prints"
    path.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "none", path], check=False).returncode:
        pytest.skip("a small disk can only be mounted by root on Linux")
    yield path
    subprocess.run(["umount", "-l", path], check=True)


def test_what_fits_is_whole_the_rest_says_why_and_a_retry_with_room_prints_it(prints):
    run = plan(*([subject(serial)] for serial in range(6)))
    report = operations.print_run(run=run, by=ALICE, occurred_at=AT)
    assert 0 < report.failed < 6
    row = queries.run(run)
    ready = [part for part in row.parts if part.state is queries.PartState.READY]
    failed = [part for part in row.parts if part.state is queries.PartState.FAILED]
    assert len(ready) + len(failed) == 6
    assert all(len(read_pages(part.path.read_bytes())) == 1 for part in ready)
    with translation.override("en"):
        said = {failure_label(part.failure) for part in failed}
    assert said == {"The disk is full: free some space, then try again. Nothing was lost."}
    for part in failed:
        assert [sheet.state for sheet in sheets.sheets_of_part(part.id)] == [sheets.SheetEventKind.VOIDED]
    subprocess.run(["mount", "-o", "remount,size=10m", prints], check=True)
    operations.retry(run=run, by=ALICE, occurred_at=AT)
    assert operations.print_run(run=run, by=ALICE, occurred_at=AT).failed == 0
    assert len(list(row.folder.glob("*.pdf"))) == 6
    assert list(row.folder.glob(".*")) == []
