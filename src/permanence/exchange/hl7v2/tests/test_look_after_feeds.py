"""Feeds on the screen, on the board and on the console: who speaks, since when, who answers for it."""

from datetime import timedelta

import orjson
import pytest
from click.testing import CliRunner

from permanence.exchange.feeds import operations, queries
from permanence.exchange.feeds.cli import feeds as command
from permanence.exchange.feeds.models import Feed, FeedKind
from permanence.exchange.feeds.operations import FeedDescription
from permanence.exchange.hl7v2.tests.reception import NOW, PERSON, admission, adt, receive, result
from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.board import Health
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def heard(minutes_ago: float, rhythm: int | None) -> Health:
    now = clock.now()
    said = FeedDescription("Admissions", rhythm=rhythm)
    operations.add_feed(code="GAM^CHT", description=said, by=PERSON, occurred_at=now)
    receive(admission("1", "100", "V1"), at=now - timedelta(minutes=minutes_ago))
    return queries.feeds()[0].health


@pytest.mark.parametrize(
    ("minutes_ago", "rhythm", "health"),
    [(4, 300, "good"), (6, 300, "watch"), (16, 300, "bad"), (60, None, "good"), (60 * 9, None, "watch")],
)
def test_a_feed_is_as_healthy_as_its_silence_is_short(minutes_ago, rhythm, health):
    assert heard(minutes_ago, rhythm) == health


def test_a_feed_never_heard_is_off_and_so_is_the_picture():
    operations.add_feed(code="GAM", description=FeedDescription("Admissions"), by=PERSON, occurred_at=NOW)
    assert queries.feeds()[0].health is Health.OFF
    picture = queries.board_signs()[0]
    assert (picture.health, picture.at) == (Health.OFF, None)


def test_the_board_shows_the_age_of_the_picture_and_of_each_feed():
    now = clock.now()
    receive(admission("1", "100", "V1"), at=now)
    receive(result("2", "100"), at=now - timedelta(hours=2))
    signs = {str(sign.name): sign for sign in queries.board_signs()}
    assert {"GAM^CHT", "SIL^LABO"} < set(signs)
    assert next(iter(signs.values())).at == queries.picture_at()
    assert signs["SIL^LABO"].at == now - timedelta(hours=2)


def test_the_last_hour_counts_what_arrived_in_it():
    now = clock.now()
    receive(admission("1", "100", "V1"), adt("A31", "2", "100"), at=now)
    receive(adt("A31", "3", "100"), at=now - timedelta(hours=2))
    assert queries.feeds()[0].last_hour == 2


def test_a_feed_known_already_is_refused_and_an_unknown_one_cannot_be_described():
    said = FeedDescription("Admissions")
    feed = operations.add_feed(code="GAM", description=said, by=PERSON, occurred_at=NOW)
    with pytest.raises(operations.FeedAlreadyKnown):
        operations.add_feed(code="GAM", description=said, by=PERSON, occurred_at=NOW)
    Feed.objects.all().delete()
    with pytest.raises(operations.FeedUnknown):
        operations.describe_feed(feed=feed, description=said, by=PERSON, occurred_at=NOW)


@pytest.mark.parametrize("wrong", [{"charset": "EBCDIC-37"}, {"time_zone": "Mars/Olympus"}, {"time_zone": "/etc"}])
def test_a_charset_or_a_time_zone_that_does_not_exist_is_refused(wrong):
    with pytest.raises(LookupError):
        FeedDescription("Admissions", **wrong)


def test_it_describes_a_feed_on_the_screen(signed_in):
    receive(admission("1", "100", "V1"))
    browser = signed_in(Role.IT)
    page = browser.get("/feeds/").content.decode()
    assert "Nobody yet" in page
    feed = Feed.objects.get()
    said = {
        "name": "Admissions",
        "owner": "Service desk, 5555",
        "kind": "admissions",
        "rhythm": "10",
        "charset": "8859/15",
        "time_zone": "Europe/Paris",
    }
    assert browser.post(f"/feeds/{feed.id}/", said).status_code == 303
    feed.refresh_from_db()
    assert (feed.owner, feed.kind, feed.rhythm, feed.charset) == ("Service desk, 5555", "admissions", 600, "8859/15")
    assert "Service desk, 5555" in browser.get("/feeds/").content.decode()
    entry = LedgerEntry.objects.get(kind="feeds.feed_described")
    assert (entry.actor, entry.subject) == ("person:alice", str(feed.id))


def test_a_wrong_time_zone_is_said_on_the_screen(signed_in):
    receive(admission("1", "100", "V1"))
    said = {"name": "Admissions", "kind": "admissions", "time_zone": "Paris"}
    page = signed_in(Role.IT).post(f"/feeds/{Feed.objects.get().id}/", said)
    assert "Europe/Paris" in page.content.decode()
    assert page.status_code == 200


def test_a_hold_is_said_on_the_screen(signed_in):
    operations.hold_feeds(reason="ransom note", by=PERSON, occurred_at=NOW)
    receive(admission("1", "100", "V1"))
    page = signed_in(Role.NIGHT_MANAGER).get("/feeds/").content.decode()
    assert "ransom note" in page
    assert "<dd>1</dd>" in page


@pytest.mark.parametrize("role", [Role.NURSE, Role.HR, Role.AUDITOR])
def test_feeds_and_quarantine_are_closed_to_others(signed_in, role):
    browser = signed_in(role)
    assert browser.get("/feeds/").status_code == 403
    assert browser.get("/feeds/quarantine/").status_code == 403


def test_the_console_adds_a_feed_and_describes_it_again():
    run = CliRunner().invoke
    made = run(command, ["add", "GAM^CHT", "--name", "Admissions", "--kind", "admissions", "--rhythm", "600", "--json"])
    assert orjson.loads(made.output) == {"code": "GAM^CHT", "added": True}
    again = run(command, ["add", "GAM^CHT", "--name", "Admissions", "--owner", "Desk", "--json"])
    assert orjson.loads(again.output) == {"code": "GAM^CHT", "added": False}
    feed = Feed.objects.get()
    assert (feed.owner, feed.kind) == ("Desk", FeedKind.OTHER)
    listed = orjson.loads(run(command, ["status", "--json"]).output)
    assert listed["feeds"][0]["code"] == "GAM^CHT"
    assert run(command, ["add", "X", "--name", "X", "--charset", "nonsense"]).exit_code == 1


def test_the_console_holds_and_releases():
    run = CliRunner().invoke
    assert run(command, ["hold", "--reason", "exercise"]).exit_code == 0
    assert run(command, ["hold", "--reason", "exercise"]).exit_code == 1
    receive(admission("1", "100", "V1"))
    released = run(command, ["release", "--replay", "--reason", "over", "--json"])
    assert orjson.loads(released.output) == {"replayed": 1, "quarantined": 0, "left_apart": 0}
    assert run(command, ["release", "--replay", "--reason", "over"]).exit_code == 1
