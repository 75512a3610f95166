"""When what was typed fits several patients as well, one more trait is asked, and telling it parts them."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permanence.care.patients import cli, queries
from permanence.care.patients.operations import Sex
from permanence.care.patients.queries import Trait, Why
from permanence.care.patients.rules import Lookalike, commune_of, told_too, typed, worth_asking
from permanence.care.patients.tests.made_up import ipp, known
from permanence.foundation.actors import Role
from permanence.foundation.ledger.models import LedgerEntry

SEARCH = "/patients/"


@pytest.fixture
def martins(db):
    """Three women of one name: two of one commune, all born in other years."""
    return [
        known(ipp("1"), family="MARTIN", birth_date=date(1950, 5, 1), address="1 rue du Port 91000 Évry"),
        known(ipp("2"), family="MARTIN", birth_date=date(1961, 5, 1), address="2 rue du Port 91000 EVRY CEDEX"),
        known(ipp("3"), family="MARTIN", birth_date=date(1983, 7, 9), address="3 rue du Bac 77000 Melun"),
    ]


def found(text):
    return queries.find(text)


def test_the_birth_date_is_asked_of_those_whom_it_parts_best(martins):
    assert (found("martin marie").alike, found("martin marie").ask[0]) == (3, Trait.BIRTH_DATE)


@pytest.mark.parametrize(
    ("told", "which"),
    [("01/05/1961", 1), ("1983", 2), ("à Melun", 2), ("à melum", 2)],
)
def test_a_trait_told_leaves_one_and_asks_nothing_more(martins, told, which):
    answers = found(f"martin marie {told}")
    assert (answers.answers[0].patient.id, answers.alike, answers.ask) == (martins[which], 1, ())


def test_a_commune_that_two_share_leaves_two_and_asks_for_something_else(martins):
    answers = found("martin marie à évry")
    assert answers.alike == 2
    assert Trait.COMMUNE not in answers.ask


def test_a_sex_told_puts_the_other_sex_behind(db):
    her, him = known(ipp("1"), given="CAMILLE"), known(ipp("2"), given="CAMILLE", sex=Sex.MALE)
    assert found("dupont camille").ask == (Trait.SEX,)
    assert found("dupont camille homme").answers[0].patient.id == him
    assert found("mme dupont camille").answers[0].patient.id == her


def test_twins_are_asked_for_by_their_given_name(db):
    known(ipp("1"), given="LEA"), known(ipp("2"), given="LUCIE")
    assert found("dupont 12/03/1971").ask == (Trait.GIVEN,)


def test_nothing_is_asked_of_those_whom_nothing_parts(db):
    known(ipp("1")), known(ipp("2"))
    answers = found("dupont marie 12/03/1971")
    assert (answers.alike, answers.ask) == (2, ())


def test_nothing_is_asked_when_one_answers_best(martins):
    known(ipp("9"), family="MARTEN")
    assert found("marten marie").ask == ()


def test_every_answer_says_by_what_it_was_found(martins):
    (first, *_) = found("martin marie 1983 à melun").answers
    assert first.why == (Why.NAME, Why.BIRTH_YEAR, Why.COMMUNE)
    assert found("martn marie 01/05/1951").answers[0].why == (Why.NAME_ALIKE, Why.BIRTH_DATE_NEAR)
    assert found("3").answers[0].why == (Why.NUMBER,)


def test_the_screen_asks_and_the_answer_is_enough(signed_in, martins):
    browser = signed_in("alice", Role.ADMISSIONS)
    page = browser.post(SEARCH, {"text": "martin marie"}).content.decode()
    assert "3 patients answer this equally well" in page
    assert page.count("autofocus") == 1
    assert 'id="more"' in page
    page = browser.post(SEARCH, {"text": "martin marie", "trait": "birth_date", "more": "9/7/1983"}).content.decode()
    assert 'value="martin marie 9/7/1983"' in page
    assert 'id="more"' not in page
    assert "09/07/1983" in page
    assert "01/05/1950" not in page


def test_the_command_asks_whoever_typed_at_its_question(martins):
    shown = CliRunner().invoke(cli.patients, ["search"], input="martin marie\n1961\n").output
    assert "3 patients answer this equally well. ONE MORE THING: BIRTH DATE" in shown
    assert LedgerEntry.objects.filter(kind="patients.read").count() == 2


def test_the_command_tells_programs_what_would_part_them(martins):
    report = json.loads(CliRunner().invoke(cli.patients, ["search", "martin marie", "--json"]).output)
    assert (report["count"], report["alike"], report["ask"][0]) == (3, 3, "birth_date")
    assert [(one["score"], one["why"]) for one in report["patients"]] == [(1.0, ["name"])] * 3


@pytest.mark.parametrize(
    ("trait", "value", "text"),
    [
        (Trait.COMMUNE, " Évry ", "martin à Évry"),
        (Trait.COMMUNE, "à Évry", "martin à Évry"),
        (Trait.SEX, "f", "martin femme"),
        (Trait.SEX, "male", "martin homme"),
        (Trait.BIRTH_YEAR, "1971", "martin 1971"),
    ],
)
def test_a_trait_told_is_typed_as_a_clerk_would(trait, value, text):
    assert told_too("martin", trait, value) == text
    assert trait in typed(text).traits


@pytest.mark.parametrize(
    ("address", "commune"),
    [("1 rue du Port 91000 Évry", "EVRY"), ("91025 EVRY CEDEX", "EVRY"), ("1 rue du Port", ""), ("", "")],
)
def test_the_commune_of_an_address_follows_the_postcode(address, commune):
    assert commune_of(address) == commune


people = st.builds(
    Lookalike,
    st.sampled_from(["MARTIN", "DUPONT"]),
    st.sampled_from(["LEA", "LUC", ""]),
    st.none() | st.sampled_from([date(1971, 3, 12), date(1971, 3, 13), date(1950, 1, 1)]),
    st.none() | st.sampled_from(list(Sex)),
    st.sampled_from(["", "91000 Évry", "77000 Melun"]),
)


# A busy machine is no fault of what is tested.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(st.lists(people, min_size=2, max_size=8), st.sets(st.sampled_from(list(Trait))))
def test_what_is_asked_was_not_told_and_is_asked_once(several, told):
    asked = worth_asking(several, told)
    assert not told & set(asked)
    assert len(set(asked)) == len(asked)


@UNHURRIED
@given(people, st.integers(2, 5))
def test_nobody_is_asked_what_all_share(one, count):
    assert worth_asking([one] * count, ()) == ()
