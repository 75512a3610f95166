"""How long a session lasts."""

from datetime import timedelta

import pytest

from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import Actor, Role

NOW = clock.now


@pytest.fixture
def later(monkeypatch):
    """Moves the clock of the house."""

    def move(**by):
        monkeypatch.setattr(clock, "now", lambda: NOW() + timedelta(**by))

    return move


def test_an_unused_session_ends_after_an_hour(signed_in, later):
    client = signed_in(Role.NURSE)
    later(minutes=59)
    assert client.get("/").status_code == 200
    later(minutes=59 + 59)
    assert client.get("/").status_code == 200
    later(minutes=59 + 59 + 61)
    assert client.get("/").headers["Location"].startswith("/accounts/sign-in/")


def test_the_hospital_may_choose_another_hour(signed_in, later, settings):
    settings.SESSION_IDLE = timedelta(minutes=5)
    client = signed_in(Role.NURSE)
    later(minutes=6)
    assert client.get("/").status_code == 302


def test_a_used_session_ends_with_the_night_shift(signed_in, later):
    client = signed_in(Role.NURSE)
    for hour in range(24):
        later(minutes=30 * hour)
        client.get("/")
    later(hours=11, minutes=59)
    assert client.get("/").status_code == 200
    later(hours=12)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "refresh", [{"path": "/live/", "headers": {"hx-trigger": "board", "hx-request": "true"}}, {"path": "/?refresh=1"}]
)
def test_a_board_that_refreshes_itself_is_not_use(signed_in, later, refresh):
    client = signed_in(Role.NURSE)
    for minutes in (20, 40, 59):
        later(minutes=minutes)
        assert client.get(**refresh).status_code == 200
    later(minutes=61)
    assert client.get("/").status_code == 302


def test_a_closed_account_is_out_at_the_next_click(signed_in):
    client = signed_in(Role.NURSE)
    it = Actor("person", "ines", frozenset({Role.IT}))
    accounts.close_account(username="alice", reason="left", by=it, occurred_at=clock.now())
    assert client.get("/").status_code == 302


def test_a_role_taken_back_is_gone_at_the_next_click(signed_in):
    client = signed_in(Role.IT)
    assert client.get("/gallery/").status_code == 200
    it = Actor("person", "ines", frozenset({Role.IT}))
    accounts.withdraw_role(username="alice", role=Role.IT, by=it, occurred_at=clock.now())
    assert client.get("/gallery/").status_code == 403


def test_a_new_password_set_by_it_ends_every_session(signed_in):
    client = signed_in(Role.NURSE)
    it = Actor("person", "ines", frozenset({Role.IT}))
    accounts.set_password(username="alice", password="un autre bien long", by=it, occurred_at=clock.now())
    assert client.get("/").status_code == 302
