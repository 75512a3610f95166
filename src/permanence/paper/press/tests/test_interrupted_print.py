"""A print that is killed, or printed by two at once: every part once, no number twice, nothing left unsaid."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import orjson
import psycopg
import pytest
from psycopg import sql

PROGRAM = "permanence.paper.press.tests.printing_program"
PARTS = 12


@pytest.fixture
def home(tmp_path) -> Iterator[Path]:
    with database_of_its_own() as url:
        (tmp_path / "database_url").write_text(url, encoding="ascii")
        assert finished(tmp_path, "plan", str(PARTS))["parts"] == PARTS
        yield tmp_path


@contextlib.contextmanager
def database_of_its_own() -> Iterator[str]:
    """Empty for SQLite, which lies in the home; on PostgreSQL a database that is dropped afterwards."""
    url = os.environ.get("PERMANENCE_DATABASE_URL", "")
    if not url:
        yield ""
        return
    name = f"press_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{url.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def started(home: Path, *command: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "PERMANENCE_HOME": str(home),
        "PERMANENCE_DATABASE_URL": (home / "database_url").read_text(encoding="ascii"),
        "DJANGO_SETTINGS_MODULE": "permanence.entrance.settings",
    }
    return subprocess.Popen([sys.executable, "-m", PROGRAM, *command], env=environment, stdout=subprocess.PIPE)


def finished(home: Path, *command: str) -> dict:
    program = started(home, *command)
    said, _nothing = program.communicate()
    assert program.returncode == 0
    return orjson.loads(said)


def files_of(home: Path) -> Iterator[Path]:
    yield from (home / "prints").glob("*/*.pdf")


def killed_while_printing(home: Path, files: int) -> None:
    program = started(home, "print")
    while len(list(files_of(home))) < files and program.poll() is None:
        time.sleep(0.005)
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert program.returncode == -signal.SIGKILL


def test_a_killed_print_goes_on_where_it_was_and_gives_no_number_twice(home):
    before: dict[Path, bytes] = {}
    for files in (1, 4):
        killed_while_printing(home, files)
        done = {path: path.read_bytes() for path in files_of(home)}
        assert done | before == done
        before = done
    report = finished(home, "print")
    assert (report["done"], report["failed"]) == (PARTS, 0)
    assert {path: path.read_bytes() for path in files_of(home)} | before == {
        path: path.read_bytes() for path in files_of(home)
    }
    state = finished(home, "state")
    assert state["printed_twice"] == []
    assert state["numbers"] == list(range(1, len(state["numbers"]) + 1))
    assert set(state["void_reasons"]) <= {"The print was interrupted"}
    assert state["on_pages"] == state["on_paper"]
    assert state["neither_printed_nor_void"] == 0
    assert state["ledger_ok"]
    assert state["asides"] == []


def test_two_processes_share_a_run_and_no_part_is_done_twice(home):
    programs = [started(home, "print") for _ in range(2)]
    reports = [orjson.loads(program.communicate()[0]) for program in programs]
    assert [report["done"] for report in reports] == [PARTS, PARTS]
    assert sum(report["mine"] for report in reports) == PARTS
    state = finished(home, "state")
    assert state["on_pages"] == state["on_paper"]
    assert state["printed_twice"] == []
    assert state["neither_printed_nor_void"] == 0
    assert state["ledger_ok"]
