"""Printing the list by name: everybody can be found, and nothing gives away who asked for secrecy."""

from uuid import UUID

import pytest

from permanence.care.stays.tests.hospital import CARDIOLOGY, NEPHROLOGY, admit
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.press.tests.printing import printed

HOSPITAL = UUID(int=0)
KIND = "stays.whereabouts"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch, db):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def words(language: str = "en") -> str:
    return " ".join(" ".join(page.words for page in printed((KIND, [HOSPITAL]), language=language)).split())


def test_everybody_is_found_by_name_with_ward_and_bed():
    admit("801", CARDIOLOGY, birth_family="ÉLIE", birth_given="MARC")
    admit("802", NEPHROLOGY, birth_family="EBOUÉ")
    said = words()
    assert "EBOUÉ ANNE born 12/03/1971 NEPH room 7 bed P" in said
    assert said.index("EBOUÉ") < said.index("ÉLIE MARC")


def test_a_used_name_is_a_line_of_its_own():
    admit("801", birth_family="DURAND", used_family="MARTIN")
    said = words()
    assert "DURAND ANNE (used name MARTIN)" in said
    assert "MARTIN ANNE (born DURAND)" in said


def test_a_confidential_patient_is_nowhere_and_leaves_no_gap():
    admit("801", birth_family="DURAND", place=PlaceFact("CARD", "101", "1"))
    alone = words()
    secret = {"birth_family": "DURAND", "birth_given": "SOLANGE", "used_family": "VERDIER"}
    admit("802", place=PlaceFact("CARD", "101", "2"), confidential=True, **secret)
    kept = words()
    assert list_in(kept) == list_in(alone)
    assert "DURAND ANNE" in list_in(kept)
    assert not {"SOLANGE", "VERDIER", "HOMONYM"} & set(kept.split())


def list_in(said: str) -> str:
    """Everything but the hour, the age and the numbers of the page."""
    return said.partition("1. Say")[2].partition("Sheet")[0]


def test_the_desk_is_told_what_to_answer():
    said = words()
    assert "never “this person is not here”" in said
    assert "Nobody is known to be in the hospital." in said


def test_a_big_hospital_runs_over_pages_and_nobody_is_left_out():
    families = [f"NOM{number:03d}" for number in range(120)]
    for number, family in enumerate(families):
        admit(f"9{number:03d}", PlaceFact("CARD", "2", str(number)), birth_family=family)
    pages = printed((KIND, [HOSPITAL]))
    assert len(pages) > 1
    said = " ".join(page.words for page in pages)
    assert [family for family in families if f"{family} ANNE" not in said] == []
    assert all("Room, bed" in page.words for page in pages)


def test_it_is_in_french_where_the_box_is():
    admit("801", birth_family="DURAND", used_family="MARTIN")
    said = words("fr")
    assert "Où est" in said
    assert "(nom utilisé MARTIN)" in said
