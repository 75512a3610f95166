"""What a person may do, given and taken back."""

import pytest

from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.models import User
from permanence.foundation.accounts.tests.people import AT, CONSOLE, IT, NURSE, create
from permanence.foundation.actors import Role
from permanence.foundation.ledger.queries import entries_about

pytestmark = pytest.mark.django_db


def grant(role, by=CONSOLE, username="alice"):
    operations.grant_role(username=username, role=role, by=by, occurred_at=AT)


def withdraw(role, by=CONSOLE):
    operations.withdraw_role(username="alice", role=role, by=by, occurred_at=AT)


def test_a_role_is_given_taken_back_and_given_again():
    create("alice", Role.NURSE)
    grant(Role.DOCTOR)
    assert queries.person("alice").roles == (Role.NURSE, Role.DOCTOR)
    withdraw(Role.DOCTOR)
    assert queries.person("alice").roles == (Role.NURSE,)
    grant(Role.DOCTOR)
    assert User.objects.get().roles == {Role.NURSE, Role.DOCTOR}


def test_each_change_is_in_the_ledger():
    person = create()
    grant(Role.DOCTOR, by=IT)
    withdraw(Role.DOCTOR, by=IT)
    kinds = [(entry.kind, entry.actor) for entry in entries_about(person)]
    assert kinds[1:] == [("accounts.role_granted", "person:ines"), ("accounts.role_withdrawn", "person:ines")]


def test_it_refuses_a_role_held_or_not_held():
    create("alice", Role.NURSE)
    with pytest.raises(operations.RoleAlreadyGranted):
        grant(Role.NURSE)
    with pytest.raises(operations.RoleNotGranted):
        withdraw(Role.DOCTOR)


def test_it_refuses_who_may_not_manage_people():
    create()
    with pytest.raises(operations.NotAllowed):
        grant(Role.DOCTOR, by=NURSE)
    with pytest.raises(operations.NotAllowed):
        withdraw(Role.NURSE, by=NURSE)


def test_nobody_grants_themselves_a_role():
    create("ines", Role.IT)
    with pytest.raises(operations.NotAllowed):
        grant(Role.DOCTOR, by=IT, username="ines")


def test_it_refuses_an_unknown_person():
    with pytest.raises(operations.NoSuchPerson):
        grant(Role.DOCTOR)
