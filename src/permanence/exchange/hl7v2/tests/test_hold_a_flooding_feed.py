"""A feed that floods is held apart, the picture stays, a named person decides what becomes of what was held."""

from datetime import timedelta

import pytest
from django.utils import translation

from permanence.exchange.feeds import operations, queries
from permanence.exchange.feeds.models import FeedHold, Message, Outcome
from permanence.exchange.feeds.operations import Fate, receiving
from permanence.exchange.feeds.rules.guard import Suspicion
from permanence.exchange.hl7v2.tests.reception import NOW, PERSON, admission, adt, merge, picture, pv1, receive, result
from permanence.foundation.actors import Role
from permanence.foundation.board import Health
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unwatched(monkeypatch):
    monkeypatch.setattr(receiving, "GUARD", receiving.Guard())


def cancel(number: int, visit: int) -> bytes:
    return adt("A11", f"X{number}", f"{visit}", pv1(f"V{visit}", "2110^12^P^CHT"), minute=500 + number)


def admitted(count: int) -> None:
    receive(*(admission(f"A{n}", str(n), f"V{n}", minute=n % 60) for n in range(1, count + 1)))


def test_a_flood_of_cancels_is_held_and_the_picture_stays():
    admitted(60)
    # Two at a time, as a feed sends them.
    for n in range(1, 41, 2):
        receive(cancel(n, n), cancel(n + 1, n + 1))
    hold = FeedHold.objects.get()
    assert (hold.suspicion, hold.flood) == (Suspicion.DELETION, 30)
    assert len(hold.earlier) == 28
    assert len(picture()) == 60 - 28
    assert Message.objects.filter(outcome=Outcome.HELD).count() == 40 - 28
    assert LedgerEntry.objects.filter(kind="feeds.feed_held").count() == 1


def test_only_that_feed_is_held():
    admitted(60)
    receive(*(cancel(n, n) for n in range(1, 41)))
    (receipt,) = receive(result("R1", "50", "V50", minute=700))
    assert receipt.outcome is Outcome.APPLIED
    (late,) = receive(admission("B1", "900", "V900", minute=701))
    assert late.outcome is Outcome.HELD


def test_merges_and_shifted_traits_and_blank_names_are_floods_too():
    admitted(60)
    receive(*(merge(f"M{n}", str(n), str(100 + n), minute=600 + n) for n in range(41)))
    assert queries.open_holds()[Message.objects.first().feed_id].suspicion is Suspicion.MERGE


def test_a_list_shifted_by_one_line_is_held():
    families, givens = (
        ["MARTIN", "PETIT", "DURAND", "LEROY", "MOREAU"],
        ["LEA", "PAUL", "INES", "HUGO", "ZOE", "REMI", "ODE"],
    )

    # A name without a digit: digits tell no two names apart.
    def told(number: str, ipp: int, row: int, minute: int) -> bytes:
        raw = adt("A28", number, str(ipp), minute=minute, family=families[row % 5])
        return raw.replace(b"ANNE^ANNE", f"{givens[row % 7]}^{givens[row % 7]}".encode()).replace(
            b"19620304", f"{1930 + row}0{1 + row % 9}11".encode()
        )

    receive(*(told(f"N{n}", n, n, n) for n in range(60)))
    receive(*(told(f"S{n}", n, n + 1, 100 + n) for n in range(60)))
    assert FeedHold.objects.get().suspicion == Suspicion.SHIFT


def test_a_named_person_releases_and_what_was_held_is_applied():
    admitted(60)
    receive(*(cancel(n, n) for n in range(1, 41)))
    feed = FeedHold.objects.get().feed_id
    operations.release_feeds(feed=feed, fate=Fate.REPLAY, reason="a ward moved", by=PERSON, occurred_at=NOW)
    while operations.replay_held(by=PERSON, occurred_at=NOW):
        pass
    assert len(picture()) == 20
    # Vouched for: the same thing is not doubted again for a day, and then it is.
    later = NOW + timedelta(hours=3)
    receive(*(cancel(n, n) for n in range(41, 61)), at=later)
    assert picture() == []


def test_what_was_held_is_thrown_away_when_a_person_says_so():
    admitted(60)
    receive(*(cancel(n, n) for n in range(1, 41)))
    feed = FeedHold.objects.get().feed_id
    operations.release_feeds(feed=feed, fate=Fate.DISCARD, reason="the table was emptied", by=PERSON, occurred_at=NOW)
    assert queries.held_and_waiting() == 0
    assert len(picture()) == 60
    with pytest.raises(operations.FeedsNotHeld):
        operations.release_feeds(feed=feed, fate=Fate.REPLAY, reason="no, it was not", by=PERSON, occurred_at=NOW)


def test_what_was_left_apart_may_be_replayed_later():
    admitted(60)
    receive(*(cancel(n, n) for n in range(1, 41)))
    feed = FeedHold.objects.get().feed_id
    operations.release_feeds(feed=feed, fate=Fate.APART, reason="later", by=PERSON, occurred_at=NOW)
    assert queries.held_and_waiting(feed) == 40
    operations.release_feeds(feed=feed, fate=Fate.REPLAY, reason="it was true", by=PERSON, occurred_at=NOW)
    assert operations.replay_held(by=PERSON, occurred_at=NOW).applied == 40


def test_during_a_crisis_a_released_feed_waits_for_its_end():
    admitted(60)
    receive(*(cancel(n, n) for n in range(1, 41)))
    feed = FeedHold.objects.get().feed_id
    operations.hold_feeds(reason="ransom note", by=PERSON, occurred_at=NOW)
    operations.release_feeds(feed=feed, fate=Fate.REPLAY, reason="it was true", by=PERSON, occurred_at=NOW)
    assert operations.replay_held(by=PERSON, occurred_at=NOW) is None
    operations.release_feeds(fate=Fate.APART, reason="over", by=PERSON, occurred_at=NOW)
    assert operations.replay_held(by=PERSON, occurred_at=NOW).applied == 40


def test_the_board_and_the_page_of_the_feed_say_it(signed_in):
    admitted(60)
    receive(*(cancel(n, n) for n in range(1, 31)))
    receive(*(cancel(n, n) for n in range(31, 36)))
    row = queries.feed("GAM^CHT")
    assert (row.health, row.hold.suspicion) == (Health.BAD, Suspicion.DELETION)
    with translation.override("en"):
        assert any("take back" in str(sign.detail) for sign in queries.board_signs())
    browser = signed_in(Role.NIGHT_MANAGER)
    page = browser.get(f"/feeds/{row.id}/hold/")
    assert "take back admissions" in page.content.decode()
    assert browser.post(f"/feeds/{row.id}/hold/", {"fate": "replay"}).status_code == 422
    said = {"fate": "discard", "reason": "the sender's table was emptied"}
    assert browser.post(f"/feeds/{row.id}/hold/", said).status_code == 303
    assert queries.open_holds() == {}


def test_whoever_may_not_decide_is_refused(signed_in):
    admitted(60)
    receive(*(cancel(n, n) for n in range(1, 41)))
    feed = FeedHold.objects.get().feed_id
    assert signed_in(Role.NURSE).post(f"/feeds/{feed}/hold/", {"fate": "replay", "reason": "x"}).status_code == 403
