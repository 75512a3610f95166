"""Encounters: what happened in a stay, as each version of it tells the whole."""

from datetime import timedelta

import pytest

from permanence.care.stays import queries as stays
from permanence.exchange.fhir.tests.made_up import NOW, concept, doctor, encounter, patient, places, ref, resource
from permanence.exchange.fhir.tests.reception import chart_of, fates, picture, receive

pytestmark = pytest.mark.django_db
BEFORE = [*places(), doctor(), patient()]


def stay():
    ((line,)) = chart_of().stays
    return line


def later(minutes):
    return (NOW + timedelta(minutes=minutes)).isoformat()


def test_a_planned_stay_is_expected_then_here_then_gone():
    period = {"start": "2026-03-12T09:00:00+01:00"}
    receive(*BEFORE, encounter(status="planned", period=period))
    assert (stay().stay.state, picture()) == ("planned", [])
    assert stay().stay.expected_arrival_at.isoformat() == "2026-03-12T08:00:00+00:00"
    receive(encounter(said=later(5)), at=NOW + timedelta(hours=1))
    assert (stay().stay.state, stay().bed) == ("present", "12P")
    ended = {"start": "2026-03-08T10:00:00+01:00", "end": "2026-03-10T09:20:00+01:00"}
    receive(encounter(said=later(30), status="finished", period=ended), at=NOW + timedelta(hours=1))
    assert stay().stay.state == "gone"
    assert [row.action_name for row in stay().movements][-1] == ""


STARTED = "2026-03-08T10:00:00+01:00"
GONE = {"status": "finished", "period": {"start": STARTED, "end": "2026-03-10T08:30:00+01:00"}}
GONE_AGAIN = {"status": "finished", "period": {"start": STARTED, "end": "2026-03-10T10:10:00+01:00"}}
HOUR = timedelta(hours=1)


def told_of_departure():
    return [(row.action.value, row.void) for row in stay().movements if row.kind == "discharge"]


def test_a_stay_that_goes_on_after_its_end_is_open_again_and_its_history_says_so():
    receive(*BEFORE, encounter())
    receive(encounter(said=later(40), **GONE), at=NOW + HOUR)
    assert (stay().stay.state, picture()) == ("gone", [])
    receive(encounter(said=later(50)), at=NOW + HOUR)
    assert (stay().stay.state, stay().bed) == ("present", "12P")
    assert stay().stay.discharged_at is None
    assert stay().stay.admitted_at.isoformat() == "2026-03-08T09:00:00+00:00"
    assert told_of_departure() == [("INSERT", True), ("CANCEL", False)]


def test_a_stay_that_was_opened_again_is_told_again_and_ends_again():
    receive(*BEFORE, encounter(), encounter(said=later(40), **GONE))
    receive(encounter(said=later(50)), at=NOW + HOUR)
    # Told once more as it stands: nothing is taken back twice.
    receive(encounter(said=later(55), reasonCode=[{"text": "Pleurésie"}]), at=NOW + HOUR)
    assert (stay().stay.state, stay().stay.reason, len(told_of_departure())) == ("present", "Pleurésie", 2)
    receive(encounter(said=later(75), **GONE_AGAIN), at=NOW + 2 * HOUR)
    assert (stay().stay.state, picture()) == ("gone", [])
    assert stay().stay.discharged_at.isoformat() == "2026-03-10T09:10:00+00:00"
    corrected = GONE_AGAIN | {"period": {"start": STARTED, "end": "2026-03-10T10:05:00+01:00"}}
    receive(encounter(said=later(80), **corrected), at=NOW + 2 * HOUR)
    assert stay().stay.discharged_at.isoformat() == "2026-03-10T09:05:00+00:00"
    receive(encounter(said=later(90)), at=NOW + 2 * HOUR)
    assert stay().stay.state == "present"


def test_an_end_and_a_reopening_that_come_together_are_told_in_their_order():
    versions = [encounter(said=later(minute), **body) for minute, body in ((40, GONE), (50, {}), (75, GONE_AGAIN))]
    receive(*BEFORE, *versions[:2], at=NOW + 2 * HOUR)
    assert stay().stay.state == "present"
    receive(*versions, encounter(said=later(90)), at=NOW + 2 * HOUR)
    assert stay().stay.state == "present"


def test_an_older_version_that_comes_late_opens_nothing_again():
    receive(*BEFORE, encounter(said=later(40), **GONE), at=NOW + HOUR)
    receive(encounter(said=later(20)), at=NOW + HOUR)
    assert stay().stay.state == "gone"


def test_a_stay_opened_again_may_turn_out_never_to_have_been():
    receive(*BEFORE, encounter(), encounter(said=later(40), **GONE))
    receive(encounter(said=later(50)), at=NOW + HOUR)
    receive(encounter(said=later(75), **GONE_AGAIN), at=NOW + 2 * HOUR)
    receive(encounter(said=later(80), status="entered-in-error"), at=NOW + 2 * HOUR)
    assert (stay().stay.state, picture()) == ("cancelled", [])


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error"])
def test_a_stay_that_never_was_is_taken_back(status):
    receive(*BEFORE, encounter())
    receive(encounter(said=later(1), status=status), at=NOW + timedelta(hours=1))
    assert (stay().stay.state, picture()) == ("cancelled", [])


def test_a_patient_moves_from_bed_to_bed():
    other = resource(
        "Location", "b13", identifier=[{"value": "13F"}], physicalType=concept("bd"), partOf=ref("Location", "w1")
    )
    moved = [
        {"location": ref("Location", "b12"), "status": "completed", "period": {"start": "2026-03-08T10:00:00+01:00"}},
        {"location": ref("Location", "b13"), "status": "active", "period": {"start": "2026-03-09T15:00:00+01:00"}},
    ]
    receive(*BEFORE, other, encounter())
    receive(encounter(said=later(1), location=moved), at=NOW + timedelta(hours=1))
    assert [(row[2], row[4]) for row in picture()] == [("Pneumologie", "13F")]
    assert [(row.kind, row.bed, row.action_name) for row in stay().movements] == [
        ("admit", "12P", ""), ("transfer", "13F", ""),
    ]  # fmt: skip


def test_a_bed_and_its_ward_at_once_are_one_place():
    both = [
        {"location": ref("Location", "w1"), "status": "active"},
        {"location": ref("Location", "b12"), "status": "active"},
    ]
    receive(*BEFORE, encounter(location=both))
    assert picture()[0][2:5] == ("Pneumologie", "12", "12P")


def test_a_part_of_a_stay_is_a_move_in_it():
    ward = resource("Location", "w2", identifier=[{"value": "CARD"}], name="Cardiologie", physicalType=concept("wa"))
    part = resource("Encounter", "mv", status="finished", subject=ref("Patient", "p1"), partOf=ref("Encounter", "e1"),
                    identifier=[{"type": concept("MN"), "value": "77"}],
                    period={"start": "2026-03-09T10:00:00+01:00", "end": "2026-03-09T20:00:00+01:00"},
                    location=[{"location": ref("Location", "w2")}])  # fmt: skip
    receive(*BEFORE, ward, encounter(), part)
    assert [(row[0], row[2]) for row in picture()] == [("V9001", "Cardiologie")]
    assert stays.stay_count() == 1


def test_a_part_of_a_stay_nobody_told_of_waits():
    part = resource(
        "Encounter", "mv", status="in-progress", subject=ref("Patient", "p1"), partOf=ref("Encounter", "e1")
    )
    assert fates(receive(*BEFORE, part))[-1] == "unknown-stay"


def test_what_refers_to_an_encounter_joins_the_stay_its_number_names():
    told = resource("Flag", "f", status="active", code={"text": "Isolement"}, subject=ref("Patient", "p1"),
                    encounter=ref("Encounter", "e1"))  # fmt: skip
    receipts = receive(*BEFORE, encounter(), told)
    assert fates(receipts)[-1] == "applied"
    assert [one.label for one in chart_of().precautions] == ["Isolement"]


def test_a_restricted_stay_is_confidential():
    meta = {"lastUpdated": "2026-03-10T07:00:00+01:00", "security": [{"code": "R"}]}
    receive(*BEFORE, encounter() | {"meta": meta})
    assert stay().stay.confidential


def test_an_end_to_come_is_a_departure_expected():
    period = {"start": "2026-03-08T10:00:00+01:00", "end": "2026-03-15T10:00:00+01:00"}
    receive(*BEFORE, encounter(period=period))
    assert (stay().stay.state, stay().stay.expected_discharge_at.day) == ("present", 15)
