"""The first page: how the box stands, what waits, what to do next."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from permanence.command.crisis.queries import CrisisState
from permanence.entrance import queries
from permanence.entrance.navigation import ENTRIES, address
from permanence.foundation import clock
from permanence.foundation.actors import ALL_ROLES, Role
from permanence.foundation.board import Health, Queue, Sign
from permanence.foundation.ledger.queries import Head

STANDBY = CrisisState(declared_at=None, day=None, reason="", exercise=False)


def crisis(**told):
    return CrisisState(declared_at=clock.now(), day=3, reason="Ransomware", exercise=False, **told)


@pytest.fixture
def house(monkeypatch):
    """A house where two rooms say what the test makes them say."""
    rooms = {
        "permanence.exchange.feeds": SimpleNamespace(board_queues=list, board_signs=list),
        "permanence.care.beds": SimpleNamespace(board_queues=list, board_signs=list),
    }
    monkeypatch.setattr(queries, "_rooms_with", lambda _function: tuple(rooms.items()))
    monkeypatch.setattr(queries, "state", lambda: STANDBY)
    monkeypatch.setattr(queries, "_kept", {})
    monkeypatch.setattr(queries.ledger, "head", lambda: Head("TEST", 0, "0" * 64))
    return rooms


def queue(name, count, minutes=5, roles=ALL_ROLES):
    return Queue(name, count, clock.now() - timedelta(minutes=minutes), "gallery", roles)


def test_the_night_manager_reads_what_to_do_in_standby(signed_in):
    page = signed_in(Role.NIGHT_MANAGER).get("/").content.decode()
    assert "Standby" in page
    assert "Declare the blackout" in page


def test_a_nurse_is_not_asked_to_declare(signed_in):
    assert "Declare the blackout" not in signed_in(Role.NURSE).get("/").content.decode()


def test_the_crisis_and_its_day_are_on_every_page(signed_in, monkeypatch):
    client = signed_in(Role.IT)
    monkeypatch.setattr("permanence.entrance.templating.state", crisis)
    monkeypatch.setattr(queries, "state", crisis)
    for path in ("/", "/gallery/", "/accounts/people/"):
        assert "Crisis day 3" in client.get(path).content.decode()


def test_an_exercise_is_never_called_a_crisis(signed_in, monkeypatch):
    client = signed_in(Role.IT)
    exercise = CrisisState(declared_at=clock.now(), day=1, reason="Drill", exercise=True)
    monkeypatch.setattr("permanence.entrance.templating.state", lambda: exercise)
    page = client.get("/accounts/people/").content.decode()
    assert "Exercise day 1" in page
    assert "Crisis day" not in page


def test_queues_with_work_come_first_and_open_only_to_their_roles(house):
    house["permanence.exchange.feeds"].board_queues = lambda: [queue("Quarantine", 0), queue("Odd", 2)]
    house["permanence.care.beds"].board_queues = lambda: [queue("Beds", 4, roles=frozenset({Role.NURSE}))]
    board = queries.board(frozenset({Role.IT}))
    assert [(line.name, line.count, bool(line.url)) for line in board.queues] == [
        ("Odd", 2, True),
        ("Beds", 4, False),
        ("Quarantine", 0, True),
    ]


def test_the_next_act_is_the_work_that_waits_longest_among_what_one_may_open(house):
    house["permanence.exchange.feeds"].board_queues = lambda: [
        queue("Young", 90, minutes=1),
        queue("Old", 1, minutes=600),
        queue("Older, not mine", 1, minutes=900, roles=frozenset({Role.HR})),
        queue("Empty", 0, minutes=9000),
    ]
    assert queries.board(frozenset({Role.IT})).next.words == "Old"


def test_nothing_to_do_is_said(house):
    board = queries.board(frozenset({Role.NURSE}))
    assert str(board.next.words)
    assert board.next.url == ""


def test_signs_are_read_wing_by_wing(house):
    sign = Sign("ADT", Health.WATCH, clock.now(), "silent for 20 minutes")
    house["permanence.exchange.feeds"].board_signs = lambda: [sign]
    house["permanence.care.beds"].board_signs = lambda: [Sign("Beds", Health.GOOD, None, "")]
    groups = queries.board(ALL_ROLES).groups
    assert [[line.name for line in group.signs] for group in groups] == [["ADT"], ["Beds"]]


def test_a_broken_room_is_a_failing_sign_and_not_a_dark_board(house):
    def breaks():
        raise RuntimeError("no such table")

    house["permanence.exchange.feeds"].board_queues = breaks
    house["permanence.care.beds"].board_queues = lambda: [queue("Beds", 4)]
    board = queries.board(ALL_ROLES)
    assert [line.name for line in board.queues] == ["Beds"]
    (sign,) = board.groups[0].signs
    assert sign.health is Health.BAD


def test_a_board_that_did_not_change_costs_no_bytes(signed_in, house):
    client = signed_in(Role.IT)
    first = client.get("/live/")
    again = client.get("/live/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    house["permanence.care.beds"].board_queues = lambda: [queue("Beds", 4)]
    changed = client.get("/live/", headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_page_holds_the_version_its_refresh_asks_about(signed_in, house):
    client = signed_in(Role.IT)
    version = client.get("/live/").headers["ETag"].strip('"')
    assert version in client.get("/").content.decode()


def test_the_refresh_brings_the_state_of_the_box_too(signed_in, house):
    assert 'id="box-state"' in signed_in(Role.IT).get("/live/").content.decode()


def test_a_refresh_after_the_session_ended_goes_to_sign_in_as_a_whole_page(client, db):
    answer = client.get("/live/", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/sign-in/"


def test_a_board_where_nothing_was_written_asks_the_database_little(signed_in):
    client = signed_in(Role.NIGHT_MANAGER)
    client.get("/")
    for path in ("/", "/live/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= 6, [query["sql"] for query in asked]


def test_a_board_where_something_was_written_asks_each_room_again_and_no_more(signed_in, monkeypatch):
    client = signed_in(Role.NIGHT_MANAGER)
    monkeypatch.setattr(queries, "_kept", {})
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert len(asked) <= 51, [query["sql"] for query in asked]


def test_what_is_written_shows_at_the_next_look_and_what_ages_after_ten_seconds(house, monkeypatch):
    monkeypatch.setattr(queries.ledger, "head", lambda: Head("TEST", 1, "a" * 64))
    house["permanence.care.beds"].board_queues = lambda: [queue("Beds", 4)]
    assert queries.board(ALL_ROLES).queues[0].count == 4
    house["permanence.care.beds"].board_queues = lambda: [queue("Beds", 5)]
    assert queries.board(ALL_ROLES).queues[0].count == 4
    monkeypatch.setattr(queries.ledger, "head", lambda: Head("TEST", 2, "b" * 64))
    assert queries.board(ALL_ROLES).queues[0].count == 5
    house["permanence.care.beds"].board_queues = lambda: [queue("Beds", 6)]
    later = clock.now() + timedelta(seconds=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert queries.board(ALL_ROLES).queues[0].count == 6


def test_each_reader_has_the_board_in_their_language(house, monkeypatch):
    monkeypatch.setattr(queries.ledger, "head", lambda: Head("TEST", 1, "a" * 64))
    house["permanence.care.beds"].board_signs = lambda: [Sign(gettext("Crisis"), Health.GOOD, None, "")]
    for language, word in (("fr", "Crise"), ("en", "Crisis")):
        with translation.override(language):
            assert queries.board(ALL_ROLES).groups[0].signs[0].name == word


def test_in_a_crisis_its_managers_are_led_to_it(house, monkeypatch):
    monkeypatch.setattr(queries, "state", crisis)
    assert queries.board(frozenset({Role.NIGHT_MANAGER})).next.url == "/crisis/"
    assert queries.board(frozenset({Role.NURSE})).next.url == ""


def test_every_address_named_by_the_navigation_exists():
    assert [entry.url_name for entry in ENTRIES if not address(entry.url_name)] == []


@pytest.mark.django_db
def test_every_queue_and_sign_leads_to_a_page_that_exists():
    for function in ("board_queues", "board_signs"):
        for _room, says in queries._rooms_with(function):
            for line in getattr(says, function)():
                assert not line.url_name or address(line.url_name), line
