"""Many requests at the same instant, on a real database with real commits."""

import json
import os
import subprocess
import sys

import pytest

CROWD = """
import json, secrets, sys, threading
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from permanence.foundation import clock
from permanence.foundation.accounts import operations
from permanence.foundation.accounts.queries import Way
from permanence.foundation.actors import ALL_ROLES, Actor, Role

CONSOLE, DOOR, PASSWORD = Actor("console", "test", ALL_ROLES), Actor("box", "TEST"), "quatre mots pour tenir"
call_command("migrate", verbosity=0)
username = "p" + secrets.token_hex(6)
operations.create_person(username=username, display_name="P", roles=[Role.NURSE], password=PASSWORD, by=CONSOLE,
                         occurred_at=clock.now())
badge = operations.issue_badge(username=username, by=CONSOLE, occurred_at=clock.now())
connection.close()


def crowd(size, secret, way):
    said, gate = [], threading.Barrier(size)

    def one():
        gate.wait()
        try:
            operations.sign_in(username=username, secret=secret, way=way, client="", by=DOOR, occurred_at=clock.now())
            said.append("let in")
        except operations.LockedOut:
            said.append("locked out")
        except operations.SignInRefused:
            said.append("wrong")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(size)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return said


print(json.dumps({"same code": crowd(4, badge.codes[0], Way.BADGE), "guesses": crowd(16, "wrong", Way.PASSWORD)}))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "PERMANENCE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "permanence.entrance.settings"}
    done = subprocess.run(
        [sys.executable, "-c", CROWD], env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_code_used_four_times_at_once_lets_one_in(said):
    assert said["same code"].count("let in") == 1
    assert len(said["same code"]) == 4


def test_of_sixteen_guesses_at_once_no_more_than_five_are_tried(said):
    assert said["guesses"].count("wrong") <= 5
    assert said["guesses"].count("locked out") >= 11
