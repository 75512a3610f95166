"""A person opens a patient's chart, and it is accounted for."""

import pytest
from django.db import connection
from django.urls import reverse

from permanence.care.charts.operations import AdministrationStatus
from permanence.care.charts.tests.conftest import (
    FEED,
    admit,
    allergies,
    at,
    code_status,
    contacts,
    device,
    document,
    dose,
    known,
    precaution,
    procedure,
    report,
    result,
    treatment,
)
from permanence.care.patients import operations as patients
from permanence.care.stays import operations as stays
from permanence.care.stays.operations import Action, MovementFact, MovementKind, VisitNumber
from permanence.foundation.actors import Role
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry


@pytest.fixture
def page(signed_in):
    browser = signed_in(Role.DOCTOR)

    def page(patient):
        return browser.get(reverse("charts:patient", args=[patient]), follow=True).content.decode()

    return page


def test_it_shows_who_where_and_what_would_harm(patient, stay, page):
    allergies(patient, "Pénicilline")
    treatment(patient, "Héparine", number="1", stay=stay)
    precaution(patient, "Isolement contact", stay=stay)
    report(patient, result("K", "6.9", "HH")._replace(note="Tube hémolysé"))
    document(patient, "D1"), document(patient, "D2", replaces="D1")
    shown = page(patient)
    for words in (
        "NOM800001",
        "Pénicilline",
        "Héparine",
        "Isolement contact",
        "6.9",
        "DANGER",
        "Tube hémolysé",
        "MARTIN ANNE",
        "101 1",
    ):
        assert words in shown, words
    assert "Compte rendu D2" in shown
    assert "Compte rendu D1" not in shown


def test_allergies_come_before_everything_else(patient, stay, page):
    allergies(patient, "Pénicilline")
    treatment(patient, "Héparine", number="1")
    shown = page(patient)
    assert shown.index("ALLERGIES") < shown.index("Héparine")


def test_it_shows_what_the_paper_shows(patient, stay, page):
    code_status(patient, "pas de réanimation", resuscitate=False, stated_by="MARTIN ANNE")
    code_status(patient, "réanimation complète", resuscitate=True, stated_by="BENALI KARIM")
    device(patient, "Stimulateur cardiaque"), procedure(patient, "Coronarographie")
    treatment(patient, "Héparine", number="1", stay=stay)
    dose(patient, "Héparine", 10, number="1", given_by="DUPONT LEA")
    dose(patient, "Héparine", 12, AdministrationStatus.NOT_DONE, number="1", reason="refus")
    contacts(patient, patients.ContactFact("DURAND JEANNE", "épouse", (patients.ContactRole.TRUSTED,), ("0639980001",)))
    shown = page(patient)
    for words in ("CONTRADICTORY STATEMENTS", "DO NOT RESUSCITATE", "TO BE RESUSCITATED", "Stimulateur cardiaque",
                  "Coronarographie", "DUPONT LEA", "NOT GIVEN", "refus", "Trusted person", "DURAND JEANNE",
                  "0639980001"):  # fmt: skip
        assert words in shown, words


def test_an_empty_section_says_whether_nothing_was_sent_or_nothing_holds(patient, stay, page):
    shown = page(patient)
    assert "this says neither yes nor no" in shown
    assert "Nobody was sent by the feed" in shown
    device(patient, "", code="no-known-devices"), contacts(patient)
    shown = page(patient)
    assert "None in place, by what was sent" in shown
    assert "Nobody to call, by what was sent" in shown


def test_not_said_is_not_none(patient, stay, page):
    assert "This does not mean none: ask" in page(patient)
    allergies(patient, "Aucune allergie connue")
    assert "No known allergy" in page(patient)


def test_a_full_chart_takes_no_more_round_trips_than_an_empty_one(patient, stay, signed_in, django_assert_num_queries):
    browser, address = signed_in(Role.DOCTOR), reverse("charts:patient", args=[patient])
    browser.get(address)
    # The reader and the reader's roles 3, the person 3, stays 1, care 1, appointments 1, the account of the read 5, the
    # crisis 1; on PostgreSQL writers of the ledger take turns by one more.
    trips = 16 if connection.vendor == "postgresql" else 15
    with django_assert_num_queries(trips):
        browser.get(address)
    for number in range(3):
        admit(patient, f"W{number}", hour=9 + number)
        treatment(patient, f"Héparine {number}", number=str(number)), dose(patient, "Héparine", 10, number=str(number))
        precaution(patient, f"{number} isolement"), device(patient, f"Sonde {number}"), procedure(patient, f"{number}")
        report(patient, result(f"K{number}", "6.9", "HH")), document(patient, f"D{number}")
        allergies(patient, f"Pénicilline {number}"), code_status(patient, f"{number}", hour=number + 9)
        contacts(patient, patients.ContactFact(f"DURAND {number}", "", (patients.ContactRole.TRUSTED,), ()))
    with django_assert_num_queries(trips):
        shown = browser.get(address).content.decode()
    assert "Sonde 2" in shown
    assert "DURAND 2" in shown


def test_every_opening_is_accounted_for(patient, stay, page):
    page(patient), page(patient)
    entries = LedgerEntry.objects.filter(kind="patients.read", subject=str(patient))
    assert [entry.actor for entry in entries] == ["person:nadia", "person:nadia"]


def test_the_whole_history_is_shown_and_what_was_taken_back_is_struck(patient, stay, page):
    for action in (Action.INSERT, Action.CANCEL):
        fact = MovementFact(
            patient, VisitNumber("CHX", "V1"), MovementKind.LEAVE, action, at(10), new_id(), cancels=MovementKind.LEAVE
        )
        stays.receive_movements(facts=[fact], by=FEED)
    assert "<s>Leave from the hospital</s>" in page(patient)


def test_two_open_stays_are_said_to_be_doubtful(patient, stay, page):
    assert "Several stays are open at once" not in page(patient)
    admit(patient, "V2", hour=9)
    assert "Several stays are open at once" in page(patient)


def test_a_merged_file_leads_to_the_patient_it_lives_on_in(patient, stay, page):
    other = known("800002")
    link = patients.LinkFact(
        patients.LinkKind.MERGE,
        (patients.IdentifierFact("CHX", "800001", "PI"),),
        (patients.IdentifierFact("CHX", "800002", "PI"),),
        at(10),
        new_id(),
    )
    patients.receive_links(facts=[link], by=FEED)
    assert "NOM800001" in page(other)


def test_a_patient_nobody_told_anything_of_has_a_page(db, page):
    shown = page(known("800009"))
    assert "No stay told of has this patient in the hospital now" in shown


@pytest.mark.parametrize("role", [Role.HR, Role.FINANCE, Role.IT, Role.AUDITOR])
def test_whoever_does_not_care_for_patients_may_not_look(patient, signed_in, role):
    refused = signed_in(role).get(reverse("charts:patient", args=[patient]))
    assert refused.status_code == 403
    assert LedgerEntry.objects.filter(kind="patients.read").count() == 0


def test_an_unknown_patient_is_not_found(db, signed_in):
    assert signed_in(Role.DOCTOR).get(reverse("charts:patient", args=[new_id()])).status_code == 404
