"""The pages of other people's accounts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.foundation import clock
from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.tests.people import CONSOLE, DOOR, PASSWORD, create
from permanence.foundation.actors import Role

PEOPLE, ALICE = "/accounts/people/", "/accounts/people/alice/"


@pytest.fixture
def ines(signed_in):
    create()
    return signed_in("ines", Role.IT)


def lock(username="alice"):
    for _ in range(5):
        with pytest.raises(operations.SignInRefused):
            operations.sign_in(
                username=username, secret="x", way=queries.Way.PASSWORD, client="", by=DOOR, occurred_at=clock.now()
            )


def said(browser, answer):
    assert answer.status_code == 303
    return browser.get(answer.headers["Location"]).content.decode()


def test_it_lists_and_searches_people(ines):
    create("bob")
    page = ines.get(PEOPLE, {"q": "ALI"}).content.decode()
    assert "alice" in page
    assert "bob" not in page
    assert "Nobody by that name." in ines.get(PEOPLE, {"q": "zzz"}).content.decode()


def test_a_long_list_asks_the_database_no_more_than_a_short_one(ines):
    with CaptureQueriesContext(connection) as short:
        ines.get(PEOPLE)
    for letter in "bcdef":
        create(f"{letter}{letter}", Role.NURSE, Role.DOCTOR)
    with CaptureQueriesContext(connection) as long:
        ines.get(PEOPLE)
    assert len(long) == len(short) <= 12


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999", "2"])
def test_a_strange_page_number_is_no_error(ines, page):
    assert ines.get(PEOPLE, {"page": page}).status_code == 200


def test_a_new_person_is_shown_their_password_once_and_it_opens(ines, browser):
    answer = ines.post(
        "/accounts/new-person/", {"username": "nora", "display_name": "Nora", "roles": ["nurse", "doctor"]}
    )
    assert answer.headers["Cache-Control"] == "no-store"
    password = re.search(r'class="secret"[^>]*>([^<]+)<', answer.content.decode()).group(1)
    assert browser.post("/accounts/sign-in/", {"username": "nora", "secret": password}).status_code == 303
    assert queries.person("nora").roles == (Role.NURSE, Role.DOCTOR)


def test_a_new_person_with_a_used_name_is_refused(ines):
    answer = ines.post("/accounts/new-person/", {"username": "alice", "display_name": "A", "roles": ["nurse"]})
    assert answer.status_code == 422
    assert "taken" in answer.content.decode()


def test_roles_are_given_and_taken_back(ines):
    assert "given" in said(ines, ines.post(f"{ALICE}grants/", {"role": "doctor"}))
    assert "taken back" in said(ines, ines.post(f"{ALICE}withdrawals/", {"role": "nurse"}))
    assert queries.person("alice").roles == (Role.DOCTOR,)


def test_what_is_refused_is_said(ines):
    assert "holds this role already" in said(ines, ines.post(f"{ALICE}grants/", {"role": "nurse"}))
    assert "Choose a role" in said(ines, ines.post(f"{ALICE}grants/", {"role": "king"}))
    assert "Say why" in said(ines, ines.post(f"{ALICE}closure/", {}))
    assert "not closed" in said(ines, ines.post(f"{ALICE}reopening/", {}))


def test_it_gives_itself_no_role(ines):
    assert "You may not" in said(ines, ines.post("/accounts/people/ines/grants/", {"role": "doctor"}))


def test_a_new_password_is_shown_once_and_the_old_one_is_dead(ines, browser):
    answer = ines.post(f"{ALICE}password/")
    password = re.search(r'class="secret"[^>]*>([^<]+)<', answer.content.decode()).group(1)
    assert browser.post("/accounts/sign-in/", {"username": "alice", "secret": PASSWORD}).status_code == 422
    assert browser.post("/accounts/sign-in/", {"username": "alice", "secret": password}).status_code == 303


def test_an_account_is_closed_and_reopened(ines):
    assert "left" in said(ines, ines.post(f"{ALICE}closure/", {"reason": "left"}))
    assert ines.post(f"{ALICE}reopening/").status_code == 200
    assert queries.person("alice").closed_at is None


def test_a_card_is_made_worthless(ines):
    operations.issue_badge(username="alice", by=CONSOLE, occurred_at=clock.now())
    assert "10 codes left" in ines.get(ALICE).content.decode()
    assert "opens nothing" in said(ines, ines.post(f"{ALICE}badge-revocation/", {"reason": "lost"}))


def test_a_night_manager_looks_and_unlocks_and_may_do_nothing_else(signed_in, browser):
    manager = signed_in("max", Role.NIGHT_MANAGER)
    create()
    lock()
    page = manager.get(ALICE).content.decode()
    assert "Unlock" in page
    assert "Close the account" not in page
    assert "try again at once" in said(manager, manager.post(f"{ALICE}unlocking/"))
    assert browser.post("/accounts/sign-in/", {"username": "alice", "secret": PASSWORD}).status_code == 303
    for act in ("grants", "withdrawals", "password", "closure", "reopening"):
        assert manager.post(f"{ALICE}{act}/", {"role": "it", "reason": "x"}).status_code == 403


@pytest.mark.parametrize("act", ["grants", "unlocking", "closure"])
def test_nobody_of_that_name_is_not_found(ines, act):
    answer = ines.post(f"/accounts/people/nobody/{act}/", {"role": "nurse", "reason": "x"})
    assert answer.status_code == 404
    assert ines.get("/accounts/people/nobody/").status_code == 404


@pytest.mark.parametrize("address", [f"{PEOPLE}%00/", f"{PEOPLE}{'x' * 300}/", f"{PEOPLE}?q=%00%25_", f"{PEOPLE}é/"])
def test_a_strange_address_breaks_nothing(ines, address):
    assert ines.get(address).status_code in {200, 404}
    assert ines.post(f"{PEOPLE}%00/unlocking/").status_code == 404
