"""`permanence accounts`, as typed at the box."""

import json

import pytest
from click.testing import CliRunner
from django.utils import translation

from permanence.foundation import clock
from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.cli import accounts
from permanence.foundation.accounts.tests.people import CONSOLE, DOOR, create
from permanence.foundation.actors import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def run(*words, typed=None):
    return CliRunner().invoke(accounts, words, input=typed)


def report(*words):
    said = run(*words, "--json")
    assert said.exit_code == 0, said.output
    return json.loads(said.output)


def sign_in(username, secret):
    return operations.sign_in(
        username=username, secret=secret, way=queries.Way.PASSWORD, client="", by=DOOR, occurred_at=clock.now()
    )


def test_the_first_person_is_created_with_a_password_shown_once():
    said = report("add", "alice", "--name", "Alice", "--role", "it", "--role", "night_manager")
    assert sign_in("alice", said["password"]).roles == {Role.IT, Role.NIGHT_MANAGER}


def test_a_prompted_password_is_not_shown():
    said = run(
        "add", "alice", "--name", "Alice", "--role", "it", "--prompt", typed="quatre mots ici\nquatre mots ici\n"
    )
    assert said.exit_code == 0
    assert "quatre mots ici" not in said.output
    assert sign_in("alice", "quatre mots ici")


def test_it_lists_people_and_how_they_stand():
    create()
    operations.close_account(username="alice", reason="left", by=CONSOLE, occurred_at=clock.now())
    (alice,) = report("list")["people"]
    assert (alice["username"], alice["roles"], bool(alice["closed_at"])) == ("alice", ["nurse"], True)
    assert "closed" in run("list").output
    assert "Nobody." in run("list", "--search", "zzz").output


def test_everything_else_is_done_there_too():
    create()
    report("grant", "alice", "doctor")
    report("withdraw", "alice", "nurse")
    report("unlock", "alice")
    operations.issue_badge(username="alice", by=CONSOLE, occurred_at=clock.now())
    report("revoke-badge", "alice", "--reason", "lost")
    report("close", "alice", "--reason", "left")
    password = report("reopen", "alice")["password"]
    assert sign_in("alice", password).roles == {Role.DOCTOR}
    assert sign_in("alice", report("password", "alice")["password"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["grant", "nobody", "it"], "Nobody has this username."),
        (["grant", "alice", "nurse"], "holds this role already"),
        (["withdraw", "alice", "it"], "does not hold this role"),
        (["reopen", "alice"], "not closed"),
        (["revoke-badge", "alice", "--reason", "x"], "no badge"),
        (["add", "alice", "--name", "A", "--role", "it"], "taken"),
        (["add", "Al ice", "--name", "A", "--role", "it"], "2 to 40 characters"),
    ],
)
def test_what_is_refused_is_said_and_exits_with_one(words, sentence):
    create()
    said = run(*words)
    assert said.exit_code == 1
    assert sentence in said.output
