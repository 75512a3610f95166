"""A card with ten codes that open once each."""

from datetime import timedelta

import pytest

from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.models import BadgeCode
from permanence.foundation.accounts.queries import Way
from permanence.foundation.accounts.tests.people import AT, CONSOLE, DOOR, NURSE, create
from permanence.foundation.ledger.queries import entries_about

pytestmark = pytest.mark.django_db


def issue(by=CONSOLE, at=AT):
    return operations.issue_badge(username="alice", by=by, occurred_at=at)


def use(code, at=AT):
    return operations.sign_in(username="alice", secret=code, way=Way.BADGE, client="", by=DOOR, occurred_at=at)


def test_each_of_ten_different_codes_opens_once():
    person = create()
    badge = issue()
    assert len(set(badge.codes)) == 10
    for spent, code in enumerate(badge.codes[:4], start=1):
        assert use(code)
        assert queries.badge_of(person, AT).codes_left == 10 - spent
    with pytest.raises(operations.SignInRefused):
        use(badge.codes[0])


def test_a_code_is_read_however_it_is_typed():
    create()
    code = issue().codes[0]
    assert use(f" {code.replace('-', ' ').lower().replace('0', 'o').replace('1', 'l')} ")


def test_the_codes_are_nowhere_in_clear():
    person = create()
    badge = issue()
    kept = str(list(BadgeCode.objects.values())) + str([entry.facts for entry in entries_about(person)])
    for code in badge.codes:
        assert code not in kept
        assert code.replace("-", "") not in kept


def test_a_card_opens_nothing_after_a_year():
    create()
    code = issue().codes[0]
    with pytest.raises(operations.SignInRefused):
        use(code, at=AT + timedelta(days=365))


def test_a_new_card_makes_the_old_one_worthless():
    person = create()
    old, new = issue(), issue(at=AT + timedelta(hours=1))
    with pytest.raises(operations.SignInRefused):
        use(old.codes[0], at=AT + timedelta(hours=2))
    assert use(new.codes[0], at=AT + timedelta(hours=2))
    assert str(old.id) in entries_about(person)[2].facts


def test_a_lost_card_is_made_worthless_and_the_ledger_says_why():
    person = create()
    badge = issue()
    operations.revoke_badge(username="alice", reason="lost in the car park", by=CONSOLE, occurred_at=AT)
    with pytest.raises(operations.SignInRefused):
        use(badge.codes[0])
    assert "lost in the car park" in entries_about(person)[2].facts
    with pytest.raises(operations.NoBadge):
        operations.revoke_badge(username="alice", reason="again", by=CONSOLE, occurred_at=AT)


def test_the_owner_may_make_their_own_card_worthless_and_a_colleague_may_not():
    create()
    issue()
    with pytest.raises(operations.NotAllowed):
        operations.revoke_badge(username="alice", reason="a joke", by=NURSE, occurred_at=AT)
    alice = type(NURSE)("person", "alice")
    operations.revoke_badge(username="alice", reason="seen by a visitor", by=alice, occurred_at=AT)


def test_it_refuses_who_may_not_manage_people():
    create()
    with pytest.raises(operations.NotAllowed):
        issue(by=NURSE)


def test_it_refuses_an_unknown_person():
    with pytest.raises(operations.NoSuchPerson):
        issue()
