"""A feed books, moves, cancels appointments."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.agenda import operations, queries
from permanence.care.agenda.models import Appointment, AppointmentChange
from permanence.care.agenda.operations import AppointmentState
from permanence.care.agenda.rules import fold, said
from permanence.care.agenda.tests.made_up import TEN, at, booked, person, receive
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
CANCELLED, NO_SHOW = AppointmentState.CANCELLED, AppointmentState.NO_SHOW


def the_only():
    (row,) = queries.appointments()
    return row


def test_it_books_an_appointment():
    patient = person()
    (appointment,) = receive(booked(patient=patient))
    row = the_only()
    assert (row.id, row.patient.id, row.state, row.starts_at) == (appointment, patient, AppointmentState.BOOKED, TEN)
    assert (row.place, row.practitioner, row.reason, row.phone) == ("CARDIO", "Dr COEUR", "Echography", "0601")
    assert row.ends_at == TEN + timedelta(minutes=20)


def test_a_newer_saying_moves_it_and_both_are_kept():
    (first,) = receive(booked())
    (again,) = receive(booked(hours=1, starts_at=TEN + timedelta(days=1)))
    assert first == again
    assert the_only().starts_at == TEN + timedelta(days=1)
    assert [change.starts_at for change in queries.changes_of(first)] == [TEN, TEN + timedelta(days=1)]


def test_a_cancellation_is_a_row_and_says_who_and_when():
    (appointment,) = receive(booked())
    receive(booked(hours=1, state=CANCELLED))
    assert the_only().state is CANCELLED
    change = queries.changes_of(appointment)[-1]
    assert (change.state, change.said_at, change.said_by) == (CANCELLED, at(1), "feed:RDV")


def test_a_cancellation_that_says_nothing_else_forgets_nothing():
    patient = person()
    receive(booked(patient=patient))
    receive(booked(hours=1, state=NO_SHOW, reason="", practitioner="", place="", phone="", minutes=None))
    row = the_only()
    assert (row.state, row.reason, row.place, row.minutes, row.patient.id) == (
        NO_SHOW,
        "Echography",
        "CARDIO",
        20,
        patient,
    )


def test_an_older_booking_does_not_revive_a_cancelled_appointment_but_is_kept():
    (appointment,) = receive(booked(hours=2, state=CANCELLED, reason=""))
    receive(booked(hours=1))
    row = the_only()
    assert (row.state, row.reason) == (CANCELLED, "Echography")
    assert [change.state for change in queries.changes_of(appointment)] == [AppointmentState.BOOKED, CANCELLED]


def test_an_older_saying_told_twice_is_kept_once():
    receive(booked(hours=2, state=CANCELLED))
    late = booked(hours=1)
    receive(late)
    receive(late)
    assert AppointmentChange.objects.count() == 2


def test_a_repeated_saying_leaves_no_row_but_outdates_the_ones_between():
    receive(booked())
    receive(booked(hours=10))
    receive(booked(hours=5, place="ELSEWHERE"))
    assert the_only().place == "CARDIO"
    assert the_only().told_at == at(10)
    assert LedgerEntry.objects.filter(kind="agenda.appointments_received").count() == 2


def test_several_sayings_of_one_call_apply_in_order():
    ids = receive(booked(), booked("R2"), booked(hours=1, state=CANCELLED))
    assert ids[0] == ids[2] != ids[1]
    assert {row.number: row.state for row in queries.appointments()} == {
        "R1": CANCELLED,
        "R2": AppointmentState.BOOKED,
    }
    assert AppointmentChange.objects.count() == 3


def test_the_same_number_of_another_agenda_is_another_appointment():
    receive(booked(), booked(authority="OTHER"))
    assert Appointment.objects.count() == 2


def test_it_refuses_an_appointment_without_a_number_and_writes_nothing():
    with pytest.raises(operations.AppointmentWithoutNumber):
        receive(booked(), booked(" "))
    assert not Appointment.objects.exists()


def test_receiving_nothing_does_nothing():
    assert receive() == []


def test_it_appears_in_the_ledger_without_what_it_says():
    receive(booked())
    entry = LedgerEntry.objects.get(kind="agenda.appointments_received")
    assert entry.actor == "feed:RDV"
    assert '"created":1' in entry.facts
    assert "Echography" not in entry.facts


def test_a_nul_character_breaks_nothing():
    receive(booked(reason="Echo\x00graphy"))
    assert the_only().reason == "Echography"


def test_the_number_of_queries_does_not_depend_on_the_number_of_facts():
    assert queries_made_for(1, "A") == queries_made_for(120, "B")


def queries_made_for(size, letter):
    facts = [booked(f"{letter}{number}") for number in range(size)]
    moved = [replace(fact, occurred_at=at(1), place="ELSEWHERE") for fact in facts]
    late = [replace(fact, occurred_at=at(-1), place="BEFORE") for fact in facts]
    made = []
    for told in (facts, moved, late):
        with CaptureQueriesContext(connection) as context:
            receive(*told)
        made.append(len(context))
    return made


SAYINGS = [
    booked(hours=0),
    booked(hours=1, place="B", starts_at=TEN + timedelta(hours=1)),
    booked(hours=2, state=CANCELLED, reason="Ill"),
    booked(hours=3, practitioner="Dr REIN"),
]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_the_order_of_arrival_changes_neither_the_appointment_nor_its_history(order):
    for one in order:
        receive(SAYINGS[one])
    row = the_only()
    assert (row.state, row.practitioner, row.place, row.reason) == (
        AppointmentState.BOOKED,
        "Dr REIN",
        "CARDIO",
        "Echography",
    )
    assert [change.said_at for change in queries.changes_of(row.id)] == [at(hours) for hours in range(4)]


TEXTS = st.sampled_from(["", "A", "B"])
FACTS = st.builds(lambda reason, place: said(booked(reason=reason, place=place)), TEXTS, TEXTS)


@given(FACTS, FACTS)
def test_nothing_said_is_ever_lost_by_saying_less(known, told):
    for newer in (True, False):
        for before, after in zip(known, fold(known, told, newer=newer), strict=True):
            assert after not in ("", None) or before in ("", None)


@given(FACTS, FACTS)
def test_told_again_it_changes_nothing(known, told):
    once = fold(known, told, newer=True)
    assert fold(once, told, newer=True) == once
