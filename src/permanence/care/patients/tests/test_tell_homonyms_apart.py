"""Whoever may be taken for another is flagged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.patients import queries
from permanence.care.patients.operations import LinkKind
from permanence.care.patients.queries import Homonymy
from permanence.care.patients.rules import near_dates
from permanence.care.patients.tests.made_up import GAM, heard, ipp, known, receive, said, traits

BORN = date(1971, 3, 12)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        ({}, Homonymy.SAME),
        ({"family": "Dupônt"}, Homonymy.SAME),
        ({"birth_date": date(1971, 3, 21)}, Homonymy.NEAR),
        ({"birth_date": date(1971, 12, 3)}, Homonymy.NEAR),
        ({"birth_date": date(1991, 3, 12)}, Homonymy.NEAR),
        ({"given": "SOPHIE"}, Homonymy.TWIN),
        ({"family": "MARTIN", "used_family": "DUPONT"}, Homonymy.SAME),
        ({"given": "SOPHIE", "birth_date": date(1971, 3, 13)}, None),
        ({"family": "MARTIN"}, None),
        ({"birth_date": date(1950, 7, 1)}, None),
        ({"birth_date": None}, None),
    ],
)
def test_a_likeness_is_flagged_on_both(other, likeness):
    one, two = known(ipp("100")), known(ipp("200"), **other)
    rows = queries.patients([one, two])
    assert rows[one].homonym == rows[two].homonym == likeness


@pytest.mark.django_db
def test_the_most_dangerous_likeness_is_shown():
    one = known(ipp("100"))
    known(ipp("200"), given="SOPHIE"), known(ipp("300"))
    assert queries.patient(one).homonym is Homonymy.SAME


@pytest.mark.django_db
def test_files_of_one_patient_are_no_homonyms():
    one = known(ipp("100"))
    known(ipp("200"))
    heard(LinkKind.MERGE, "100", "200")
    assert queries.patient(one).homonym is None


@pytest.mark.django_db
def test_the_flag_goes_when_the_other_is_corrected():
    one = known(ipp("100"))
    known(ipp("200"))
    receive(facts=[said(ipp("200"), hours=1, who=traits(family="MARTIN"))], by=GAM)
    assert queries.patient(one).homonym is None


@pytest.mark.django_db
def test_search_results_carry_the_flag():
    known(ipp("100")), known(ipp("200"))
    assert [row.homonym for row in queries.search("dupont marie")] == [Homonymy.SAME, Homonymy.SAME]


@pytest.mark.django_db
def test_patients_nobody_said_anything_of_are_like_nobody():
    one = known(ipp("100"), family=None, given=None)
    known(ipp("200"), family=None, given=None)
    assert queries.patient(one).homonym is None


@given(st.dates(date(1920, 1, 1), date(2026, 1, 1)), st.dates(date(1920, 1, 1), date(2026, 1, 1)))
def test_being_near_goes_both_ways(one, other):
    assert near_dates(one, other) == near_dates(other, one)
