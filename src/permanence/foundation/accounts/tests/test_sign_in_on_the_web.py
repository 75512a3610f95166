"""The sign-in pages, and one's own password."""

import pytest

from permanence.foundation import clock
from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.tests.people import CONSOLE, PASSWORD, create
from permanence.foundation.actors import Actor, Role
from permanence.foundation.ledger.models import LedgerEntry

SIGN_IN, BY_BADGE, OWN_PASSWORD = "/accounts/sign-in/", "/accounts/badge-sign-in/", "/accounts/password/"
FRESH = "encore quatre mots ici"


def post(browser, secret=PASSWORD, username="alice", address=SIGN_IN, **more):
    return browser.post(address, {"username": username, "secret": secret, **more})


def own_password(username="alice"):
    operations.set_password(username=username, password=PASSWORD, by=Actor("person", username), occurred_at=clock.now())


def test_a_first_password_leads_to_choosing_ones_own(browser):
    create()
    assert post(browser).headers["Location"] == OWN_PASSWORD


def test_ones_own_password_leads_where_one_was_going(browser):
    create()
    own_password()
    assert browser.get("/gallery/").headers["Location"] == f"{SIGN_IN}?next=/gallery/"
    assert post(browser, next="/gallery/").headers["Location"] == "/gallery/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_it_never_leads_out_of_the_house(browser, elsewhere):
    create()
    own_password()
    assert post(browser, next=elsewhere).headers["Location"] == "/"


def test_wrong_and_unknown_read_the_same(browser):
    create()
    answers = [post(browser, "wrong"), post(browser, "wrong", "nobody")]
    assert [answer.status_code for answer in answers] == [422, 422]
    pages = [answer.content.decode() for answer in answers]
    assert all("do not go together" in page for page in pages)
    assert pages[0].replace("alice", "nobody").count("nobody") == pages[1].count("nobody")


def test_a_locked_out_person_reads_how_long_to_wait_and_whom_to_ask(browser):
    create()
    for _ in range(5):
        post(browser, "wrong")
    page = post(browser).content.decode()
    assert "Try again in 15 minutes, or ask the night manager or IT to unlock you." in page


def test_the_password_never_comes_back_in_the_page(browser):
    create()
    assert "a-wrong-secret" not in post(browser, "a-wrong-secret").content.decode()


def test_a_code_lets_in_and_leads_to_a_new_password_without_the_old_one(browser):
    create()
    badge = operations.issue_badge(username="alice", by=CONSOLE, occurred_at=clock.now())
    assert post(browser, badge.codes[0], address=BY_BADGE).headers["Location"] == OWN_PASSWORD
    assert "9 codes are left on your card." in browser.get(OWN_PASSWORD).content.decode()
    assert browser.post(OWN_PASSWORD, {"new": FRESH, "again": FRESH}).status_code == 303
    assert browser.get("/").status_code == 200
    # The card proved who it was once: the next change asks for the password again.
    assert browser.post(OWN_PASSWORD, {"new": PASSWORD, "again": PASSWORD}).status_code == 422


def test_changing_the_password_asks_for_the_present_one_and_keeps_this_session(signed_in):
    alice, elsewhere = signed_in("alice", Role.NURSE), signed_in("bob", Role.NURSE)
    elsewhere.logout()
    own_password()
    post(elsewhere)
    wrong = alice_changes(elsewhere, current="not it")
    assert wrong.status_code == 422
    assert alice_changes(elsewhere, current=PASSWORD).status_code == 303
    assert elsewhere.get("/").status_code == 200
    assert alice.get("/").status_code == 302, "every other session of the person ended"


def alice_changes(browser, current, new=FRESH, again=FRESH):
    return browser.post(OWN_PASSWORD, {"current": current, "new": new, "again": again})


def test_guesses_at_an_unguarded_desk_are_counted_as_at_the_door(signed_in):
    alice = signed_in("alice", Role.NURSE)
    for _ in range(5):
        alice_changes(alice, current="a guess")
    assert "Too many failures" in alice_changes(alice, current=PASSWORD).content.decode()
    assert queries.person("alice").locked_until


@pytest.mark.parametrize(("new", "again"), [(FRESH, "another one entirely"), ("short", "short"), ("", "")])
def test_it_refuses_two_that_differ_and_a_weak_one(signed_in, new, again):
    answer = alice_changes(signed_in("alice", Role.NURSE), PASSWORD, new, again)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_signing_out_is_a_post_ends_the_session_and_is_in_the_ledger(signed_in):
    alice = signed_in("alice", Role.NURSE)
    assert alice.get("/accounts/sign-out/").status_code == 405
    assert alice.post("/accounts/sign-out/").headers["Location"] == SIGN_IN
    assert alice.get("/").status_code == 302
    assert LedgerEntry.objects.filter(kind="accounts.signed_out", actor="person:alice").exists()


def test_the_session_key_changes_at_sign_in(browser):
    create()
    browser.get(SIGN_IN)
    browser.cookies["sessionid"] = "planted-by-somebody-else-000000"
    post(browser)
    assert browser.cookies["sessionid"].value != "planted-by-somebody-else-000000"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser):
    create()
    cookie = post(browser).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_who_is_signed_in_already_goes_to_the_board(signed_in):
    assert signed_in("alice", Role.NURSE).get(SIGN_IN).headers["Location"] == "/"
