"""An account closed leaves no way in."""

import pytest

from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.queries import Way
from permanence.foundation.accounts.tests.people import AT, CONSOLE, DOOR, NURSE, PASSWORD, create
from permanence.foundation.actors import Role
from permanence.foundation.ledger.queries import entries_about

pytestmark = pytest.mark.django_db
FRESH = "encore quatre mots ici"


def close(by=CONSOLE):
    operations.close_account(username="alice", reason="left the hospital", by=by, occurred_at=AT)


def reopen(by=CONSOLE, password=FRESH):
    operations.reopen_account(username="alice", password=password, by=by, occurred_at=AT)


def sign_in(secret, way=Way.PASSWORD):
    return operations.sign_in(username="alice", secret=secret, way=way, client="", by=DOOR, occurred_at=AT)


def test_neither_password_nor_card_opens_a_closed_account():
    create()
    badge = operations.issue_badge(username="alice", by=CONSOLE, occurred_at=AT)
    close()
    for secret, way in ((PASSWORD, Way.PASSWORD), (badge.codes[0], Way.BADGE)):
        with pytest.raises(operations.SignInRefused):
            sign_in(secret, way)


def test_the_screen_says_since_when_and_why():
    create()
    close()
    person = queries.person("alice")
    assert (person.closed_at, person.closed_reason) == (AT, "left the hospital")


def test_reopened_it_opens_with_a_new_password_and_the_roles_of_before():
    create("alice", Role.DOCTOR)
    close()
    reopen()
    assert sign_in(FRESH).roles == {Role.DOCTOR}
    assert queries.person("alice").closed_at is None
    with pytest.raises(operations.SignInRefused):
        sign_in(PASSWORD)


def test_both_are_in_the_ledger():
    person = create()
    close()
    reopen()
    assert [entry.kind for entry in entries_about(person)][1:] == ["accounts.closed", "accounts.reopened"]


def test_it_refuses_what_is_done_already():
    create()
    with pytest.raises(operations.AccountNotClosed):
        reopen()
    close()
    with pytest.raises(operations.AccountAlreadyClosed):
        close()
    with pytest.raises(operations.AccountAlreadyClosed):
        operations.set_password(username="alice", password=FRESH, by=CONSOLE, occurred_at=AT)
    with pytest.raises(operations.AccountAlreadyClosed):
        operations.issue_badge(username="alice", by=CONSOLE, occurred_at=AT)


def test_it_refuses_who_may_not_manage_people():
    create()
    with pytest.raises(operations.NotAllowed):
        close(by=NURSE)
    close()
    with pytest.raises(operations.NotAllowed):
        reopen(by=NURSE)


def test_it_refuses_a_weak_password_and_stays_closed():
    create()
    close()
    with pytest.raises(operations.WeakPassword):
        reopen(password="short")
    assert queries.person("alice").closed_at == AT
