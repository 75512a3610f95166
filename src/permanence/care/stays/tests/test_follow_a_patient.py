"""Each movement leaves the patient where a ward would look."""

import pytest

from permanence.care.stays.rules import Action, MovementKind, StayClass, StayState, fold
from permanence.care.stays.tests.stories import CARDIOLOGY, PNEUMOLOGY, SURGERY, Story, admitted, at
from permanence.foundation.places.rules import NOWHERE, PlaceIds

K = MovementKind


def test_nothing_told_is_no_stay():
    assert fold([]).state is StayState.CANCELLED


def test_an_admitted_patient_is_present_in_the_bed():
    position = fold(admitted().movements)
    assert (position.state, position.place) == (StayState.PRESENT, CARDIOLOGY)
    assert position.admitted_at == position.since == at(8)


def test_a_transfer_moves_the_patient_and_keeps_the_hour_of_admission():
    story = admitted()
    story.tell(K.TRANSFER, 10, PNEUMOLOGY)
    position = fold(story.movements)
    assert (position.place, position.since, position.admitted_at) == (PNEUMOLOGY, at(10), at(8))


def test_a_transfer_without_a_bed_leaves_the_old_bed():
    story = admitted()
    story.tell(K.TRANSFER, 10, PlaceIds(CARDIOLOGY.ward))
    assert fold(story.movements).place == PlaceIds(CARDIOLOGY.ward)


def test_an_update_that_names_only_the_ward_does_not_empty_the_bed():
    story = admitted()
    story.tell(K.UPDATE, 10, PlaceIds(CARDIOLOGY.ward), attending_doctor="Dr Deux")
    position = fold(story.movements)
    assert (position.place, position.since, position.attending_doctor) == (CARDIOLOGY, at(8), "Dr Deux")


def test_an_update_corrects_the_bed():
    story = admitted()
    story.tell(K.UPDATE, 10, PNEUMOLOGY)
    assert fold(story.movements).place == PNEUMOLOGY


def test_a_discharged_patient_is_gone_and_the_last_place_is_remembered():
    story = admitted()
    story.tell(K.DISCHARGE, 18)
    story.tell(K.UPDATE, 19, PNEUMOLOGY)
    position = fold(story.movements)
    assert (position.state, position.discharged_at) == (StayState.GONE, at(18))


def test_a_transfer_after_the_discharge_does_not_bring_the_patient_back():
    story = admitted()
    story.tell(K.DISCHARGE, 18)
    story.tell(K.TRANSFER, 19, PNEUMOLOGY)
    assert fold(story.movements).state is StayState.GONE


def test_leave_keeps_the_bed_and_return_ends_it():
    story = admitted()
    story.tell(K.LEAVE, 10, expected_at=at(48))
    away = fold(story.movements)
    assert (away.state, away.place, away.expected_discharge_at) == (StayState.ON_LEAVE, CARDIOLOGY, None)
    story.tell(K.RETURN, 20)
    assert fold(story.movements).state is StayState.PRESENT


def test_a_planned_transfer_or_discharge_moves_nobody():
    story = admitted()
    story.tell(K.PLAN_TRANSFER, 9, SURGERY)
    story.tell(K.PLAN_DISCHARGE, 10, expected_at=at(40))
    position = fold(story.movements)
    assert (position.state, position.place) == (StayState.PRESENT, CARDIOLOGY)
    assert (position.planned_place, position.expected_discharge_at) == (SURGERY, at(40))
    story.tell(K.TRANSFER, 12, SURGERY)
    assert fold(story.movements).planned_place == NOWHERE


def test_a_preadmitted_patient_is_planned_until_admitted():
    story = Story()
    story.tell(K.PREADMIT, 1, CARDIOLOGY, stay_class=StayClass.PREADMIT, expected_at=at(30))
    story.tell(K.CHANGE_DOCTOR, 2, attending_doctor="Dr Deux")
    planned = fold(story.movements)
    assert (planned.state, planned.expected_arrival_at, planned.admitted_at) == (StayState.PLANNED, at(30), None)
    story.tell(K.ADMIT, 29, CARDIOLOGY, stay_class=StayClass.INPATIENT)
    here = fold(story.movements)
    assert (here.state, here.since, here.stay_class) == (StayState.PRESENT, at(29), StayClass.INPATIENT)


def test_an_emergency_visit_that_becomes_a_stay_keeps_its_arrival():
    story = Story()
    story.tell(K.REGISTER, 2, PNEUMOLOGY, stay_class=StayClass.EMERGENCY)
    story.tell(K.CHANGE_CLASS, 5, CARDIOLOGY, stay_class=StayClass.INPATIENT)
    position = fold(story.movements)
    assert (position.admitted_at, position.place, position.stay_class) == (at(2), CARDIOLOGY, StayClass.INPATIENT)


def test_a_patient_who_comes_back_in_the_same_stay_is_present_again():
    story = admitted()
    story.tell(K.DISCHARGE, 18)
    story.tell(K.ADMIT, 30, SURGERY)
    position = fold(story.movements)
    assert (position.state, position.admitted_at, position.discharged_at) == (StayState.PRESENT, at(30), None)


@pytest.mark.parametrize("kind", [K.TRANSFER, K.CHANGE_DOCTOR, K.UPDATE, K.PLAN_DISCHARGE, K.CHANGE_CLASS, K.RETURN])
def test_a_patient_first_heard_of_in_the_middle_of_a_stay_is_present(kind):
    story = Story()
    story.tell(kind, 10, CARDIOLOGY, stay_class=StayClass.INPATIENT)
    position = fold(story.movements)
    assert (position.state, position.place, position.admitted_at) == (StayState.PRESENT, CARDIOLOGY, None)


def test_an_update_of_a_preadmission_never_heard_of_is_planned():
    story = Story()
    story.tell(K.UPDATE, 10, CARDIOLOGY, stay_class=StayClass.PREADMIT)
    assert fold(story.movements).state is StayState.PLANNED


def test_a_historic_transfer_told_late_takes_its_place_in_time():
    story = admitted()
    story.tell(K.TRANSFER, 14, SURGERY)
    story.tell(K.TRANSFER, 10, PNEUMOLOGY)
    position = fold(story.movements)
    assert (position.place, position.since) == (SURGERY, at(14))


def test_an_admission_told_after_the_transfer_does_not_move_the_patient_back():
    story = Story()
    story.tell(K.TRANSFER, 10, PNEUMOLOGY)
    story.tell(K.ADMIT, 8, CARDIOLOGY)
    position = fold(story.movements)
    assert (position.place, position.admitted_at) == (PNEUMOLOGY, at(8))


def test_at_one_minute_the_admission_comes_first_and_the_discharge_last():
    story = Story()
    story.tell(K.DISCHARGE, 8)
    story.tell(K.TRANSFER, 8, PNEUMOLOGY)
    story.tell(K.ADMIT, 8, CARDIOLOGY)
    position = fold(story.movements)
    assert (position.state, position.place) == (StayState.GONE, PNEUMOLOGY)


def test_a_correction_by_number_replaces_what_was_told():
    story = admitted()
    story.tell(K.TRANSFER, 10, PNEUMOLOGY, movement_number="2")
    story.tell(K.UPDATE, 9, SURGERY, movement_number="2", action=Action.UPDATE)
    position = fold(story.movements)
    assert (position.place, position.since) == (SURGERY, at(9))


def test_a_correction_told_before_what_it_corrects_still_corrects_it():
    story = admitted()
    story.tell(K.UPDATE, 9, SURGERY, movement_number="2", action=Action.UPDATE)
    story.tell(K.TRANSFER, 10, PNEUMOLOGY, movement_number="2")
    position = fold(story.movements)
    assert (position.place, position.since) == (SURGERY, at(9))


def test_one_number_used_for_every_movement_of_a_stay_confuses_nothing():
    story = Story()
    story.tell(K.ADMIT, 8, CARDIOLOGY, movement_number="1")
    story.tell(K.TRANSFER, 10, PNEUMOLOGY, movement_number="1")
    story.tell(K.TRANSFER, 12, SURGERY, movement_number="1")
    story.tell(K.DISCHARGE, 14, movement_number="1")
    story.take_back(K.DISCHARGE, 14, movement_number="1")
    story.take_back(K.TRANSFER, 12, movement_number="1")
    position = fold(story.movements)
    assert (position.state, position.place, position.admitted_at) == (StayState.PRESENT, PNEUMOLOGY, at(8))
