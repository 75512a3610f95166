"""A name typed with faults leads to the names somebody bears, whatever the fault, and new names are found at once."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permanence.care.patients import queries
from permanence.care.patients.models import NameClue
from permanence.care.patients.rules import Half, clues_of, clues_to, compact
from permanence.care.patients.rules.resemblance import part
from permanence.care.patients.tests.made_up import GAM, ipp, known, receive, said, traits


def first(text):
    return next((row.birth_family for row in queries.search(text)), None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("DURAND", "urand marie"),
        ("DURAND", "drand marie"),
        ("DURAND", "durnad marie"),
        ("DURAND", "duramd marie"),
        ("DURAND", "duurqnd marie"),
        ("DURAND", "durand mzrei"),
        ("LE GOFF", "le gof marie"),
        ("DE SOUSA", "sousa marie"),
        ("D'ALMEIDA", "dalmeda marie"),
        ("MARTIN-LUTHER", "martin luter marie"),
        ("MARTIN-LUTHER", "luther marie"),
    ],
)
def test_faults_lead_to_the_name(family, text):
    known(ipp("1"), family=family)
    known(ipp("2"), family="ZIEGLER", given="OTTO")
    assert first(text) == family


@pytest.mark.django_db
def test_a_given_name_with_two_words_and_a_fault_is_found():
    known(ipp("1"), given="MARIE-CLAUDE")
    assert first("arie-claude dupont") == first("marie-clude dupont") == "DUPONT"


@pytest.mark.django_db
def test_a_family_name_beyond_recognition_is_found_beside_a_rare_given_name():
    known(ipp("1"), family="GRAMOVILLE", given="ZENAIDE")
    assert first("gqamvoillr zenaide") == "GRAMOVILLE"


@pytest.mark.django_db
def test_a_corrected_birth_date_finds_and_the_old_one_no_longer():
    known(ipp("1"))
    receive(facts=[said(ipp("1"), hours=1, who=traits(birth_date=date(1950, 1, 1)))], by=GAM)
    assert first("01/01/1950 dupont") == "DUPONT"
    assert first("12/03/1971") is None


@pytest.mark.django_db
def test_a_name_borne_before_gets_no_new_clues():
    known(ipp("1"))
    clues = NameClue.objects.count()
    known(ipp("2"))
    assert NameClue.objects.count() == clues


@pytest.mark.django_db
def test_a_name_known_in_one_word_is_found_by_its_words_once_somebody_bears_them():
    known(ipp("1"), family="LEGOFF"), known(ipp("2"), family="LE GOFF", given="PAUL")
    assert {row.ipp for row in queries.search("goff paul")} == {"2"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "names", [("LE GOFF", "GOFF"), ("GOFF", "LE GOFF"), ("LEGOFF", "LE GOFF"), ("LE GOFF", "LEGOFF")]
)
def test_names_that_share_words_are_each_found_with_a_fault(names):
    for number, family in enumerate(names, start=1):
        known(ipp(str(number)), family=family)
    for family in names:
        found = {row.birth_family for row in queries.search(f"{family.lower().replace('go', 'og')} marie")}
        assert family in found


@pytest.mark.django_db
def test_a_day_on_which_too_many_were_born_is_searched_by_name():
    names = [f"{one}{two}X" for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for two in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    crowd = [said(ipp(str(n)), who=traits(family=name, given="X")) for n, name in enumerate(names, start=1)]
    receive(facts=crowd, by=GAM)
    her = known(ipp("9999"))
    assert queries.search("dupond marie 12/03/1971")[0].id == her


# A busy machine is no fault of what is tested.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(st.text(alphabet="ABCDEFILMNOPRSTUVZ", min_size=4, max_size=12), st.data())
def test_one_letter_left_out_doubled_or_swapped_at_the_front_shares_a_clue(name, data):
    at = data.draw(st.integers(0, 2))
    faulty = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + name[at] + name[at:],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    clues = {clue for clue, _ in clues_to(Half.FAMILY, name)}
    assert clues & clues_of(Half.FAMILY, part((faulty,)), wide=True)


@UNHURRIED
@given(st.text(max_size=40))
def test_clues_lead_to_the_name_in_one_word(name):
    assert {key for _, key in clues_to(Half.GIVEN, name)} <= {compact(name)}
