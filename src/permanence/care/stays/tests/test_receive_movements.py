"""A feed tells of movements, and stays say where patients are."""

import pytest

from permanence.care.patients import operations as patients
from permanence.care.stays import operations
from permanence.care.stays.models import Movement, Stay
from permanence.care.stays.operations import Action, MovementKind, StayClass, SwapFact
from permanence.care.stays.rules import StayState
from permanence.care.stays.tests.conftest import BED_1, BED_2, FEED, movement, receive
from permanence.care.stays.tests.stories import at
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.places import queries as places
from permanence.foundation.places.operations import PlaceFact

K = MovementKind


def bed_of(stay: Stay) -> tuple[str, str]:
    return stay.ward.code, stay.bed.code if stay.bed else ""


def test_an_admission_opens_a_stay_and_a_transfer_moves_it(patient):
    first, second = receive(movement(K.ADMIT, 8, patient, place=BED_1), movement(K.TRANSFER, 9, patient, place=BED_2))
    assert first == second
    assert (second.state, bed_of(second), second.since) == (StayState.PRESENT, ("PNEU", "1"), at(9))
    assert second.movements.count() == 2


def test_it_appears_in_the_ledger_once_a_call_without_the_patients_traits(patient):
    receive(movement(K.ADMIT, 8, patient, place=BED_1), movement(K.UPDATE, 9, patient))
    (entry,) = LedgerEntry.objects.filter(kind="stays.movements_received")
    assert entry.actor == "feed:GAM"
    assert entry.occurred_at == at(9)
    assert "NOM800001" not in entry.facts


def test_what_was_told_one_by_one_equals_what_was_told_at_once(patient, known):
    other = known("800002")
    story = [(K.ADMIT, 8, BED_1), (K.UPDATE, 8.5, PlaceFact()), (K.TRANSFER, 9, BED_2), (K.DISCHARGE, 12, PlaceFact())]
    receive(*(movement(kind, hour, patient, "A", place=place) for kind, hour, place in story))
    for kind, hour, place in story:
        receive(movement(kind, hour, other, "B", place=place))
    columns = ("state", "ward_id", "bed_id", "since", "admitted_at", "discharged_at", "latest_at")
    one, two = Stay.objects.order_by("visit_number").values(*columns)
    assert one == two


def test_a_discharge_can_be_taken_back_in_a_later_call(patient):
    receive(movement(K.ADMIT, 8, patient, place=BED_1), movement(K.DISCHARGE, 12, patient))
    (stay,) = receive(movement(K.DISCHARGE, 12, patient, action=Action.CANCEL, cancels=K.DISCHARGE))
    assert (stay.state, stay.discharged_at, bed_of(stay)) == (StayState.PRESENT, None, ("CARD", "1"))
    (stay,) = receive(movement(K.UPDATE, 13, patient, attending_doctor="MARTIN ANNE"))
    assert (stay.state, stay.attending_doctor) == (StayState.PRESENT, "MARTIN ANNE")


def test_the_same_source_told_twice_is_one_row(patient):
    fact = movement(K.ADMIT, 8, patient, place=BED_1)
    (first,), (second,) = receive(fact), receive(fact)
    assert first == second
    assert Movement.objects.count() == 1


def test_nothing_told_writes_nothing(db):
    assert operations.receive_movements(facts=[], by=FEED) == []
    assert LedgerEntry.objects.count() == 0


def test_a_fact_without_a_number_goes_to_the_one_open_stay(patient):
    (stay,) = receive(movement(K.ADMIT, 8, patient, place=BED_1))
    (same,) = receive(movement(K.TRANSFER, 9, patient, None, place=BED_2))
    assert same == stay
    assert bed_of(same) == ("PNEU", "1")


def test_a_fact_without_a_number_or_a_stay_opens_one_the_box_numbers(patient):
    (stay,) = receive(movement(K.ADMIT, 8, patient, None, place=BED_1))
    assert stay.numbered_here
    assert stay.visit_number.startswith(f"S-{stay.origin}-")
    (same,) = receive(movement(K.UPDATE, 9, patient, None))
    assert same == stay


def test_without_a_number_a_discharge_then_an_admission_are_two_stays(patient):
    stays = receive(
        movement(K.ADMIT, 8, patient, None, place=BED_1),
        movement(K.DISCHARGE, 10, patient, None),
        movement(K.ADMIT, 20, patient, None, place=BED_2),
        movement(K.DISCHARGE, 10, patient, None, action=Action.CANCEL, cancels=K.DISCHARGE),
    )
    assert stays[0] == stays[1] != stays[2]
    assert stays[3] == stays[2]


def test_a_discharge_taken_back_without_a_number_reopens_the_last_stay(patient):
    (stay, _) = receive(movement(K.ADMIT, 8, patient, None, place=BED_1), movement(K.DISCHARGE, 10, patient, None))
    (same,) = receive(movement(K.DISCHARGE, 11, patient, None, action=Action.CANCEL, cancels=K.DISCHARGE))
    assert (same, same.state) == (stay, StayState.PRESENT)


def test_of_two_open_stays_neither_is_closed_and_what_has_no_number_goes_apart(patient):
    one, two = receive(movement(K.ADMIT, 8, patient, "A", place=BED_1), movement(K.ADMIT, 9, patient, "B", place=BED_2))
    (third,) = receive(movement(K.ADMIT, 10, patient, None, place=BED_1))
    (again,) = receive(movement(K.UPDATE, 11, patient, None))
    assert len({one, two, third}) == 3
    assert again == third
    assert set(Stay.objects.values_list("state", flat=True)) == {StayState.PRESENT}


def test_of_two_open_stays_a_move_without_a_number_means_the_one_in_a_bed(patient):
    receive(movement(K.REGISTER, 7, patient, "OUT", stay_class=StayClass.OUTPATIENT))
    (inside,) = receive(movement(K.ADMIT, 8, patient, "IN", place=BED_1))
    (moved,) = receive(movement(K.TRANSFER, 9, patient, None, place=BED_2))
    assert moved == inside


def test_a_number_that_comes_with_another_patient_is_never_filed_to_the_first(patient, known):
    (held,) = receive(movement(K.ADMIT, 8, patient, "V1", place=BED_1))
    other = known("800002")
    (contested,) = receive(movement(K.ADMIT, 9, other, "V1", place=BED_2))
    (again,) = receive(movement(K.UPDATE, 10, other, "V1", attending_doctor="MARTIN ANNE"))
    assert contested != held
    assert (again, again.contests, again.patient_id, again.numbered_here) == (contested, held, other, True)
    held.refresh_from_db()
    assert (held.attending_doctor, bed_of(held)) == ("", ("CARD", "1"))


def test_two_patients_with_one_number_in_one_call_are_two_stays(patient, known):
    other = known("800002")
    one, two, three = receive(
        movement(K.ADMIT, 8, patient, "V1"), movement(K.ADMIT, 9, other, "V1"), movement(K.UPDATE, 10, other, "V1")
    )
    assert one != two == three


def test_a_merged_patient_keeps_the_stay_and_its_number(patient, known):
    (stay,) = receive(movement(K.ADMIT, 8, patient, "V1", place=BED_1))
    kept = known("800002")
    link = patients.LinkFact(
        patients.LinkKind.MERGE,
        (patients.IdentifierFact("CHX", "800002", "PI"),),
        (patients.IdentifierFact("CHX", "800001", "PI"),),
        at(9),
        new_id(),
    )
    patients.receive_links(facts=[link], by=FEED)
    (same,) = receive(movement(K.TRANSFER, 10, kept, "V1", place=BED_2))
    assert same == stay
    (unnumbered,) = receive(movement(K.UPDATE, 11, kept, None))
    assert unnumbered == stay


def test_the_same_number_given_by_two_authorities_is_two_stays(patient):
    (one,) = receive(movement(K.ADMIT, 8, patient, "V1"))
    fact = movement(K.ADMIT, 8, patient, "V1")
    object.__setattr__(fact, "visit", operations.VisitNumber("CHY", "V1"))
    assert receive(fact) != [one]


def test_two_patients_change_beds(patient, known):
    other = known("800002")
    receive(movement(K.ADMIT, 8, patient, "A", place=BED_1), movement(K.ADMIT, 8, other, "B", place=BED_2))
    swap = SwapFact(patient, BED_2, other, BED_1, at(9), new_id())
    ids = operations.receive_swaps(facts=[swap], by=FEED)
    first, second = (Stay.objects.get(id=id_) for id_ in ids)
    assert (first.visit_number, bed_of(first)) == ("A", ("PNEU", "1"))
    assert (second.visit_number, bed_of(second)) == ("B", ("CARD", "1"))


def test_both_the_ward_left_and_the_ward_reached_must_look_again(patient):
    (stay,) = receive(movement(K.ADMIT, 8, patient, place=BED_1))
    left = stay.ward_id
    before = places.ward_versions([left])[left]
    (stay,) = receive(movement(K.TRANSFER, 9, patient, place=BED_2))
    assert places.ward_versions([left])[left] == before + 1
    assert places.ward_versions([stay.ward_id])[stay.ward_id] == 2


def test_a_hundred_stays_cost_as_many_queries_as_one(known, django_assert_max_num_queries):
    ids = [known(f"8{number:05}") for number in range(1, 61)]

    def tell(kind, hour, **said):
        return [movement(kind, hour, id_, f"V{id_}", **said) for id_ in ids]

    receive(*tell(K.ADMIT, 8, place=BED_2), *tell(K.TRANSFER, 8.5, place=BED_1))
    with django_assert_max_num_queries(14):
        operations.receive_movements(facts=tell(K.TRANSFER, 9, place=BED_2), by=FEED)
    with django_assert_max_num_queries(18):
        cancels = tell(K.TRANSFER, 9, action=Action.CANCEL, cancels=K.TRANSFER)
        operations.receive_movements(facts=[*cancels, *tell(K.UPDATE, 7)], by=FEED)
    assert set(Stay.objects.values_list("ward__code", flat=True)) == {"CARD"}


@pytest.mark.parametrize("kind", list(MovementKind))
def test_every_kind_of_movement_can_be_the_first_thing_heard(patient, kind):
    (stay,) = receive(movement(kind, 8, patient, place=BED_1))
    assert stay.movements.count() == 1
