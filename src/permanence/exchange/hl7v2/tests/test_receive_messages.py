"""A batch of messages: kept, applied in order, set aside one by one when they must be, never twice."""

import hashlib
import itertools
import random

import pytest
from django.db import OperationalError

from permanence.care.patients import queries as patients
from permanence.exchange.feeds import operations, queries
from permanence.exchange.feeds.models import Feed, Message, Outcome, Quarantine
from permanence.exchange.feeds.operations import Arrival, applying
from permanence.exchange.hl7v2.rules import AckCode, Reason
from permanence.exchange.hl7v2.rules import format as translation
from permanence.exchange.hl7v2.rules.refusals import answer_to
from permanence.exchange.hl7v2.tests.reception import (
    FEED,
    NOW,
    admission,
    adt,
    merge,
    outcomes,
    picture,
    pv1,
    receive,
    result,
)
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.places import queries as places

pytestmark = pytest.mark.django_db


def test_a_message_is_kept_as_it_came_and_applied():
    raw = admission("1", "100", "V1")
    (receipt,) = receive(raw)
    assert (receipt.outcome, receipt.duplicate, receipt.refusal) == (Outcome.APPLIED, False, None)
    kept = Message.objects.get()
    assert bytes(kept.raw) == raw
    assert bytes(kept.digest) == hashlib.sha256(raw).digest()
    assert (kept.control_id, kept.event, kept.charset, kept.feed.code) == ("1", "ADT^A01", "utf-8", "GAM^CHT")
    assert (kept.occurred_at, kept.patient is not None, kept.stay is not None) == (NOW, True, True)
    assert picture() == [("V1", "present", "2110", "100", "DUPONT")]


def test_the_ledger_says_what_was_received_without_any_trait():
    receive(admission("1", "100", "V1"), b"no message at all")
    entry = LedgerEntry.objects.get(kind="feeds.messages_received")
    assert (entry.actor, entry.occurred_at) == (str(FEED), NOW)
    assert '"applied":1' in entry.facts
    assert '"quarantined":1' in entry.facts
    assert set(Message.objects.values_list("ledger_entry", flat=True)) == {entry.id}
    assert "DUPONT" not in "".join(LedgerEntry.objects.values_list("facts", flat=True))


def test_the_same_bytes_again_change_nothing():
    raw = admission("1", "100", "V1")
    first, again = receive(raw, raw)
    (later,) = receive(raw)
    assert [receipt.duplicate for receipt in (first, again, later)] == [False, True, True]
    assert {receipt.message for receipt in (first, again, later)} == {first.message}
    assert {answer_to(receipt.refusal).ack_code for receipt in (first, again, later)} == {AckCode.ACCEPTED}
    assert Message.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="feeds.messages_received").count() == 1


def test_the_same_number_with_other_content_is_another_message():
    receive(admission("1", "100", "V1"))
    (other,) = receive(admission("1", "200", "V2"))
    assert not other.duplicate
    assert len(picture()) == 2


def test_what_cannot_be_applied_waits_with_its_reason_and_its_neighbours_are_applied():
    receipts = receive(
        admission("1", "100", "V1"),
        b"<xml/>",
        adt("A29", "2", "100"),
        adt("A01", "3", ""),
        admission("4", "200", "V2"),
    )
    assert outcomes(receipts) == ["applied", "quarantined", "quarantined", "quarantined", "applied"]
    assert [answer_to(receipt.refusal).ack_code for receipt in receipts] == [
        AckCode.ACCEPTED, AckCode.REJECTED, AckCode.ERROR, AckCode.ERROR, AckCode.ACCEPTED
    ]  # fmt: skip
    waiting = Quarantine.objects.order_by("id").values_list("reason", "location")
    assert list(waiting) == [("xml", ""), ("deletion-of-a-person", "MSH-9"), ("no-patient", "PID-3")]
    assert [row[0] for row in picture()] == ["V1", "V2"]


def test_a_quarantined_message_sent_again_is_answered_the_same():
    raw = adt("A29", "2", "100")
    (first,), (again,) = receive(raw), receive(raw)
    assert again.duplicate
    assert again.outcome is Outcome.QUARANTINED
    assert answer_to(again.refusal) == answer_to(first.refusal)
    assert answer_to(first.refusal).ack_code is AckCode.ERROR
    assert Quarantine.objects.count() == 1


def test_a_message_that_breaks_this_box_is_set_aside_alone_and_nothing_of_it_is_applied(monkeypatch):
    real = translation.chart_facts_of

    def breaks(message, *others):
        if message.control_id in {"7", "11"}:
            raise KeyError("DUPONT^ANNE")
        return real(message, *others)

    monkeypatch.setattr(translation, "chart_facts_of", breaks)
    receipts = receive(*(admission(str(number), f"{100 + number}", f"V{number}") for number in range(20)))
    assert [n for n, receipt in enumerate(receipts) if receipt.outcome is Outcome.QUARANTINED] == [7, 11]
    assert {row[0] for row in picture()} == {f"V{n}" for n in range(20)} - {"V7", "V11"}
    assert not patients.search("107")
    waiting = Quarantine.objects.first()
    assert (waiting.reason, waiting.detail) == (Reason.FAULT, "KeyError")
    monkeypatch.undo()
    assert operations.replay(quarantines=queries.waiting(reason="fault"), by=FEED, occurred_at=NOW).applied == 2
    assert len(picture()) == 20


def test_what_breaks_is_reported_without_the_values_it_broke_on(monkeypatch, caplog):
    def breaks(message, _context):
        raise ValueError(message.text)

    monkeypatch.setattr(translation, "identities_of", breaks)
    receive(*(admission(str(number), str(number), f"V{number}") for number in range(1, 5)))
    assert caplog.text.count("messages that cannot be applied: ValueError") == 1
    assert "DUPONT" not in caplog.text


def test_a_database_that_cannot_take_the_batch_gives_it_back_whole(monkeypatch):
    def full(**_):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(applying.patients, "receive_identities", full)
        with pytest.raises(OperationalError):
            receive(admission("1", "100", "V1"), b"<xml/>")
    assert not Message.objects.exists()
    assert outcomes(receive(admission("1", "100", "V1"), b"<xml/>")) == ["applied", "quarantined"]


def test_a_message_cut_because_it_is_too_large_is_refused_and_listed():
    (receipt,) = operations.receive(
        arrivals=[Arrival(admission("1", "100", "V1")[:120], "hl7v2", is_cut=True)], by=FEED, occurred_at=NOW
    )
    assert answer_to(receipt.refusal).ack_code is AckCode.REJECTED
    assert [row.reason for row in queries.quarantined()] == ["too-large"]
    assert picture() == []


def test_a_sender_never_heard_before_becomes_a_feed_that_somebody_must_vouch_for():
    receive(admission("1", "100", "V1"), result("2", "100"), b"nothing")
    assert set(Feed.objects.values_list("code", "owner")) == {("GAM^CHT", ""), ("SIL^LABO", ""), ("?", "")}
    assert LedgerEntry.objects.filter(kind="feeds.feed_appeared").count() == 3
    strangers = queries.board_queues()[1]
    assert strangers.count == 3


def test_the_door_may_name_the_feed():
    operations.receive(
        arrivals=[Arrival(admission("1", "100", "V1"), "hl7v2", feed="GATE 7")], by=FEED, occurred_at=NOW
    )
    assert Message.objects.get().feed.code == "GATE 7"


def test_a_feed_s_charset_and_time_zone_are_used_where_the_message_is_silent():
    said = operations.FeedDescription("Old", charset="8859/15", time_zone="Indian/Reunion")
    operations.add_feed(code="GAM^CHT", description=said, by=FEED, occurred_at=NOW)
    raw = admission("1", "100", "V1").decode().replace("UNICODE UTF-8", "").replace("DUPONT", "NOËL").encode("latin-1")
    receive(raw)
    assert picture()[0][-1] == "NOËL"
    # Six in the morning on the island is two hours earlier in UTC than noted there, four.
    assert Message.objects.get().sent_at.isoformat() == "2026-11-23T02:00:00+00:00"


def test_a_message_said_to_be_sent_later_than_it_arrived_makes_the_picture_no_younger():
    receive(admission("1", "100", "V1", minute=60 * 24 * 30))
    assert queries.picture_at() == NOW


def told_one_by_one(messages) -> list[tuple[object, ...]]:
    for message in messages:
        receive(message)
    return picture()


STORY = [
    admission("1", "100", "V1"),
    admission("2", "200", "V2", minute=1, place="2120^01^F^CHT"),
    adt("A02", "3", "100", pv1("V1", "2120^02^P^CHT"), minute=2),
    merge("4", kept="200", other="300", minute=3),
    admission("5", "300", "V3", minute=4, place="2130^05^P^CHT"),
    merge("6", kept="200", other="100", minute=5),
    adt("A02", "7", "100", pv1("V1", "2140^09^P^CHT"), minute=6),
    adt("A03", "8", "300", pv1("V3", "2130^05^P^CHT"), minute=7),
    adt("A13", "9", "300", pv1("V3", "2130^05^P^CHT"), minute=8),
    adt("A08", "10", "200", pv1("V2", "2120^01^F^CHT"), minute=9, family="DURAND"),
    result("11", "300", "V3", minute=10),
    admission("12", "400", "V4", minute=11, place="2110^12^P^CHT"),
    adt("A11", "13", "400", pv1("V4"), minute=12),
]
EXPECTED = [
    ("V1", "present", "2140", "200", "DURAND"),
    ("V2", "present", "2120", "200", "DURAND"),
    ("V3", "present", "2130", "200", "DURAND"),
]


def test_a_story_told_message_by_message():
    assert told_one_by_one(STORY) == EXPECTED


def test_the_same_story_told_in_one_batch_leaves_the_same_picture():
    receive(*STORY)
    assert picture() == EXPECTED


@pytest.mark.parametrize("seed", range(6))
def test_wherever_a_story_is_cut_into_batches_it_leaves_the_same_picture(seed):
    dice = random.Random(seed)  # noqa: S311 (where to cut a story, not secrets)
    cuts = sorted(dice.sample(range(1, len(STORY)), 3))
    for start, end in itertools.pairwise([0, *cuts, len(STORY)]):
        receive(*STORY[start:end])
    assert picture() == EXPECTED


def zbe(number: str, at: str, action: str = "INSERT", historic: str = "N", origin: str = "") -> str:
    return f"ZBE|{number}^GAM|{at}||{action}|{historic}|{origin}|^^^^^CHT^UF^^^U1||HMS"


def test_movements_told_late_take_the_place_of_their_hour_in_one_batch_or_several():
    arrived = adt("A01", "1", "100", pv1("V1"), zbe("M1", "20260310080000"), minute=0)
    last = adt("A02", "2", "100", pv1("V1", "2140^09^P^CHT"), zbe("M3", "20260312100000"), minute=1)
    between = adt("A02", "3", "100", pv1("V1", "2120^02^P^CHT"), zbe("M2", "20260311090000", historic="Y"), minute=2)
    receive(arrived, last, between)
    assert picture() == [("V1", "present", "2140", "100", "DUPONT")]
    taken_back = adt(
        "A12", "4", "100", pv1("V1", "2120^02^P^CHT"), zbe("M3", "20260312100000", "CANCEL", "N", "A02"), minute=3
    )
    receive(taken_back)
    assert picture() == [("V1", "present", "2120", "100", "DUPONT")]


def test_a_sender_s_name_with_signs_nobody_can_type_is_kept_without_them():
    (receipt,) = receive(admission("1", "100", "V1").replace(b"|GAM|", b"|G\x00A\x07M|"))
    assert receipt.outcome is Outcome.APPLIED
    assert Feed.objects.get().code == "GAM^CHT"


def test_what_a_room_refuses_waits_with_its_reason_and_not_as_a_fault():
    receive(admission("1", "100", "V1"), admission("2", "200", "V2"), admission("3", "300", "V3"))
    visit = "^^^CHT&1.2.250.1.999.1&ISO^VN"
    account = adt("A50", "4", "100", f"MRG|100^^^CHT&1.2.250.1.999.1&ISO^PI||||V3{visit}", pv1("V9"))
    (receipt,) = receive(account)
    assert answer_to(receipt.refusal).ack_code is AckCode.ERROR
    assert [row.reason for row in queries.quarantined()] == ["stay-of-another"]


def version_of_the_ward() -> int:
    (ward,) = places.wards()
    return places.ward_versions([ward.id])[ward.id]


def test_a_name_put_right_makes_the_ward_look_again_and_one_only_said_again_does_not():
    receive(admission("1", "100", "V1"))
    before = version_of_the_ward()
    receive(adt("A31", "2", "100", minute=1))
    assert version_of_the_ward() == before
    receive(adt("A31", "3", "100", minute=2, family="MARTIN"))
    assert version_of_the_ward() > before


def test_two_files_that_become_one_make_the_ward_look_again():
    receive(admission("1", "100", "V1"), adt("A28", "2", "200", minute=1, family="MARTIN"))
    before = version_of_the_ward()
    receive(merge("3", "100", "200", minute=2))
    assert version_of_the_ward() > before
