"""A made-up hospital told to a box is what the box then knows."""

from collections import Counter
from datetime import timedelta
from itertools import islice

import pytest

from permanence.care.agenda import queries as agenda
from permanence.care.beds import queries as beds
from permanence.care.charts import queries as charts
from permanence.care.patients import queries as patients
from permanence.care.stays import queries as stays
from permanence.command.exercises import operations, queries
from permanence.command.exercises.rules.live import Live
from permanence.command.exercises.tests.conftest import NOW
from permanence.exchange.feeds import operations as feeds
from permanence.foundation.actors import ALL_ROLES, Actor, Role
from permanence.foundation.ledger import queries as ledger
from permanence.foundation.places import queries as places

BY = Actor("console", "tester", ALL_ROLES)
AT = NOW + timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def receive(messages, at=AT):
    counts = Counter()
    source = iter(messages)
    while batch := list(islice(source, 400)):
        arrivals = [feeds.Arrival(message.body, "hl7v2") for message in batch]
        for receipt in feeds.receive(arrivals=arrivals, by=BY, occurred_at=at):
            counts["duplicate" if receipt.duplicate else receipt.outcome.value] += 1
    return counts


def as_the_box_says():
    return {
        line.visit_number: (census.ward_code, line.room if line.bed else "", line.bed_label, line.ipp, line.on_leave)
        for census in beds.ward_censuses([ward.id for ward in places.wards()])
        for line in census.lines
        if line.patient
    }


def as_it_is(present):
    return {
        stay.visit: (
            stay.ward.code,
            stay.room if stay.bed else "",
            stay.bed.label if stay.bed else "",
            stay.person.ipp,
            stay.on_leave,
        )
        for stay in present
    }


def test_the_box_finds_everybody_where_the_hospital_has_them(hospital, told, present):
    operations.furnish(hospital=hospital, by=BY, occurred_at=AT)
    counts = {part: receive(messages) for part, messages in told.items()}

    assert as_the_box_says() == as_it_is(present)
    assert patients.patient_count() >= hospital.scale.patients
    assert stays.stay_count() > 150
    sound = sum((count for part, count in counts.items() if part != "oddities"), Counter())
    assert set(sound) == {"applied", "duplicate"}
    assert counts["oddities"] == Counter({"quarantined": 10, "applied": 8})
    assert {ward.name for ward in places.wards()} >= {"Néonatologie", "Urgences adultes"}

    summaries = charts.emergency_summaries([row.id for row in stays.in_hospital()])
    assert {summary.allergy_statement.value for summary in summaries} == {"none_known", "not_said", "listed"}
    assert any(summary.treatments and summary.results for summary in summaries)
    assert {summary.known.devices.value for summary in summaries} == {"none", "not_said", "listed"}
    assert {summary.contacts.statement.value for summary in summaries} == {"not_said", "listed"}
    assert any(summary.procedures for summary in summaries)
    doses = [line.last_dose for summary in summaries for line in summary.treatments if line.last_dose]
    assert all(dose.given_by for dose in doses)
    assert doses
    assert all(chain.first_break is None for chain in ledger.verify())
    assert agenda.appointments(day=(NOW + timedelta(days=4)).date())


def test_live_traffic_goes_on_from_what_the_box_holds(hospital, told):
    operations.furnish(hospital=hospital, by=BY, occurred_at=AT)
    receive(told["known/0"])
    receive(told["history"])
    live = Live(hospital, queries.here(), since=int(AT.timestamp()), rate=20.0, run="77")
    stream = live.messages()
    dues, messages = zip(*islice(stream, 1200), strict=True)

    assert list(dues) == sorted(dues)
    assert 0.5 < 1200 / (dues[-1] - dues[0]) / 20.0 < 2.0
    assert {message.sender for message in messages} == {"GAM", "DPI", "LIS", "AGENDA"}
    told_at = AT + timedelta(seconds=dues[-1] - AT.timestamp())
    assert set(receive(messages, at=told_at)) == {"applied"}
    # What happens next may have begun without having been told.
    told_whole = {visit: place for visit, place in as_it_is(live.present()).items() if visit in as_the_box_says()}
    assert len(told_whole) >= len(live.present()) - 2
    assert sum(as_the_box_says()[visit] != place for visit, place in told_whole.items()) <= 1


def test_telling_it_all_again_changes_nothing(hospital, told, present):
    operations.furnish(hospital=hospital, by=BY, occurred_at=AT)
    receive(told["known/0"][:200])
    receive(told["history"])
    before = as_the_box_says()
    assert set(receive(told["history"])) == {"duplicate"}
    assert as_the_box_says() == before == as_it_is(present)


def test_it_is_founded_once():
    first = operations.found(seed=7, scale="small", by=BY, occurred_at=AT)
    assert operations.found(seed=7, scale="small", by=BY, occurred_at=AT + timedelta(hours=1)) == first
    demo = queries.demo()
    assert (demo.seed, demo.scale, demo.made_at) == (7, "small", AT)
    assert [entry.kind for entry in ledger.entries_about(first)] == ["exercises.hospital_founded"]


def test_a_second_hospital_is_refused():
    operations.found(seed=7, scale="small", by=BY, occurred_at=AT)
    with pytest.raises(operations.AnotherHospital):
        operations.found(seed=8, scale="small", by=BY, occurred_at=AT)
    with pytest.raises(operations.AnotherHospital):
        operations.found(seed=7, scale="whole", by=BY, occurred_at=AT)


def test_a_box_that_holds_real_work_is_left_alone(told):
    receive(told["known/0"][:1])
    with pytest.raises(operations.BoxHoldsWork):
        operations.found(seed=7, scale="small", by=BY, occurred_at=AT)
    assert queries.demo() is None


def test_nothing_is_poured_into_a_box_that_is_no_demonstration():
    with pytest.raises(operations.NoDemonstration):
        operations.pour(port=0, connections=2, by=BY, occurred_at=AT)


def test_there_is_one_account_for_each_role_and_never_two(hospital):
    opened = operations.open_accounts(hospital=hospital, by=BY, occurred_at=AT)
    assert {account.role for account in opened} == set(Role)
    assert len({account.password for account in opened}) == len(opened)
    assert operations.open_accounts(hospital=hospital, by=BY, occurred_at=AT) == []


def test_furnishing_names_the_wards_vouches_for_the_feeds_and_is_in_the_ledger(hospital):
    operations.furnish(hospital=hospital, by=BY, occurred_at=AT)
    operations.furnish(hospital=hospital, by=BY, occurred_at=AT)
    rows = {ward.code: ward for ward in places.wards()}
    assert rows["1511"].name == "Maternité suites de couches 1"
    assert rows["1511"].beds == len(hospital.building.beds["1511"])
    kinds = [entry.kind for entry in ledger.entries_about(hospital.identity.namespace)]
    assert kinds == ["exercises.hospital_furnished"] * 2
