"""`permanence demo` and `permanence exercises`, as they are typed, each with a home of its own."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time

import pytest

from permanence.command.exercises.adapters import packs
from permanence.exchange.hl7v2.adapters.files import messages_in


@pytest.fixture
def house(tmp_path):
    """Runs commands on an empty home, with a `small` hospital smaller than the real one."""
    folder = tmp_path / "packs"
    shutil.copytree(packs.folder(), folder)
    about = folder / "demo" / "hospital.toml"
    text = about.read_text(encoding="utf-8")
    cut = text.replace("patients = 5000", "patients = 1500").replace("history_days = 7", "history_days = 3")
    about.write_text(cut.replace("appointments_a_day = 40", "appointments_a_day = 4"), encoding="utf-8")
    environment = os.environ | {
        "PERMANENCE_HOME": str(tmp_path / "home"),
        "PERMANENCE_PACKS": str(folder),
        "PERMANENCE_LANGUAGE": "en",
        "PERMANENCE_DATABASE_URL": "",
    }

    def start(*words):
        return subprocess.Popen(
            [sys.executable, "-m", "permanence", *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(*words):
        process = start(*words)
        out, errors = process.communicate(timeout=300)
        return process.returncode, out, errors.decode()

    run.start, run.home = start, tmp_path / "home"
    return run


DEMO = ("demo", "--small", "--no-serve", "--feeds-port", "0", "--json")


def test_a_demonstration_goes_from_nothing_to_paper(house):
    code, out, errors = house(*DEMO)
    assert code == 0, errors
    report = json.loads(out)
    assert report["patients"] > 1500
    assert 80 < report["occupied"] <= report["beds"] == 113
    assert sum(report["refused"].values()) == 10
    assert report["ledger_unbroken"]
    assert report["rehearsal"]["failed"] == 0
    assert report["rehearsal"]["pages"] > report["present"]
    assert len(list((house.home / "prints").rglob("*.pdf"))) == report["rehearsal"]["files"]
    accounts = house.home / "demo-accounts.txt"
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    assert "night.manager" in accounts.read_text(encoding="utf-8")

    code, out, errors = house(*DEMO)
    assert code == 0, errors
    again = json.loads(out)
    assert (again["messages"], again["present"]) == (report["messages"], report["present"])

    code, _out, errors = house("demo", "--no-serve", "--feeds-port", "0")
    assert code == 1
    assert "another made-up hospital" in errors


def test_a_demonstration_that_was_killed_goes_on_where_it_was(house):
    process = house.start(*DEMO)
    database = house.home / "permanence.sqlite3"
    waited = 0.0
    while not (database.exists() and database.stat().st_size > 1_000_000) and waited < 120:
        time.sleep(0.2)
        waited += 0.2
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    code, out, errors = house(*DEMO)
    assert code == 0, errors
    report = json.loads(out)
    assert report["ledger_unbroken"]
    assert 80 < report["occupied"] <= 113


def test_messages_are_written_as_files_that_can_be_imported(house, tmp_path):
    folder = tmp_path / "out"
    code, out, errors = house(
        "exercises", "messages", "--small", "--at", "2026-11-20 14:30:00", "--out", str(folder), "--json"
    )
    assert code == 0, errors
    counts = json.loads(out)
    assert set(counts) == {"GAM", "DPI", "LIS", "AGENDA"}
    assert len(messages_in(folder / "agenda.hl7")) == counts["AGENDA"]
    assert len(messages_in(folder / "lis.hl7")) == counts["LIS"]


def test_the_same_seed_and_instant_write_the_same_bytes(house):
    words = (
        "exercises",
        "messages",
        "--small",
        "--seed",
        "3",
        "--at",
        "2026-11-20 14:30:00",
        "--part",
        "history",
        "--out",
        "-",
    )
    first, second = house(*words), house(*words)
    assert first[0] == 0, first[2]
    assert first[1] == second[1]
    assert first[1].count(b"\x1c\r") > 300


def test_live_traffic_needs_a_demonstration(house):
    house("migrate")
    code, _out, errors = house("exercises", "live", "--seconds", "1")
    assert code == 1
    assert "permanence demo" in errors
