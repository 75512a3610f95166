"""The order in which things reach the box decides nothing."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from permanence.care.stays.rules import NOTHING_KNOWN, Action, Movement, MovementKind, StayClass, fold, happening, step
from permanence.care.stays.tests.stories import CARDIOLOGY, PNEUMOLOGY, SURGERY, at
from permanence.foundation.places.rules import NOWHERE, PlaceIds

places = st.sampled_from([NOWHERE, CARDIOLOGY, PNEUMOLOGY, SURGERY, PlaceIds(CARDIOLOGY.ward)])
kinds = st.sampled_from(list(MovementKind))


any_action, any_number = st.sampled_from(list(Action)), st.sampled_from(["", "1", "2", "3"])


def movements(actions=any_action, numbers=any_number):
    return st.builds(
        Movement,
        kinds,
        actions,
        st.integers(0, 12).map(at),
        st.integers(1, 40).map(lambda number: UUID(int=number)),
        numbers,
        cancels=st.none() | kinds,
        stay_class=st.none() | st.sampled_from([StayClass.INPATIENT, StayClass.PREADMIT]),
        place=places,
        attending_doctor=st.sampled_from(["", "Dr Un", "Dr Deux"]),
        expected_at=st.none() | st.integers(20, 40).map(at),
    )


def told_apart(told: list[Movement]) -> list[Movement]:
    """Each told by a source of its own, as messages are."""
    return [replace(movement, source=UUID(int=1000 + at_)) for at_, movement in enumerate(told)]


stories = st.lists(movements(), max_size=12).map(told_apart)
plain = st.lists(movements(st.just(Action.INSERT), st.just("")), max_size=12).map(told_apart)


@given(stories, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_position(story, chance):
    shuffled = list(story)
    chance.shuffle(shuffled)
    assert fold(shuffled) == fold(story)


@given(stories)
def test_what_is_told_twice_changes_nothing(story):
    assert fold([*story, *story]) == fold(story)


@given(plain, movements(st.just(Action.INSERT), st.just("7")))
def test_what_is_told_and_taken_back_leaves_no_trace(story, movement):
    told = replace(movement, source=UUID(int=5000), cancels=None)
    taken_back = replace(
        told, action=Action.CANCEL, cancels=told.kind, source=UUID(int=6000), place=NOWHERE, attending_doctor=""
    )
    arrivals = {MovementKind.ADMIT, MovementKind.REGISTER, MovementKind.PREADMIT}
    if told.kind in arrivals and not any(other.kind in arrivals for other in story):
        return  # Taking back the only arrival says more than nothing: that there is no stay.
    after = fold([*story, told, taken_back])
    assert replace(after, latest_at=None) == replace(fold(story), latest_at=None)


@given(plain, movements(st.just(Action.INSERT), st.just("7")), places)
def test_a_correction_by_number_is_as_if_the_right_thing_had_been_told(story, movement, place):
    told = replace(movement, source=UUID(int=5000), cancels=None)
    correction = replace(told, action=Action.UPDATE, place=place, source=UUID(int=6000))
    right = replace(told, place=told.place if place.ward is None else place, source=UUID(int=6000))
    if place.room is None and place.ward == told.place.ward:
        return  # Naming less of the same place corrects nothing.
    assert fold([*story, told, correction]) == fold([*story, right])


@given(plain)
def test_one_step_after_another_is_the_whole(story):
    """What lets a movement that happened last be placed without reading the others."""
    in_time = []
    for hour, movement in enumerate(story):
        in_time.append(replace(movement, occurred_at=at(hour), cancels=None))
    position = NOTHING_KNOWN
    for movement in sorted(in_time, key=happening):
        position = step(position, movement)
    assert position == fold(in_time)


@given(st.lists(st.sampled_from([CARDIOLOGY, PNEUMOLOGY, SURGERY]), min_size=1, max_size=8), st.randoms())
def test_transfers_told_late_and_in_disorder_end_where_the_patient_went_last(journey, chance):
    told = list(enumerate(journey))
    chance.shuffle(told)
    movements_ = [
        Movement(MovementKind.TRANSFER, Action.INSERT, at(hour), UUID(int=1000 + order), place=place)
        for order, (hour, place) in enumerate(told)
    ]
    assert fold(movements_).place == journey[-1]
