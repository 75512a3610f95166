"""Somebody may sign in from now on."""

import pytest

from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.models import User
from permanence.foundation.accounts.tests.people import AT, CONSOLE, NURSE, PASSWORD, create
from permanence.foundation.actors import Role
from permanence.foundation.ledger.queries import entries_about

pytestmark = pytest.mark.django_db


def test_the_person_has_the_roles_in_their_order():
    create("alice", Role.IT, Role.NIGHT_MANAGER)
    assert queries.person("alice").roles == (Role.NIGHT_MANAGER, Role.IT)


def test_the_password_is_kept_as_argon2id():
    create()
    assert User.objects.get().password.startswith("argon2$argon2id$")


def test_it_is_in_the_ledger_without_the_password():
    entries = entries_about(create())
    assert [entry.kind for entry in entries] == ["accounts.person_created"]
    assert PASSWORD not in str([vars(entry) for entry in entries])


def test_it_refuses_a_username_that_was_given_once():
    create("alice")
    with pytest.raises(operations.UsernameTaken):
        create("alice")


@pytest.mark.parametrize("username", ["A", "a", "Alice", "al ice", "é", "-al", "a" * 41, ""])
def test_it_refuses_a_malformed_username(username):
    with pytest.raises(operations.BadUsername):
        create(username)


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_it_refuses_a_weak_password_and_keeps_nobody(password):
    with pytest.raises(operations.WeakPassword) as refusal:
        create(password=password)
    assert refusal.value.sentence
    assert not User.objects.exists()


def test_it_refuses_who_may_not_manage_people():
    with pytest.raises(operations.NotAllowed):
        operations.create_person(
            username="bob", display_name="Bob", roles=[], password=PASSWORD, by=NURSE, occurred_at=AT
        )


def test_a_proposed_password_is_strong_enough_and_never_the_same():
    proposed = {queries.proposed_password() for _ in range(50)}
    assert len(proposed) == 50
    create(password=proposed.pop())


def test_somebody_who_was_given_a_password_is_asked_to_choose_their_own():
    person = create()
    assert queries.password_is_from_somebody_else(person)
    operations.set_password(username="alice", password="un autre bien long", by=CONSOLE, occurred_at=AT)
    assert queries.password_is_from_somebody_else(person)
    alice = type(CONSOLE)("person", "alice")
    operations.set_password(username="alice", password="le mien bien long", by=alice, occurred_at=AT)
    assert not queries.password_is_from_somebody_else(person)
