"""People open the diary of a day, on the screen and at the console, and it is accounted for."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.urls import reverse

from permanence.care.agenda import cli, queries
from permanence.care.agenda.operations import AppointmentState
from permanence.care.agenda.tests.made_up import DAY, GAM, TEN, booked, person, receive
from permanence.care.patients import queries as patients
from permanence.care.patients.operations import IdentifierFact, LinkFact, LinkKind, receive_links
from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.board import Health
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_day():
    """Two appointments in cardiology, one of them cancelled, one in surgery, one the day after."""
    marie, paul = person("100"), person("200", family="MARTIN")
    receive(
        booked("R1", patient=marie),
        booked("R2", patient=paul, starts_at=TEN + timedelta(hours=1), state=AppointmentState.CANCELLED),
        booked("R3", patient=paul, place="CHIR & Co", practitioner="Dr FER"),
        booked("R4", patient=marie, starts_at=TEN + timedelta(days=1)),
    )
    return marie, paul


def reads():
    return [entry.facts for entry in LedgerEntry.objects.filter(kind="patients.read")]


def test_a_day_begins_at_midnight_of_the_hospital():
    receive(booked("LATE", starts_at=TEN.replace(hour=22, minute=59)), booked("NEXT", starts_at=TEN.replace(hour=23)))
    assert [row.number for row in queries.appointments(day=DAY)] == ["LATE"]
    assert [(row.number, row.hour) for row in queries.appointments(day=DAY + timedelta(days=1))] == [("NEXT", "00:00")]


def test_appointments_are_read_by_day_place_practitioner_and_patient(full_day):
    marie, _ = full_day
    assert [row.number for row in queries.appointments(day=DAY)] == ["R1", "R3", "R2"]
    assert [row.number for row in queries.appointments(day=DAY, place="CARDIO")] == ["R1", "R2"]
    assert [row.number for row in queries.appointments(practitioner="Dr FER")] == ["R3"]
    assert [row.number for row in queries.appointments(patient=marie)] == ["R1", "R4"]
    assert queries.appointments(patient=new_id()) == []


def test_after_a_merge_the_survivor_has_all_appointments(full_day):
    marie, _ = full_day
    sides = ((IdentifierFact("H", "100", "PI"),), (IdentifierFact("H", "200", "PI"),))
    receive_links(facts=[LinkFact(LinkKind.MERGE, *sides, clock.now(), new_id())], by=GAM)
    assert len(queries.appointments(patient=marie)) == 4
    assert {row.patient.id for row in queries.appointments()} == {marie}


def test_the_phone_of_the_patient_serves_when_none_was_left():
    receive(booked(patient=person(phone="0102"), phone=""))
    assert [row.phone for row in queries.appointments()] == ["0102"]


def test_the_screen_first_counts_and_names_nobody(signed_in, full_day):
    page = signed_in("alice", Role.SECRETARY).get("/agenda/", {"day": "2026-11-24"}).content.decode()
    assert "CARDIO" in page
    assert "place=CHIR%20%26%20Co" in page
    assert "DUPONT" not in page
    assert reads() == []


def test_the_diary_of_a_place_shows_phones_and_reasons_and_is_accounted_for(signed_in, full_day):
    marie, paul = full_day
    page = signed_in("alice", Role.SECRETARY).get("/agenda/", {"day": "2026-11-24", "place": "CARDIO"}).content.decode()
    for words in ("10:00", "DUPONT", "0601", "Echography", "Cancelled", "12/03/1971"):
        assert words in page
    (facts,) = reads()
    assert str(marie) in facts
    assert str(paul) in facts
    assert [read.screen for read in patients.reads_of(marie)] == ["agenda:day"]


def test_the_diary_of_a_practitioner_opens_too(signed_in, full_day):
    browser = signed_in("alice", Role.SECRETARY)
    page = browser.get("/agenda/", {"day": "2026-11-24", "practitioner": "Dr FER"}).content.decode()
    assert "MARTIN" in page
    assert "DUPONT" not in page


def test_a_blocked_slot_names_nobody(signed_in):
    receive(booked(state=AppointmentState.BLOCKED))
    page = signed_in("alice", Role.SECRETARY).get("/agenda/", {"day": "2026-11-24", "place": "CARDIO"}).content.decode()
    assert "blocked slot" in page


@pytest.mark.parametrize("asked", [{}, {"day": "nonsense"}, {"day": "2026-02-31", "place": "CARDIO"}])
def test_without_a_day_it_opens_today(signed_in, asked):
    assert signed_in("alice", Role.SECRETARY).get("/agenda/", asked).status_code == 200


def test_roles_without_patients_see_no_diary(signed_in, full_day):
    assert signed_in("bob", Role.FINANCE).get(reverse("agenda:day")).status_code == 403


def test_the_console_shows_a_day_and_is_accounted_for(full_day):
    result = CliRunner().invoke(cli.agenda, ["day", "2026-11-24", "--place", "CARDIO", "--json"])
    report = json.loads(result.output)
    assert (report["day"], report["count"]) == ("2026-11-24", 2)
    assert report["appointments"][0]["patient"]["birth_family"] == "DUPONT"
    assert len(reads()) == 1


def test_the_console_speaks_to_people(full_day):
    lines = CliRunner().invoke(cli.agenda, ["day", "2026-11-24"]).output.splitlines()
    assert lines[0].startswith("10:00  CARDIO  Dr COEUR  DUPONT MARIE (100)  0601  Echography")
    assert lines[-1].endswith("CANCELLED")
    assert len(CliRunner().invoke(cli.agenda, ["day", "2020-01-01"]).output.splitlines()) == 1


def test_the_board_says_how_far_ahead_the_agenda_is_known():
    assert [sign.health for sign in queries.board_signs()] == [Health.OFF]
    now = clock.now()
    receive(booked("R1", starts_at=now + timedelta(hours=1)))
    assert [sign.health for sign in queries.board_signs()] == [Health.WATCH]
    receive(booked("R2", starts_at=now + timedelta(days=30)))
    assert [sign.health for sign in queries.board_signs()] == [Health.GOOD]


def test_reading_a_day_takes_as_many_queries_for_many_as_for_two(full_day, django_assert_num_queries):
    receive(*(booked(f"X{n}", patient=person(f"9{n}"), starts_at=TEN + timedelta(days=7)) for n in range(40)))
    with django_assert_num_queries(4):
        assert len(queries.appointments(day=date(2026, 12, 1))) == 40
    with django_assert_num_queries(4):
        assert len(queries.appointments(day=DAY)) == 3
