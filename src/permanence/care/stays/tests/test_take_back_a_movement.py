"""What was told can be taken back; the patient is then where the rest says."""

import pytest

from permanence.care.stays.rules import MovementKind, StayClass, StayState, fold, settle
from permanence.care.stays.tests.stories import CARDIOLOGY, PNEUMOLOGY, SURGERY, Story, admitted, at
from permanence.foundation.places.rules import NOWHERE

K = MovementKind


def test_a_discharge_taken_back_leaves_the_patient_in_the_bed():
    story = admitted()
    story.tell(K.DISCHARGE, 18)
    story.take_back(K.DISCHARGE, 19)
    position = fold(story.movements)
    assert (position.state, position.place, position.since) == (StayState.PRESENT, CARDIOLOGY, at(8))
    assert position.discharged_at is None


def test_a_transfer_taken_back_returns_the_patient():
    story = admitted()
    story.tell(K.TRANSFER, 10, PNEUMOLOGY)
    story.tell(K.TRANSFER, 12, SURGERY)
    story.take_back(K.TRANSFER, 13)
    assert fold(story.movements).place == PNEUMOLOGY


def test_two_cancellations_take_back_two_transfers_and_one_told_twice_takes_back_one():
    story = admitted()
    story.tell(K.TRANSFER, 10, PNEUMOLOGY)
    story.tell(K.TRANSFER, 12, SURGERY)
    story.take_back(K.TRANSFER, 13)
    story.take_back(K.TRANSFER, 13)
    assert fold(story.movements).place == PNEUMOLOGY
    story.take_back(K.TRANSFER, 14)
    assert fold(story.movements).place == CARDIOLOGY


def test_the_number_decides_which_transfer_is_taken_back():
    story = admitted()
    story.tell(K.TRANSFER, 10, PNEUMOLOGY, movement_number="2")
    story.tell(K.TRANSFER, 12, SURGERY, movement_number="3")
    story.take_back(K.TRANSFER, 10, movement_number="2")
    position = fold(story.movements)
    assert (position.place, position.since) == (SURGERY, at(12))


def test_a_cancellation_that_comes_first_still_takes_back():
    story = admitted()
    story.take_back(K.TRANSFER, 10, movement_number="2")
    story.tell(K.TRANSFER, 10, PNEUMOLOGY, movement_number="2")
    story.tell(K.TRANSFER, 10, PNEUMOLOGY, movement_number="2")
    assert fold(story.movements).place == CARDIOLOGY


def test_what_is_told_again_after_being_taken_back_stands():
    story = admitted()
    story.tell(K.DISCHARGE, 18)
    story.take_back(K.DISCHARGE, 18)
    story.tell(K.DISCHARGE, 18)
    assert fold(story.movements).state is StayState.GONE
    story.take_back(K.DISCHARGE, 18)
    assert fold(story.movements).state is StayState.PRESENT


def test_a_wrong_transfer_redone_in_the_same_minute_stands():
    story = admitted()
    story.tell(K.TRANSFER, 11, PNEUMOLOGY)
    story.take_back(K.TRANSFER, 12)
    story.tell(K.TRANSFER, 12, SURGERY)
    assert fold(story.movements).place == SURGERY


@pytest.mark.parametrize("kind", [K.ADMIT, K.REGISTER])
def test_an_admission_taken_back_leaves_no_stay_whatever_else_was_said(kind):
    story = Story()
    story.tell(kind, 8, CARDIOLOGY)
    story.tell(K.UPDATE, 9, CARDIOLOGY, stay_class=StayClass.INPATIENT)
    story.take_back(K.ADMIT, 9)
    assert fold(story.movements).state is StayState.CANCELLED


def test_an_admission_taken_back_leaves_the_preadmission():
    story = Story()
    story.tell(K.PREADMIT, 1, CARDIOLOGY)
    story.tell(K.ADMIT, 8, CARDIOLOGY)
    story.take_back(K.ADMIT, 9)
    assert fold(story.movements).state is StayState.PLANNED


def test_a_preadmission_taken_back_leaves_no_stay():
    story = Story()
    story.tell(K.PREADMIT, 1, CARDIOLOGY)
    story.take_back(K.PREADMIT, 2)
    assert fold(story.movements).state is StayState.CANCELLED


def test_plans_leaves_returns_and_doctors_can_be_taken_back():
    story = admitted()
    for kind, hour, said in (
        (K.PLAN_TRANSFER, 9, {"place": SURGERY}),
        (K.PLAN_DISCHARGE, 9, {"expected_at": at(40)}),
        (K.CHANGE_DOCTOR, 10, {"attending_doctor": "Dr Deux"}),
        (K.LEAVE, 11, {}),
    ):
        story.tell(kind, hour, **said)
        story.take_back(kind, 12)
    position = fold(story.movements)
    assert (position.state, position.planned_place, position.expected_discharge_at, position.attending_doctor) == (
        StayState.PRESENT,
        NOWHERE,
        None,
        "Dr Un",
    )


def test_a_return_taken_back_leaves_the_patient_away():
    story = admitted()
    story.tell(K.LEAVE, 10)
    story.tell(K.RETURN, 20)
    story.take_back(K.RETURN, 21)
    assert fold(story.movements).state is StayState.ON_LEAVE


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (K.DISCHARGE, StayState.PRESENT),
        (K.TRANSFER, StayState.PRESENT),
        (K.LEAVE, StayState.PRESENT),
        (K.RETURN, StayState.ON_LEAVE),
        (K.ADMIT, StayState.CANCELLED),
        (K.PREADMIT, StayState.CANCELLED),
    ],
)
def test_a_cancellation_of_something_never_heard_of_still_says_where_the_patient_is(kind, state):
    story = Story()
    story.take_back(kind, 10, place=CARDIOLOGY)
    position = fold(story.movements)
    assert position.state is state
    if state in {StayState.PRESENT, StayState.ON_LEAVE}:
        assert position.place == CARDIOLOGY


def test_a_cancelled_discharge_may_name_another_bed():
    story = admitted()
    story.tell(K.DISCHARGE, 18, CARDIOLOGY)
    story.take_back(K.DISCHARGE, 18, place=SURGERY)
    assert fold(story.movements).place == SURGERY


def test_a_cancellation_that_repeats_the_place_it_takes_back_is_not_believed():
    story = admitted()
    story.tell(K.TRANSFER, 10, PNEUMOLOGY)
    story.take_back(K.TRANSFER, 10, place=PNEUMOLOGY)
    assert fold(story.movements).place == CARDIOLOGY


def test_a_correction_of_what_was_taken_back_does_not_bring_it_back():
    story = admitted()
    story.tell(K.TRANSFER, 10, PNEUMOLOGY, movement_number="2")
    story.take_back(K.TRANSFER, 10, movement_number="2")
    story.tell(K.UPDATE, 10, SURGERY, movement_number="2", action=story.movements[0].action.UPDATE)
    assert fold(story.movements).place == CARDIOLOGY


def test_what_is_void_says_what_voided_it():
    story = admitted()
    void = story.tell(K.TRANSFER, 10, PNEUMOLOGY)
    cancel = story.take_back(K.TRANSFER, 10)
    assert settle(story.movements).voided == {void.source: cancel.source}
