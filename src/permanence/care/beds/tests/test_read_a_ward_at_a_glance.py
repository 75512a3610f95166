"""The bed map: how each bed stands, in shape and words, and the signs at it."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.beds import operations, queries
from permanence.care.beds.rules import BedState, Sign, bed_state, is_found, search_keys, sign_of
from permanence.care.beds.tests.conftest import BED_1, NURSE, at
from permanence.care.charts import operations as charts
from permanence.care.charts.operations import PrecautionFact
from permanence.foundation.actors import Role
from permanence.foundation.ids import new_id
from permanence.foundation.places.operations import PlaceFact


def states(ward):
    picture = queries.ward_picture(ward.id)
    return {bed.bed: bed.state for room in picture.rooms for bed in room.beds}


def test_a_bed_is_free_occupied_or_closed(ward, admit):
    assert states(ward) == {ward.bed_1: BedState.FREE, ward.bed_2: BedState.FREE}
    admit(BED_1)
    operations.close(bed=ward.bed_2, reason="Works", by=NURSE, occurred_at=at(9))
    assert states(ward) == {ward.bed_1: BedState.OCCUPIED, ward.bed_2: BedState.CLOSED}


def test_two_patients_in_a_bed_contest_it(ward, admit):
    admit(BED_1), admit(BED_1, hour=9)
    assert states(ward)[ward.bed_1] is BedState.CONTESTED


def test_a_patient_in_a_closed_bed_contests_it(ward, admit):
    operations.close(bed=ward.bed_1, reason="Works", by=NURSE, occurred_at=at(7))
    admit(BED_1)
    assert states(ward)[ward.bed_1] is BedState.CONTESTED


def test_a_patient_told_to_be_in_a_bed_of_another_ward_too_contests_this_one(ward, admit):
    patient = admit(BED_1)
    admit(PlaceFact("NEPH", "201", "P"), patient=patient, hour=9)
    assert states(ward)[ward.bed_1] is BedState.CONTESTED
    assert states(ward)[ward.bed_2] is BedState.FREE


def test_patients_without_a_bed_are_on_the_map(ward, admit, signed_in):
    admit(PlaceFact("CARD"), family="DUPONT")
    page = signed_in(Role.NURSE).get(reverse("beds:map", args=[ward.id])).content.decode()
    assert "Here without a bed" in page
    assert "DUPONT" in page


def test_the_map_says_each_state_and_each_sign_in_words(ward, admit, signed_in):
    patient = admit(BED_1, family="DUPONT")
    said = [("0116-I", "Isolation"), ("", "Risque de chute : élevé"), ("0435-DNR", "Do not resuscitate")]
    facts = [PrecautionFact(patient, None, code, label, True, at(9), new_id()) for code, label in said]
    charts.receive_precautions(facts=facts, by=NURSE)
    page = signed_in(Role.NURSE).get(reverse("beds:map", args=[ward.id])).content.decode()
    assert '<li class="mark isolation">Isolation</li>' in page
    assert '<li class="mark code_status">Do not resuscitate</li>' in page
    assert '<li class="mark risk">Risque de chute : élevé</li>' in page
    assert "allergies not said" in page
    assert "Room 101" in page
    assert page.count("Free") >= 2
    assert reverse("beds:closure", args=[ward.bed_2]) in page


def test_who_may_not_close_a_bed_is_not_offered_to(ward, admit, signed_in):
    page = signed_in(Role.DOCTOR).get(reverse("beds:map", args=[ward.id])).content.decode()
    assert reverse("beds:closure", args=[ward.bed_2]) not in page


@given(st.integers(0, 3), st.booleans(), st.booleans())
def test_what_cannot_be_true_is_never_drawn_as_true(patients, is_closed, is_contested):
    state = bed_state(patients=patients, is_closed=is_closed, is_contested=is_contested)
    if state is BedState.FREE:
        assert not patients
        assert not is_closed
    if state is BedState.OCCUPIED:
        assert (patients, is_closed, is_contested) == (1, False, False)


@pytest.mark.parametrize(
    ("code", "label", "sign"),
    [
        ("0116-I", "Isolation", Sign.ISOLATION),
        ("0116-K", "Contaminated bed", Sign.ISOLATION),
        ("45701-0", "Isolement contact: BLSE", Sign.ISOLATION),
        ("", "Précautions gouttelettes", Sign.ISOLATION),
        ("", "SARM : oui", Sign.ISOLATION),
        ("0435-DNR", "Do not resuscitate", Sign.CODE_STATUS),
        ("", "Limitation de thérapeutique: pas de réanimation", Sign.CODE_STATUS),
        ("0433-C", "Confused", Sign.RISK),
        ("", "Risque de chute: élevé", Sign.RISK),
        ("0433-I", "Intravenous line", Sign.RISK),
    ],
)
def test_a_precaution_hangs_its_sign(code, label, sign):
    assert sign_of(code, label) is sign


@pytest.mark.parametrize(
    "typed",
    ["du", "DU", "zo", "zoé", "zoe", "301", "301p", "du zo", "st", "saint", "saintp", "de la", "Œu", "oeu"],
)
def test_two_letters_of_any_name_find_a_patient(typed):
    keys = search_keys(names=("DUPONT", "SAINT-PIERRE DE LA TOUR", "Zoé Œuvrard"), places=("301", "P"))
    assert is_found(keys, typed)


@pytest.mark.parametrize("typed", ["up", "x", "du x", "302", "pontd"])
def test_letters_inside_a_name_find_nobody(typed):
    assert not is_found(search_keys(names=("DUPONT", "Zoé"), places=("301", "P")), typed)


@given(st.text(max_size=8), st.text(max_size=8))
def test_nothing_typed_breaks_the_search(name, typed):
    assert is_found(search_keys(names=(name,), places=()), typed) in {True, False}
