"""Names are compared as they are heard in French."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.patients.rules import compact, fold, sound, words_of


@pytest.mark.parametrize(
    "names",
    [
        "DUPONT DUPOND DUPON",
        "LEFEVRE LEFEBVRE LEFAIVRE",
        "RENAULT RENAUD RENAUX RENO",
        "GAUTHIER GAUTIER GOTIER GAULTIER",
        "PHILIPPE FILIPE",
        "CHRISTOPHE CRISTOF",
        "MICHEL MICHELE MICHELLE",
        "SCHMITT SCHMIDT",
        "JACQUES JAQUES JACK",
        "CATHERINE KATHERINE CATERINE",
        "HADDAD HADAD",
        "MOREAU MORO",
        "VINCENT VINSENT",
        "LAURENT LORENT LAURANT",
        "HENRY HENRI",
    ],
)
def test_spellings_heard_alike_have_one_sound(names):
    assert len({sound(name) for name in names.split()}) == 1


@pytest.mark.parametrize("names", ["MARTIN MARTINE", "DUPONT DUPRE", "JEAN JEANNE", "BERNARD BERTRAND", "LEROUX LEROY"])
def test_names_heard_apart_have_their_own(names):
    assert len({sound(name) for name in names.split()}) == 2


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Jean-François", "JEAN FRANCOIS"),
        ("d'Été", "D ETE"),
        ("Bœuf", "BOEUF"),
        ("  Ste  Claire ", "SAINTE CLAIRE"),
        ("Łukasz", "LUKASZ"),
        ("12", ""),
    ],
)
def test_a_name_is_folded_to_plain_capitals(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DE LA FONTAINE", ("FONTAINE",)),
        ("MARTIN-DUPONT", ("MARTIN", "DUPONT")),
        ("D'ALMEIDA", ("ALMEIDA",)),
        ("DE", ()),
        ("DUPONT", ()),
    ],
)
def test_a_name_of_several_words_is_known_by_each_that_is_no_particle(name, words):
    assert words_of(name) == words


@given(st.text(max_size=80))
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_every_name_with_a_letter_has_a_sound(text):
    assert bool(sound(compact(text))) == bool(compact(text))
