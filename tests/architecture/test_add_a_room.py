"""Copying the pattern is enough to add a room that migrates, answers at its doors and keeps every rule."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.house import ROOT, SOURCE

ROOM = "permanence/command/keys"


@pytest.fixture(scope="module")
def house_with_a_new_room(tmp_path_factory) -> Path:
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(SOURCE, house / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs" / "pattern" / "keys", house / "src" / ROOM)
    in_house(house, "django", "makemigrations", "keys")
    in_house(house, "permanence", "migrate")
    return house


def in_house(house: Path, *command: str) -> str:
    environment = os.environ | {
        "PYTHONPATH": str(house / "src"),
        "PERMANENCE_HOME": str(house / "home"),
        "DJANGO_SETTINGS_MODULE": "permanence.entrance.settings",
        "PERMANENCE_LANGUAGE": "en",
        "PERMANENCE_DATABASE_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", *command], env=environment, capture_output=True, text=True, check=False, cwd=house
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_commands_answer(house_with_a_new_room):
    in_house(house_with_a_new_room, "permanence", "keys", "lend", "Pharmacy", "Bob")
    assert '"key":"Pharmacy","holder":"Bob"' in in_house(house_with_a_new_room, "permanence", "keys", "list", "--json")
    assert '"ok":true' in in_house(house_with_a_new_room, "permanence", "ledger", "verify", "--json")


def test_its_screen_has_an_address(house_with_a_new_room):
    program = house_with_a_new_room / "ask.py"
    program.write_text(
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "print(Client().get('/keys/', headers={'host': 'box'})['Location'])\n",
        encoding="utf-8",
    )
    assert in_house(house_with_a_new_room, "ask").strip().endswith("?next=/keys/")


def test_its_own_tests_pass(house_with_a_new_room):
    tests = str(house_with_a_new_room / "src" / ROOM / "tests")
    settings = ["-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider", "--ds=permanence.entrance.settings"]
    assert "2 passed" in in_house(house_with_a_new_room, "pytest", tests, "--rootdir", tests, *settings)


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.__name__)
def test_it_keeps_every_rule_of_the_house(house_with_a_new_room, rule):
    assert set(rule(house_with_a_new_room / "src")) - set(rule()) == set()
