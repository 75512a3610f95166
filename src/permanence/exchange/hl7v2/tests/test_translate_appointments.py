"""Appointments, wherever each version puts their hour."""

import pytest

from permanence.care.agenda.rules import AppointmentState
from permanence.exchange.hl7v2.rules import Reason, Refusal
from permanence.exchange.hl7v2.rules.translate import appointments_of
from permanence.exchange.hl7v2.tests.speech import CONTEXT, PATIENT, PID, paris, said

SCH = "SCH|P1^DPI|F1^AGENDA||||ROUTINE^Routine|CONS^Consultation|SUIVI^Suivi|30|min|^^30^202603101430^202603101500"
RESOURCES = (
    "RGS|1|A",
    "AIS|1|A|ECG^Électrocardiogramme|202603101435|||20|min",
    "AIL|1|A|CARDIO^Salle 3^^CHT|||202603101440",
    "AIP|1|A|7^MOREL^Anne|||202603101445",
    "AIP|2|A|8^PETIT^Jean",
)


def appointment(*segments: str, event: str = "SIU^S12", patient=PATIENT):
    (fact,) = appointments_of(said(event, *segments), CONTEXT, patient)
    return fact


def test_an_appointment_says_who_when_where_and_why():
    fact = appointment(SCH, PID, *RESOURCES)
    assert (fact.number, fact.authority, fact.patient) == ("F1", "AGENDA", PATIENT)
    assert (fact.state, fact.starts_at, fact.minutes) == (AppointmentState.BOOKED, paris(2026, 3, 10, 14, 30), 30)
    assert (fact.reason, fact.practitioner, fact.place) == ("Consultation", "MOREL Anne, PETIT Jean", "CARDIO Salle 3")
    assert (fact.phone, fact.occurred_at) == ("0100000001", paris(2026, 3, 7, 9))


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ((SCH, "TQ1|1||||||202603111000|202603111045", PID), paris(2026, 3, 11, 10)),
        ((SCH, PID, *RESOURCES), paris(2026, 3, 10, 14, 30)),
        (("SCH||F1", PID, *RESOURCES), paris(2026, 3, 10, 14, 35)),
        (("SCH||F1", PID, RESOURCES[3]), paris(2026, 3, 10, 14, 45)),
        (("SCH||F1", PID, RESOURCES[2]), paris(2026, 3, 10, 14, 40)),
        (("SCH||F1", PID, "AIG|1|A|7^MOREL|||||202603101450"), paris(2026, 3, 10, 14, 50)),
    ],
)
def test_the_hour_is_found_where_each_version_puts_it(segments, expected):
    assert appointment(*segments).starts_at == expected


@pytest.mark.parametrize(
    ("segments", "minutes"),
    [
        (("SCH||F1|||||||1|h|^^^202603101430", PID), 60),
        (("SCH||F1|||||||90|MINUTES|^^^202603101430", PID), 90),
        (("SCH||F1|||||||60|s|^^^202603101430", PID, RESOURCES[1]), 20),
        (("SCH||F1|||||||||^^^202603101430^202603101515", PID), 45),
        (("SCH||F1", "TQ1|1||||||202603111000|202603111045", PID), 45),
        (("SCH||F1|||||||||^^^202603101430", PID), None),
        (("SCH||F1|||||||long||^^^202603101430", PID), None),
    ],
)
def test_the_length_is_in_minutes(segments, minutes):
    assert appointment(*segments).minutes == minutes


@pytest.mark.parametrize(
    ("trigger", "state"),
    [(f"S{number}", AppointmentState.BOOKED) for number in (12, 13, 14, 18, 19, 20, 21, 22)]
    + [(f"S{number}", AppointmentState.CANCELLED) for number in (15, 16, 17, 24)]
    + [("S23", AppointmentState.BLOCKED), ("S26", AppointmentState.NO_SHOW)],
)
def test_the_event_says_where_the_appointment_stands(trigger, state):
    assert appointment(SCH, PID, event=f"SIU^{trigger}").state is state


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Cancelled", AppointmentState.CANCELLED),
        ("NoShow", AppointmentState.NO_SHOW),
        ("Booked", AppointmentState.BOOKED),
    ],
)
def test_the_filler_s_status_says_more_than_a_mere_change(status, state):
    assert appointment(SCH + "|" * 14 + status, PID, event="SIU^S14").state is state


def test_a_blocked_slot_has_no_patient():
    fact = appointment(SCH, "AIP|1|A|7^MOREL^Anne", event="SIU^S23", patient=None)
    assert (fact.patient, fact.phone) == (None, "")


def test_without_a_filler_s_number_the_placer_s_counts():
    fact = appointment("SCH|P1^DPI||||||||||^^^202603101430", PID)
    assert (fact.number, fact.authority) == ("P1", "DPI")


@pytest.mark.parametrize(
    ("sch", "reason"),
    [("SCH||F1", Reason.NO_APPOINTMENT_TIME), ("SCH|||||||||||^^^202603101430", Reason.NO_APPOINTMENT)],
)
def test_an_appointment_without_hour_or_number_is_refused(sch, reason):
    with pytest.raises(Refusal) as refused:
        appointment(sch, PID)
    assert refused.value.reason is reason


def test_other_messages_book_nothing():
    assert appointments_of(said("ADT^A01", PID, SCH), CONTEXT, PATIENT) == ()
