"""A treatment runs or not by what was told of its order."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.charts.models import Treatment, TreatmentChange
from permanence.care.charts.rules import TreatmentFact, TreatmentState, fold_treatment
from permanence.care.charts.tests.conftest import admit, at, treatment
from permanence.foundation import clock
from permanence.foundation.ids import new_id


def running(summary):
    return [line.label for line in summary().treatments]


def test_an_order_runs_until_it_is_discontinued(patient, summary):
    treatment(patient, "Amoxicilline", number="1", hour=9)
    assert running(summary) == ["Amoxicilline"]
    treatment(patient, "Amoxicilline", "DC", number="1", hour=10)
    assert running(summary) == []
    assert TreatmentChange.objects.count() == 2


def test_a_change_keeps_what_it_does_not_say(patient, summary):
    treatment(patient, "Amoxicilline", number="1", hour=9)
    treatment(patient, "", "XO", number="1", hour=10, dose="2 g", route="", frequency="")
    (line,) = summary().treatments
    assert (line.label, line.dose, line.route, line.frequency) == ("Amoxicilline", "2 g", "PO", "3/j")


def test_the_last_dose_given_is_remembered_in_any_order(patient, summary):
    treatment(patient, "Amoxicilline", number="1", hour=9)
    treatment(patient, "Amoxicilline", "RE", number="1", hour=14, last_given_at=at(14))
    treatment(patient, "Amoxicilline", "RE", number="1", hour=11, last_given_at=at(11))
    assert summary().treatments[0].last_given_at == at(14)


def test_a_held_order_does_not_run_until_released(patient, summary):
    treatment(patient, "Héparine", number="1", hour=9)
    treatment(patient, "Héparine", "HD", number="1", hour=10)
    assert running(summary) == []
    treatment(patient, "Héparine", "RL", number="1", hour=11)
    assert running(summary) == ["Héparine"]


def test_an_end_told_before_the_beginning_still_ends_it(patient, summary):
    treatment(patient, "Amoxicilline", "CA", number="1", hour=10)
    treatment(patient, "Amoxicilline", "NW", number="1", hour=9)
    assert running(summary) == []
    assert Treatment.objects.get().state == TreatmentState.ENDED


def test_an_order_past_its_end_does_not_run(patient, summary):
    treatment(patient, "Passé", number="1", ends_at=clock.now() - timedelta(hours=1))
    treatment(patient, "En cours", number="2", ends_at=clock.now() + timedelta(hours=1))
    assert running(summary) == ["En cours"]


def test_orders_without_a_number_are_told_apart_by_what_is_given(patient, summary):
    treatment(patient, "Paracétamol", hour=9)
    treatment(patient, "Morphine", hour=9)
    treatment(patient, "Paracétamol", "DC", hour=10)
    assert running(summary) == ["Morphine"]


def test_an_order_of_another_stay_is_not_on_this_ones_page(patient, stay, summary):
    other = admit(patient, "V2")
    treatment(patient, "Ailleurs", number="1", stay=other)
    treatment(patient, "Ici", number="2", stay=stay)
    assert running(summary) == ["Ici"]


facts = st.lists(
    st.builds(
        lambda status, hour, dose: TreatmentFact(
            patient=new_id(), stay=None, order_number="1", status=status, label="X", dose=dose, route="", frequency="",
            starts_at=None, ends_at=None, last_given_at=None, occurred_at=at(hour), source=new_id(),
        ),
        st.sampled_from(["NW", "XO", "DC", "HD", "RL", "RE", "SC", ""]),
        st.integers(0, 20),
        st.sampled_from(["", "1 g", "2 g"]),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@given(facts, st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing(told, chance):
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert fold_treatment(shuffled) == fold_treatment(told)


@pytest.mark.parametrize("status", ["CA", "DC", "OD", "RP", "CR"])
def test_every_way_to_end_an_order_ends_it(patient, summary, status):
    treatment(patient, "Amoxicilline", number="1", hour=9)
    treatment(patient, "Amoxicilline", status, number="1", hour=10)
    assert running(summary) == []
