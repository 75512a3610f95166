"""Printing emergency summaries: what was told is on the page; what was not is said not to have been told."""

import pytest

from permanence.care.charts.operations import AdministrationStatus, ProcedureStatus
from permanence.care.charts.tests.conftest import (
    admit,
    allergies,
    at,
    code_status,
    condition,
    contacts,
    device,
    dose,
    known,
    precaution,
    procedure,
    report,
    result,
    treatment,
)
from permanence.care.patients.operations import ContactFact, ContactRole
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.press.tests.printing import printed
from permanence.paper.sheets import queries as sheets

KIND = "charts.emergency_summary"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def test_the_page_says_who_where_and_what_would_harm(patient, stay):
    allergies(patient, "Pénicilline")
    treatment(patient, "Héparine", number="1", stay=stay)
    precaution(patient, "Isolement contact", stay=stay)
    condition(patient, "Infarctus", stay=stay)
    report(patient, result("K", "6.9", "HH")._replace(note="Tube hémolysé"), result("NA", "131", "L"), hour=20)
    (page,) = printed((KIND, [stay]))
    for words in ("NOM800001 ANNE", "IPP 800001", "room 101 bed 1", "MARTIN ANNE", "Douleur thoracique", "Pénicilline",
                  "Héparine", "Isolement contact", "Infarctus", "6.9", "↑↑ HH", "Tube hémolysé", "↓ L",
                  "12 min old"):  # fmt: skip
        assert words in page.words
    assert (page.code.kind, page.code.patient_key) == (KIND, sheets.patient_key(patient))
    row = sheets.sheet(page.code.number)
    assert (row.patient, row.stay) == (patient, stay)


def test_a_patient_nobody_told_anything_of_has_a_page_that_says_so(patient, stay):
    (page,) = printed((KIND, [stay]))
    assert "NOT SENT BY THE FEED: this does not mean none" in page.words
    assert "No treatment was sent by the feed" in page.words
    assert "NONE KNOWN" not in page.words


def test_what_is_in_the_body_what_was_decided_and_whom_to_call_are_on_the_page(patient, stay):
    code_status(patient, "pas de réanimation", resuscitate=False, stated_by="MARTIN ANNE", stated_at=at(5))
    device(patient, "Stimulateur cardiaque", body_site="thorax gauche", starts_at=at(1))
    procedure(patient, "Coronarographie", ProcedureStatus.PREPARATION, performed_at=at(60))
    treatment(patient, "Héparine", number="1", stay=stay)
    dose(patient, "Héparine", 10, number="1", stay=stay, given_by="DUPONT LEA", dose="2 g")
    dose(patient, "Héparine", 12, AdministrationStatus.NOT_DONE, number="1", stay=stay, reason="refus")
    wife = ContactFact("DURAND JEANNE", "épouse", (ContactRole.TRUSTED,), ("06 39 98 00 01",), confidential=True)
    contacts(patient, wife)
    (page,) = printed((KIND, [stay]))
    for words in ("DO NOT RESUSCITATE", "pas de réanimation", "stated by MARTIN ANNE", "Stimulateur cardiaque",
                  "thorax gauche", "Coronarographie", "planned", "2 g, DUPONT LEA", "NOT GIVEN", "refus",
                  "Trusted person", "DURAND JEANNE", "06 39 98 00 01", "CONFIDENTIAL: ask"):  # fmt: skip
        assert words in page.words, words
    assert "CONTRADICTORY" not in page.words


def test_what_saves_lives_comes_first(patient, stay):
    allergies(patient, "Pénicilline")
    code_status(patient, "pas de réanimation"), device(patient, "Drain"), precaution(patient, "Isolement")
    treatment(patient, "Héparine", number="1"), procedure(patient, "Fibroscopie"), condition(patient, "Infarctus")
    report(patient, result("K", "6.9", "HH"))
    (page,) = printed((KIND, [stay]))
    order = ("Pénicilline", "pas de réanimation", "Isolement", "Héparine", "Infarctus", "6.9", "WHOM TO CALL")
    places = [page.words.index(words) for words in order]
    assert places == sorted(places)


def test_contradictory_decisions_are_both_printed_and_said_to_be_so(patient, stay):
    code_status(patient, "pas de réanimation", resuscitate=False, stated_by="MARTIN ANNE")
    code_status(patient, "réanimation complète", resuscitate=True, stated_by="BENALI KARIM")
    (page,) = printed((KIND, [stay]))
    for words in ("CONTRADICTORY STATEMENTS", "DO NOT RESUSCITATE", "TO BE RESUSCITATED"):
        assert words in page.words


def test_an_empty_section_says_whether_nothing_was_sent_or_nothing_holds(patient, stay):
    (page,) = printed((KIND, [stay]))
    assert "this says neither yes nor no" in page.words
    assert "Nobody was sent by the feed" in page.words
    device(patient, "", code="no-known-devices"), procedure(patient, "", code="no-known-procedures")
    treatment(patient, "Héparine", number="1"), treatment(patient, "Héparine", "DC", number="1", hour=10)
    contacts(patient)
    (page,) = printed((KIND, [stay]))
    for words in ("None in place, by what was sent", "None, by what was sent", "None runs", "Nobody to call"):
        assert words in page.words, words


def test_no_known_allergy_is_told_apart_from_nothing_said(patient, stay):
    allergies(patient, "Aucune allergie connue")
    (page,) = printed((KIND, [stay]))
    assert "NONE KNOWN" in page.words
    assert "NOT SENT BY THE FEED: this does not mean none" not in page.words


def test_it_is_in_french_where_the_box_is(patient, stay):
    (page,) = printed((KIND, [stay]), language="fr")
    for words in ("Résumé d'urgence", "NON TRANSMISES PAR LE FLUX", "Feuille", "il y a 12 min", "sexe féminin"):
        assert words in page.words.replace("\u2019", "'")


def test_nothing_is_cut_however_much_there_is(patient, stay):
    labels = [f"Allergène {number:02d}" for number in range(60)]
    allergies(patient, *labels)
    codes = [f"CODE{number:03d}" for number in range(200)]
    report(patient, *(result(code, "1.0", "H") for code in codes), hour=20)
    devices = [f"Cathéter {number:02d}" for number in range(60)]
    people = [ContactFact(f"PROCHE {number:02d}", "", (), (f"06399800{number:02d}",)) for number in range(40)]
    for label in devices:
        device(patient, label)
    contacts(patient, *people)
    labels += [*devices, *(one.name for one in people), *(one.telephones[0] for one in people)]
    pages = printed((KIND, [stay]))
    assert len(pages) > 1
    assert [(page.code.page, page.code.pages) for page in pages] == [(n, len(pages)) for n in range(1, len(pages) + 1)]
    words = " ".join(page.words for page in pages)
    assert [label for label in (*labels, *codes) if label not in words] == []
    assert all("NOM800001 ANNE" in page.words for page in pages)


def test_monstrous_and_foreign_names_are_printed_whole(db):
    monster = "Wolfeschlegelsteinhausenbergerdorff" * 12
    names = {"800002": monster, "800003": "ÇELİK-ÅSTRÖM", "800004": "Иванов", "800005": "محمد", "800006": "王小明"}
    stays = [
        admit(known(ipp, birth_family=name), f"V{ipp}", place=PlaceFact("CARD", "102", ipp))
        for ipp, name in names.items()
    ]
    pages = {page.words.split("IPP ")[1][:6]: page.words for page in printed((KIND, stays))}
    assert "ÇELİK-ÅSTRÖM" in pages["800003"]
    assert "Иванов" in pages["800004"]
    whole = pages["800002"].replace("\r", "").replace("\n", "").replace("\u200b", "").replace("\ufffe", "")
    assert monster in whole
    assert ["Empty boxes" in pages[ipp] for ipp in names] == [False, False, False, False, True]


def test_a_ward_is_piled_in_the_order_of_its_rooms(db):
    stays = [
        admit(known(f"80001{n}"), f"V{n}", place=PlaceFact("CARD", room, "P"))
        for n, room in enumerate(("110", "9", "21"))
    ]
    pages = printed((KIND, stays))
    assert [page.words.split("room ")[1].split()[0] for page in pages] == ["9", "21", "110"]
