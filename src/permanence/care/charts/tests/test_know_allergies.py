"""What is known of allergies: a list, none known, or nothing said, never one for the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.charts.models import AllergyList as AllergyListRecord
from permanence.care.charts.queries import AllergyStatement
from permanence.care.charts.rules import AllergyFact, AllergyList, known_allergies, says_none_known
from permanence.care.charts.tests.conftest import allergies, at
from permanence.foundation.ledger.models import LedgerEntry

S = AllergyStatement


def listed(*labels, hour=1, complete=True):
    return AllergyList(tuple(AllergyFact("", label) for label in labels), complete, at(hour))


def labels(known):
    return {one.allergy.label for one in known.allergies}


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("716186003", "No known allergy (situation)"),
        ("NKA", ""),
        ("", "Aucune allergie connue"),
        ("", "AUCUNE ALLERGIE"),
        ("", "Pas d'allergie connue"),
        ("", "Absence d\u2019allergie"),
        ("", "No known allergies"),
    ],
)
def test_none_known_is_told_in_many_ways(code, label):
    assert says_none_known(AllergyFact(code, label))


@pytest.mark.parametrize("label", ["Pénicilline", "Aucune allergie médicamenteuse connue", "Allergie au latex", ""])
def test_what_is_no_general_denial_is_never_read_as_one(label):
    assert not says_none_known(AllergyFact("", label))


def test_no_drug_allergy_is_not_no_allergy():
    assert not says_none_known(AllergyFact("NKDA", "No known drug allergies"))
    assert known_allergies([listed("No known drug allergies")]).statement is S.LISTED


def test_nothing_said_is_not_none():
    assert known_allergies([]).statement is S.NOT_SAID
    assert known_allergies([listed()]).statement is S.NOT_SAID


def test_a_complete_list_replaces_and_an_incomplete_one_adds():
    said = [listed("Latex", hour=1), listed("Iode", hour=2, complete=False)]
    assert labels(known_allergies(said)) == {"Latex", "Iode"}
    assert labels(known_allergies([*said, listed("Arachide", hour=3)])) == {"Arachide"}


def test_an_allergy_outweighs_a_denial_beside_it():
    known = known_allergies([listed("Aucune allergie connue", "Latex")])
    assert (known.statement, labels(known)) == (S.LISTED, {"Latex"})


def test_a_later_complete_denial_replaces_the_list():
    known = known_allergies([listed("Latex", hour=1), listed("Aucune allergie connue", hour=2)])
    assert known.statement is S.NONE_KNOWN


def test_an_allergy_taken_back_is_known_no_more_until_it_is_said_again():
    taken_back = AllergyList((AllergyFact("", "latex", removed=True),), complete=False, said_at=at(2))
    said = [listed("Latex", "Iode", hour=1), taken_back]
    assert labels(known_allergies(said)) == {"Iode"}
    assert labels(known_allergies([*said, listed("Latex", hour=3, complete=False)])) == {"Iode", "Latex"}


lists = st.lists(
    st.builds(
        listed,
        st.sampled_from(["Latex", "Iode", "Aucune allergie connue"]),
        hour=st.integers(0, 50),
        complete=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda said: said.said_at,
)


@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing(said, chance):
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert known_allergies(shuffled) == known_allergies(said)


def test_the_same_list_said_again_is_one_row_that_knows_when(patient, summary):
    for hour in (9, 12, 10):
        allergies(patient, "Pénicilline", hour=hour)
    (row,) = AllergyListRecord.objects.all()
    assert (row.occurred_at, row.said_again_at) == (at(9), at(12))
    assert summary().allergies[0].said_at == at(12)
    assert LedgerEntry.objects.filter(kind="charts.allergies_received").count() == 3


def test_a_denial_told_late_does_not_undo_an_allergy_said_again_after_it(patient, summary):
    allergies(patient, "Pénicilline", hour=9)
    allergies(patient, "Pénicilline", hour=12)
    allergies(patient, "Aucune allergie connue", hour=11)
    assert (summary().allergy_statement, summary().allergies[0].label) == (S.LISTED, "Pénicilline")
