"""A census says who lies where, and what cannot be true."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.care.beds import queries
from permanence.care.beds.tests.conftest import BED_1, BED_2
from permanence.care.stays.operations import MovementKind, StayClass
from permanence.foundation import clock
from permanence.foundation.board import Health
from permanence.foundation.places.operations import PlaceFact

K = MovementKind


def lines(ward):
    (census,) = queries.ward_censuses([ward.id])
    return census.lines


def test_every_bed_is_a_line_empty_or_not_in_the_order_of_the_ward(ward, admit):
    patient = admit(BED_2, attending_doctor="MARTIN ANNE", reason="Douleur thoracique", confidential=True)
    first, second = lines(ward)
    assert (first.bed, first.stay) == (ward.bed_1, None)
    assert (second.bed, second.patient, second.family, second.ipp) == (ward.bed_2, patient, "NOM1", "800001")
    assert (second.visit_number, second.attending_doctor, second.confidential) == ("V1", "MARTIN ANNE", True)


def test_two_patients_in_one_bed_are_two_lines_and_work_for_a_person(ward, admit):
    admit(BED_1), admit(BED_1, hour=9)
    assert [line.bed for line in lines(ward)] == [ward.bed_1, ward.bed_1, ward.bed_2]
    (row,) = queries.contradictions()
    assert (row.kind, len(row.lying)) == (queries.ContradictionKind.SHARED_BED, 2)
    (queue,) = queries.board_queues()
    assert queue.count == 1


def test_one_patient_in_two_beds_is_work_for_a_person(ward, admit):
    patient = admit(BED_1)
    admit(BED_2, patient=patient)
    (row,) = queries.contradictions()
    assert row.kind == queries.ContradictionKind.TWO_BEDS
    assert {one.patient.id for one in row.lying} == {patient}


def test_a_patient_without_a_bed_is_a_line(ward, admit):
    patient = admit(PlaceFact("CARD"))
    assert [(line.bed, line.patient) for line in lines(ward)][-1] == (None, patient)
    (census,) = queries.ward_censuses([ward.id])
    assert (census.present, census.free) == (1, 2)


def test_a_patient_on_leave_keeps_the_bed(ward, admit):
    admit(BED_1, kind=K.LEAVE)
    assert (lines(ward)[0].on_leave, queries.ward_censuses([ward.id])[0].free) == (True, 1)


def test_the_gone_and_the_expected_are_not_counted(ward, admit):
    admit(BED_1, kind=K.DISCHARGE)
    admit(BED_2, kind=K.PREADMIT, stay_class=StayClass.PREADMIT)
    assert {line.stay for line in lines(ward)} == {None}


def test_an_outpatient_whose_departure_nobody_told_leaves_the_ward_after_a_day(ward, admit):
    def come(ago):
        return admit(PlaceFact("CARD"), kind=K.REGISTER, stay_class=StayClass.OUTPATIENT, hour=clock.now() - ago)

    come(timedelta(hours=30))
    today = come(timedelta(hours=2))
    assert [line.patient for line in lines(ward) if line.patient] == [today]


def test_bearers_of_one_family_name_in_a_ward_are_flagged(ward, admit):
    admit(BED_1, family="LE GOFF")
    admit(BED_2, family="LEGOFF")
    admit(PlaceFact("CARD"), family="MARTIN")
    assert [line.homonym for line in lines(ward)] == [True, True, False]


def test_censuses_come_in_the_order_asked_and_cost_the_same_for_many_wards(ward, admit):
    for number in range(6):
        admit(PlaceFact(f"W{number}", "1", "1"))
    wards = [row.ward for row in queries.ward_summaries()]
    with CaptureQueriesContext(connection) as one:
        queries.ward_censuses(wards[1:2])
    with CaptureQueriesContext(connection) as many:
        censuses = queries.ward_censuses(wards)
    assert len(many) == len(one)
    assert [census.ward for census in censuses] == wards


def test_the_list_of_wards_counts_without_naming_anybody(ward, admit):
    admit(BED_1)
    (row,) = queries.ward_summaries()
    assert (row.code, row.beds, row.present, row.free, row.closed) == ("CARD", 2, 1, 1, 0)


def test_nothing_is_contradictory_when_everybody_has_a_bed(ward, admit):
    admit(BED_1), admit(BED_2)
    assert queries.contradictions() == []
    (queue,) = queries.board_queues()
    assert (queue.count, queue.oldest_at) == (0, None)


def test_the_board_says_how_many_are_here_and_how_old_that_is(ward, admit):
    (sign,) = queries.board_signs()
    assert (sign.health, sign.at) == (Health.OFF, None)
    told_at = clock.now() - timedelta(hours=3)
    admit(BED_1, hour=told_at)
    (sign,) = queries.board_signs()
    assert (sign.health, sign.at) == (Health.GOOD, told_at)
    assert "1" in str(sign.detail)
