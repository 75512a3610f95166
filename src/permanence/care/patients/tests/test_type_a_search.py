"""What a clerk types is taken apart into dates, numbers and words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.patients.rules import typed

THAT_DAY = date(1971, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/1971",
        "12-3-1971",
        "12.03.1971",
        "12 03 1971",
        "12031971",
        "1971-03-12",
        "12 mars 1971",
        "12 MARS 1971 dup",
    ],
)
def test_a_birth_date_is_read_however_it_is_written(text):
    assert typed(text).dates == (THAT_DAY,)


@pytest.mark.parametrize("text", ["12/03/71", "120371", "12 mars 71"])
def test_two_figures_of_a_year_may_be_of_either_century(text):
    assert typed(text).dates == (THAT_DAY, date(2071, 3, 12))


@pytest.mark.parametrize("text", ["31/02/1971", "99/99/1999", "40051971"])
def test_a_day_that_never_was_is_no_date(text):
    assert typed(text).dates == ()


def test_figures_are_numbers_too():
    assert typed("12031971").numbers == ("12031971",)
    assert typed("IPP 00123456").numbers == ("00123456",)
    assert typed("IPP 00123456").words == ()


def test_an_ins_number_is_read_with_spaces_and_without_its_key():
    assert "271037511604240" in typed("2 71 03 75 116 042 40").numbers
    assert "271037511604240" in typed("2710375116042").numbers


def test_titles_are_not_names():
    assert typed("Mme Dupont née Martin").words == ("DUPONT", "MARTIN")


@pytest.mark.parametrize(
    "text", ["bébé de martin", "bb martin", "nouveau-né de MARTIN", "bébé d'martin", "fille de martin"]
)
def test_a_newborn_is_asked_for_by_the_mothers_name(text):
    assert (typed(text).newborn, typed(text).words) == (True, ("MARTIN",))


@given(st.text(max_size=250))
def test_nothing_typed_breaks_it(text):
    asked = typed(text)
    assert len(asked.words) <= 6
