"""Signing in by password: what lets in, what is refused, what guessing costs."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from permanence.foundation.accounts import operations, queries, rules
from permanence.foundation.accounts.models import SignInAttempt
from permanence.foundation.accounts.queries import Way
from permanence.foundation.accounts.tests.people import AT, CONSOLE, DOOR, NURSE, PASSWORD, create
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def sign_in(secret=PASSWORD, username="alice", way=Way.PASSWORD, at=AT):
    return operations.sign_in(username=username, secret=secret, way=way, client="10.0.0.7", by=DOOR, occurred_at=at)


def fail(times, username="alice", at=AT, way=Way.PASSWORD):
    for turn in range(times):
        with pytest.raises(operations.SignInRefused):
            sign_in("wrong", username, way, at + timedelta(seconds=turn))


def test_the_right_password_lets_in_however_the_name_is_typed():
    create()
    assert sign_in(username="  ALICE ").username == "alice"
    assert queries.person("alice").last_sign_in_at == AT


def test_success_and_failure_are_in_the_ledger_with_the_address_and_no_secret():
    create()
    sign_in()
    fail(1, username="hunter2-typed-in-the-wrong-box")
    entries = list(LedgerEntry.objects.filter(kind__startswith="accounts.sign").order_by("sequence"))
    assert [(entry.kind, entry.actor) for entry in entries] == [
        ("accounts.signed_in", "person:alice"),
        ("accounts.sign_in_refused", "box:K7Q2"),
    ]
    said = " ".join(entry.facts for entry in entries)
    assert "10.0.0.7" in said
    assert PASSWORD not in said
    assert "hunter2" not in said


def test_attempts_keep_no_name_that_was_typed():
    fail(1, username="hunter2-typed-in-the-wrong-box")
    assert "hunter2" not in str(SignInAttempt.objects.values())


def test_five_failures_lock_the_right_password_out_for_a_quarter_of_an_hour():
    create()
    fail(5)
    last = AT + timedelta(seconds=4)
    with pytest.raises(operations.LockedOut) as refusal:
        sign_in(at=last + timedelta(minutes=14))
    assert refusal.value.until == last + timedelta(minutes=15)
    assert sign_in(at=last + timedelta(minutes=15))


def test_four_failures_do_not_lock_out_and_a_success_forgets_them():
    create()
    fail(4)
    sign_in(at=AT + timedelta(seconds=10))
    fail(4, at=AT + timedelta(seconds=20))
    assert sign_in(at=AT + timedelta(seconds=30))


def test_hammering_a_locked_name_does_not_lengthen_the_lock_out():
    create()
    fail(5)
    fail(20, at=AT + timedelta(minutes=5))
    assert sign_in(at=AT + timedelta(minutes=16))


def test_an_unknown_name_is_locked_out_like_a_known_one():
    fail(5, username="nobody")
    with pytest.raises(operations.LockedOut):
        sign_in(username="nobody", at=AT + timedelta(minutes=1))


def test_an_unknown_name_costs_as_many_digests_as_a_known_one(monkeypatch):
    create()
    counted = []
    encode = Argon2PasswordHasher.encode
    verify = Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *given: (counted.append(1), encode(*given))[1])
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *given: (counted.append(1), verify(*given))[1])
    fail(1)
    known = len(counted)
    fail(1, username="nobody")
    assert len(counted) == 2 * known > 0


def test_an_unknown_name_costs_as_many_code_digests_as_a_known_one(monkeypatch):
    create()
    operations.issue_badge(username="alice", by=CONSOLE, occurred_at=AT)
    create("bob")
    counted = []
    digest = rules.code_digest
    monkeypatch.setattr(rules, "code_digest", lambda *given: (counted.append(1), digest(*given))[1])
    for username in ("alice", "bob", "nobody"):
        fail(1, username=username, way=Way.BADGE)
    assert counted == [1, 1, 1]


def test_the_way_by_card_stays_open_when_passwords_are_locked_out():
    create()
    badge = operations.issue_badge(username="alice", by=CONSOLE, occurred_at=AT)
    fail(5)
    assert sign_in(badge.codes[0], way=Way.BADGE, at=AT + timedelta(minutes=1))
    with pytest.raises(operations.LockedOut):
        sign_in(at=AT + timedelta(minutes=2))


def test_wrong_codes_lock_the_way_by_card_out():
    create()
    badge = operations.issue_badge(username="alice", by=CONSOLE, occurred_at=AT)
    fail(5, way=Way.BADGE)
    with pytest.raises(operations.LockedOut):
        sign_in(badge.codes[0], way=Way.BADGE, at=AT + timedelta(minutes=1))


def test_unlocking_lets_the_person_try_again_at_once_and_is_in_the_ledger():
    create()
    fail(5)
    assert queries.person("alice").locked_until is None, "the lock-out of the past does not stand now"
    operations.unlock(username="alice", by=CONSOLE, occurred_at=AT + timedelta(minutes=1))
    assert sign_in(at=AT + timedelta(minutes=2))
    assert LedgerEntry.objects.filter(kind="accounts.unlocked").count() == 1


def test_only_it_and_night_managers_unlock():
    create()
    with pytest.raises(operations.NotAllowed):
        operations.unlock(username="alice", by=NURSE, occurred_at=AT)
    with pytest.raises(operations.NoSuchPerson):
        operations.unlock(username="nobody", by=CONSOLE, occurred_at=AT)


def test_the_list_shows_who_is_locked_out_now():
    now = queries.clock.now()
    create(at=now)
    fail(5, at=now)
    assert queries.person("alice").locked_until is not None


def test_signing_out_is_in_the_ledger():
    create()
    operations.sign_out(by=type(NURSE)("person", "alice"), occurred_at=AT)
    assert LedgerEntry.objects.filter(kind="accounts.signed_out", actor="person:alice").count() == 1
