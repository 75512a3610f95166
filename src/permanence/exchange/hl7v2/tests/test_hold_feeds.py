"""A crisis: feeds are heard and not believed, then believed again, with or without what they said meanwhile."""

import pytest

from permanence.exchange.feeds import operations, queries
from permanence.exchange.feeds.models import HeldReplay, Message, Outcome
from permanence.exchange.feeds.operations import holds
from permanence.exchange.hl7v2.rules import AckCode
from permanence.exchange.hl7v2.rules.refusals import answer_to
from permanence.exchange.hl7v2.tests.reception import NOW, PERSON, admission, adt, outcomes, picture, pv1, receive
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def hold() -> None:
    operations.hold_feeds(reason="ransom note on the screens", by=PERSON, occurred_at=NOW)


def release(*, replay: bool) -> None:
    fate = operations.Fate.REPLAY if replay else operations.Fate.APART
    operations.release_feeds(fate=fate, reason="systems are trusted again", by=PERSON, occurred_at=NOW)


def drain() -> int:
    count = 0
    while operations.replay_held(by=PERSON, occurred_at=NOW):
        count += 1
    return count


def kinds() -> set[str]:
    return set(LedgerEntry.objects.values_list("kind", flat=True))


def test_while_feeds_are_held_messages_are_kept_and_answered_but_not_applied():
    receive(admission("1", "100", "V1"))
    hold()
    (receipt,) = receive(admission("2", "200", "V2", minute=5))
    assert (receipt.outcome, answer_to(receipt.refusal).ack_code) == (Outcome.HELD, AckCode.ACCEPTED)
    assert [row[0] for row in picture()] == ["V1"]
    assert queries.open_hold().reason == "ransom note on the screens"
    assert queries.held_and_waiting() == 1
    assert "feeds.feeds_held" in kinds()


def test_the_picture_does_not_get_younger_while_feeds_are_held():
    receive(admission("1", "100", "V1"))
    before = queries.picture_at()
    hold()
    receive(admission("2", "200", "V2", minute=5))
    assert queries.picture_at() == before
    assert queries.feeds()[0].last_arrival_at == NOW


def test_bytes_in_which_no_message_can_be_read_are_quarantined_even_then():
    hold()
    assert outcomes(receive(b"<xml/>", admission("1", "100", "V1"))) == ["quarantined", "held"]


def test_a_second_hold_is_refused():
    hold()
    with pytest.raises(operations.FeedsAlreadyHeld):
        hold()


def test_releasing_what_is_not_held_is_refused():
    with pytest.raises(operations.FeedsNotHeld):
        release(replay=True)


def test_what_was_held_is_replayed_in_order_and_what_arrives_meanwhile_waits_behind_it(monkeypatch):
    monkeypatch.setattr(holds, "CHUNK", 2)
    hold()
    receive(admission("1", "100", "V1"), adt("A02", "2", "100", pv1("V1", "2120^02^P^CHT"), minute=1))
    receive(adt("A03", "3", "100", pv1("V1"), minute=2), adt("A29", "4", "100", minute=3))
    release(replay=True)
    assert operations.replay_held(by=PERSON, occurred_at=NOW) == operations.Replayed(applied=2, quarantined=0)
    assert picture() == [("V1", "present", "2120", "100", "DUPONT")]
    assert outcomes(receive(adt("A13", "5", "100", pv1("V1", "2120^02^P^CHT"), minute=4))) == ["held"]
    drain()
    assert picture() == [("V1", "present", "2120", "100", "DUPONT")]
    assert queries.held_and_waiting() == 0
    assert HeldReplay.objects.count() == 4
    assert [row.reason for row in queries.quarantined()] == ["deletion-of-a-person"]
    assert outcomes(receive(admission("6", "200", "V2", minute=5))) == ["applied"]
    assert {"feeds.feeds_released", "feeds.held_replayed"} <= kinds()


def test_the_picture_is_as_young_as_what_was_replayed():
    hold()
    receive(admission("1", "100", "V1", minute=30))
    release(replay=True)
    drain()
    assert queries.picture_at() == Message.objects.get().sent_at


def test_what_was_held_may_be_left_apart_and_new_messages_are_applied():
    hold()
    receive(admission("1", "100", "V1"))
    release(replay=False)
    assert drain() == 0
    assert outcomes(receive(admission("2", "200", "V2", minute=5))) == ["applied"]
    assert [row[0] for row in picture()] == ["V2"]
    assert queries.open_hold() is None
    assert queries.held_and_waiting() == 1


def test_what_was_left_apart_may_be_replayed_later():
    hold()
    receive(admission("1", "100", "V1"))
    release(replay=False)
    release(replay=True)
    drain()
    assert [row[0] for row in picture()] == ["V1"]
    with pytest.raises(operations.FeedsNotHeld):
        release(replay=True)


def test_a_held_message_sent_again_is_known():
    hold()
    raw = admission("1", "100", "V1")
    receive(raw)
    (again,) = receive(raw)
    assert (again.duplicate, again.outcome, answer_to(again.refusal).ack_code) == (True, Outcome.HELD, AckCode.ACCEPTED)
