"""A clerk finds a patient by whatever is known: birth date, letters, numbers, with faults."""

from datetime import date

import pytest

from permanence.care.patients import queries
from permanence.care.patients.operations import LinkKind
from permanence.care.patients.tests.made_up import GAM, LABORATORY, heard, ins, ipp, known, receive, said, traits

pytestmark = pytest.mark.django_db
NUMBER = "271037511604240"


@pytest.fixture
def marie():
    """Marie Dupont among others, some born the same day, some with a name alike."""
    patient = known(ipp("100"), ins(NUMBER))
    known(ipp("201"), family="MARTIN", given="PAUL")
    known(ipp("202"), family="DURAND", given="LUC", birth_date=date(1950, 1, 1))
    known(ipp("203"), family="DUPUIS", given="MARTHE", birth_date=date(1950, 1, 1))
    return patient


def found(text, **options):
    return [row.id for row in queries.search(text, **options)]


@pytest.mark.parametrize(
    "text",
    [
        "dupont 12/03/1971",
        "12031971 dup",
        "12/03/71 dupo mar",
        "12 mars 1971 dupond",
        "1971-03-12 marie",
        "dupont marie",
        "DUPOND Marie",
        "marie dupont",
        "dupnot marie",
        "dupont mare",
        "Dûpont Màrie",
        "dup mar",
        "100",
        NUMBER,
        "2 71 03 75 116 042 40",
        "2710375116042",
        "12031972 dupont marie",
        "onp marie 12/03/1971",
        "mme dupont",
    ],
)
def test_it_finds_her_first(marie, text):
    assert found(text)[0] == marie


def test_a_birth_date_alone_finds_whoever_was_born_that_day(marie):
    assert {row.birth_family for row in queries.search("12/03/1971")} == {"DUPONT", "MARTIN"}


def test_the_birth_date_may_be_given_apart(marie):
    assert found("dup", birth_date=date(1971, 3, 12)) == [marie]


@pytest.mark.parametrize("text", ["", "   ", "zzzzzz qqqqq", "999999", "31/02/1971", "01/01/1901"])
def test_it_finds_nobody_when_nobody_answers(marie, text):
    assert found(text) == []


def test_it_gives_no_more_than_asked_for():
    receive(facts=[said(ipp(str(number))) for number in range(1, 31)], by=GAM)
    assert len(found("dupont marie", limit=20)) == 20


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("DE LA FONTAINE", "fontaine jean"),
        ("DE LA FONTAINE", "delafontaine jean"),
        ("DE LA FONTAINE", "la fontaine jean"),
        ("LA FONTAINE", "de la fontaine jean"),
        ("D'ALMEIDA", "d almeida jean"),
        ("D'ALMEIDA", "almeida jean"),
        ("EL AMRANI", "elamrani jean"),
        ("EL AMRANI", "amrani jean"),
        ("LE GOFF", "legoff jean"),
        ("LEGOFF", "le goff jean"),
        ("MARTIN-DUPONT", "martin dupont jean"),
        ("MARTIN-DUPONT", "dupont jean"),
        ("SAINT-PIERRE", "st pierre jean"),
        ("LEFÈVRE", "lefebvre jean"),
        ("BŒUF", "boeuf jean"),
        ("ŞAHİN", "sahin jean"),
    ],
)
def test_particles_hyphens_and_accents_do_not_matter(family, text):
    patient = known(ipp("100"), family=family, given="JEAN")
    assert found(text) == [patient]


def test_a_compound_given_name_is_found_by_its_first_half():
    patient = known(ipp("100"), given="JEAN-PIERRE")
    assert found("dupont jean") == found("dupont jean pierre") == [patient]


def test_a_used_name_and_a_birth_name_both_find(marie):
    patient = known(ipp("300"), family="LEROUX", given="ANNE", used_family="BLANC")
    assert found("leroux anne") == found("blanc anne") == [patient]


def test_a_newborn_is_found_by_the_mothers_name_the_latest_born_first():
    older = known(ipp("1"), family="MARTIN", given="BEBE", birth_date=date(2026, 11, 1))
    newer = known(ipp("2"), family="PETIT", given="BEBE", mother_birth_family="MARTIN", birth_date=date(2026, 11, 20))
    known(ipp("3"), family="MARTIN", given="ROBERT", birth_date=date(1950, 1, 1))
    assert found("bébé de martin")[:2] == [newer, older]
    assert found("nouveau-né martin")[:2] == [newer, older]


def test_a_mothers_name_finds_nobody_when_no_newborn_is_asked_for():
    known(ipp("2"), family="PETIT", given="LEO", mother_birth_family="MARTIN")
    assert found("martin leo") == []


def test_the_number_of_an_absorbed_file_finds_the_survivor():
    kept = known(ipp("100"))
    known(ipp("200"), ipp("L9", LABORATORY), family="DUPOND")
    heard(LinkKind.MERGE, "100", "200")
    assert found("200") == found("l9") == [kept]
    assert found("dupond marie 12031971") == [kept]


def test_a_patient_is_listed_once():
    patient = known(ipp("100"), used_family="DUPOND")
    receive(facts=[said(ipp("100"), hours=1, who=traits(used_family="DUPON"))], by=GAM)
    assert found("dupont marie") == [patient]


def test_figures_that_are_a_date_to_the_clerk_do_not_put_their_namesake_number_first(marie):
    numbered = known(ipp("12031971"), family="ZIEGLER", given="OTTO", birth_date=date(1950, 1, 1))
    assert found("12031971 dup") == [marie, numbered]
    assert found("12031971")[0] == numbered
    assert found("12031971 ziegler") == [numbered]


def test_a_name_in_another_script_is_found_as_written():
    patient = known(ipp("100"), family="ИВАНОВ", given="ИВАН")
    assert found("иванов иван") == [patient]
