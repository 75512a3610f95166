"""Printing ward censuses: every bed a line, every patient in one, and what everybody near the bed must know."""

import pytest

from permanence.care.beds import operations
from permanence.care.beds.tests.conftest import BED_1, BED_2, FEED, NURSE, at
from permanence.care.charts import operations as charts
from permanence.foundation.ids import new_id
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.press.tests.printing import printed

KIND = "beds.ward_census"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def test_it_lists_patients_free_and_closed_beds_with_totals(ward, admit):
    admit(BED_1, family="DURAND", reason="Chute")
    operations.close(bed=ward.bed_2, reason="fuite d'eau", by=NURSE, occurred_at=at(9))
    (page,) = printed((KIND, [ward.id]))
    for words in ("DURAND ANNE", "101 1", "Chute", "CLOSED: fuite d'eau", "allergies not sent", "Patients counted"):
        assert words in page.words.replace("\u2019", "'")
    assert "Present 1" in page.words
    assert "Closed beds 1" in page.words
    assert page.code.patient_key == ""


def test_a_free_bed_is_a_line_to_write_on(ward):
    (page,) = printed((KIND, [ward.id]))
    assert "Free beds 2" in page.words
    assert page.words.count("free") >= 2


def test_it_warns_of_allergies_and_precautions(ward, admit):
    patient = admit(BED_1)
    listed = charts.AllergyListFact(patient, (charts.AllergyFact("", "Iode"),), True, at(9), new_id())
    charts.receive_allergy_lists(facts=[listed], by=FEED)
    told = charts.PrecautionFact(patient, None, "ISO", "Isolement contact", True, at(9), new_id())
    charts.receive_precautions(facts=[told], by=FEED)
    (page,) = printed((KIND, [ward.id]))
    assert "ALLERGIES" in page.words
    assert "Isolement contact" in page.words
    assert "Iode" not in page.words


def test_homonyms_and_confidential_stays_are_marked(ward, admit):
    admit(BED_1, family="DURAND")
    admit(BED_2, family="DURAND", confidential=True)
    (page,) = printed((KIND, [ward.id]))
    assert page.words.count("HOMONYM") == 2
    assert page.words.count("confidential") == 1


def test_patients_without_a_bed_and_two_in_one_bed_are_all_there(ward, admit):
    for family, place in (("UN", BED_1), ("DEUX", BED_1), ("TROIS", PlaceFact("CARD"))):
        admit(place, family=family)
    (page,) = printed((KIND, [ward.id]))
    assert all(f"{family} ANNE" in page.words for family in ("UN", "DEUX", "TROIS"))
    assert "no bed" in page.words
    assert "Present 3" in page.words


def test_a_big_ward_runs_over_pages_that_know_how_many_they_are_and_no_line_is_torn(ward, admit):
    families = [f"NOM{number:02d}X" for number in range(45)]
    for number, family in enumerate(families):
        admit(PlaceFact("CARD", "200", str(number)), family=family, reason="motif de l'admission")
    pages = printed((KIND, [ward.id]))
    assert len(pages) >= 2
    assert [(page.code.page, page.code.pages) for page in pages] == [(n, len(pages)) for n in range(1, len(pages) + 1)]
    for family in families:
        (page,) = [page for page in pages if f"{family} ANNE" in page.words]
        assert "Room," in page.words


def test_it_is_in_french_where_the_box_is(ward):
    (page,) = printed((KIND, [ward.id]), language="fr")
    for words in ("Recensement du service", "Lits libres 2", "Patients comptés", "arrivée"):
        assert words in page.words
