"""Stays, beds and emergencies of the made-up hospital."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import hl7
import pytest

from permanence.command.exercises.rules.hospital import History, Hospital, Telling, small, whole
from permanence.command.exercises.tests.conftest import NOW

DAYS = 10


def event(message):
    return message.body.split(b"|", 9)[8].decode().split("^")[1]


def test_the_same_seed_lives_the_same_days(pack, tiny, told):
    again = Telling(Hospital(pack, tiny, seed=7, now=NOW))
    assert {part.name: list(again.messages(part.name)) for part in again.parts()} == told


def test_another_seed_lives_other_days(pack, tiny, told):
    other = Telling(Hospital(pack, tiny, seed=8, now=NOW))
    assert list(other.messages("history")) != told["history"]


def test_charts_alone_are_those_of_the_same_history(pack, tiny, told):
    assert list(Telling(Hospital(pack, tiny, seed=7, now=NOW)).messages("charts")) == told["charts"]


def test_nobody_lies_in_a_bed_that_is_taken(present):
    beds = [stay.bed for stay in present if stay.bed]
    assert len(beds) == len(set(beds)) > 50


def test_everything_a_feed_must_tell_happens_in_a_week(pack):
    history = History(Hospital(pack, small(pack), seed=1, now=NOW))
    events = Counter(event(message) for message in history.messages())
    assert {"A01", "A02", "A03", "A04", "A05", "A06", "A08", "A16", "A28", "A31", "A54"} <= set(events)


@pytest.fixture(scope="module")
def days(pack):
    history = History(Hospital(pack, replace(whole(pack), history_days=DAYS), seed=3, now=NOW))
    events = Counter(event(message) for message in history.messages())
    return history, events


def test_days_of_the_whole_hospital_are_as_full_as_they_should_be(days):
    history, events = days
    beds = 881
    occupied = len({stay.bed for stay in history.present() if stay.bed})
    assert 0.87 < occupied / beds < 0.97
    assert 0.9 < events["A04"] / (DAYS * 350) < 1.1
    # Those found in their beds when the month began came earlier; newborns are stays of their own.
    assert 0.8 < (history.scene.admitted - 0.92 * beds - events["A28"]) / (DAYS * 200) < 1.2


def test_mistakes_are_taken_back_and_numbers_merged(days):
    _history, events = days
    assert {"A11", "A12", "A13", "A17", "A21", "A22", "A38", "A40", "Z99"} <= set(events)


def test_newborns_have_a_mother_and_later_a_name(told):
    births = [message for message in told["history"] if event(message) == "A28"]
    assert births
    for message in births:
        pid = hl7.parse(message.body.decode())["PID"][0]
        assert str(pid[5]).split("^")[1].startswith("BEBE DE ")
        assert str(pid[21]).startswith("8")
    newborns = {str(hl7.parse(message.body.decode())["PID"][0][3]).split("^")[0] for message in births}
    named = [message for message in told["history"] if event(message) == "A31" and b"BEBE DE" not in message.body]
    assert newborns & {str(hl7.parse(message.body.decode())["PID"][0][3]).split("^")[0] for message in named}


def test_a_baby_lies_in_its_mothers_room_and_in_no_bed(present):
    babies = [baby for stay in present for baby in stay.babies if not baby.is_gone and not baby.bed]
    assert babies
    for baby in babies:
        assert baby.ward.kind == "maternity"
        assert baby.room


def test_nothing_is_told_of_the_future_but_what_is_expected(told):
    now = NOW.astimezone()
    latest = now + timedelta(minutes=1)
    for message in told["history"]:
        sent = datetime.strptime(message.body.split(b"|", 7)[6].decode(), "%Y%m%d%H%M%S%z")
        assert sent.astimezone(UTC) <= latest


def test_a_history_does_not_grow_in_memory(days):
    history, _events = days
    assert len(history.scene.stays) < 1100
    assert len(history.scene._agenda) < 20_000
