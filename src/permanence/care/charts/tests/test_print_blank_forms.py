"""Printing the first blank forms: one page each, numbered, with the patient's head and what would harm."""

import pytest

from permanence.care.charts.tests.conftest import admit, allergies, known
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.press import queries as press
from permanence.paper.press.tests.printing import printed
from permanence.paper.sheets import queries as sheets

KINDS = ("charts.observations", "charts.prescription", "charts.notes")
LONG = "DE LA ROCHEFOUCAULD-MONTMORENCY DE SAINT-EXUPERY-BEAUHARNAIS"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_is_one_numbered_page_about_the_patient(patient, stay, kind, language):
    (page,) = printed((kind, [stay]), language=language)
    assert (page.code.kind, page.code.patient_key) == (kind, sheets.patient_key(patient))
    assert "NOM800001 ANNE" in page.words
    assert "IPP 800001" in page.words


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_one_page_even_for_the_longest_name(db, kind):
    stay = admit(
        known("800009", birth_family=LONG, birth_given="MARIE-ANTOINETTE JOSEPHINE", used_family="LEFEBVRE"), "V9"
    )
    (page,) = printed((kind, [stay]))
    assert "BEAUHARNAIS" in page.words.replace("\r", "").replace("\n", "")


@pytest.mark.parametrize("kind", KINDS)
def test_allergies_stand_at_the_head_of_each(patient, stay, kind):
    assert "Allergies: not sent, ask" in printed((kind, [stay]))[0].words
    allergies(patient, "Pénicilline", "Iode")
    said = printed((kind, [stay]))[0].words
    assert "ALLERGIES: " in said
    assert "Pénicilline" in said
    assert "Iode" in said


def test_none_known_is_told_apart(patient, stay):
    allergies(patient, "Aucune allergie connue")
    assert "No known allergy" in printed((KINDS[1], [stay]))[0].words


def test_they_are_piled_by_room_and_a_ward_has_those_there_now(db):
    stays = [
        admit(known(f"80001{n}"), f"V{n}", place=PlaceFact("CARD", room, "P")) for n, room in enumerate(("110", "9"))
    ]
    pages = printed((KINDS[0], stays))
    assert [page.words.split("room ")[1].split()[0] for page in pages] == ["9", "110"]
    assert all(press.printables()[kind].subjects_of_ward is not None for kind in KINDS)
