"""Lists of wards, of paper files, of staff and of treatments, each into the room that keeps it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from permanence.care.archive import queries as archive
from permanence.care.charts import queries as charts
from permanence.care.patients import operations as patients
from permanence.care.patients import queries as known_patients
from permanence.exchange.feeds.models import Quarantine
from permanence.exchange.tables.tests.made_up import NOW, PERSON, as_csv, taken_in, written
from permanence.foundation.actors import Actor
from permanence.foundation.places import operations as places
from permanence.foundation.places import queries as known_places
from permanence.foundation.places.operations import PlaceFact
from permanence.people.directory import queries as directory

pytestmark = pytest.mark.django_db
WARDS = ("Ward", "Name", "Site", "Building", "Floor", "Room", "Bed")


def lists(tmp_path, headings, *rows, **options):
    return taken_in(written(tmp_path, as_csv(*rows, headings=headings), "list.csv"), feed="LIST", **options)


def test_wards_a_feed_had_only_coded_get_their_names_and_beds(tmp_path):
    fact = PlaceFact("CARD")
    ward = places.ensure_places(facts=[fact], by=Actor("feed", "GAM"), occurred_at=NOW)[fact].ward
    rows = [
        ("CARD", "Cardiologie A", "CHX", "Nord", "2", "", ""),
        ("CARD", "", "CHX", "", "", "101", "1"),
        ("URG", "Accueil des urgences", "", "", "", "", ""),
    ]
    assert lists(tmp_path, WARDS, *rows).applied == 3
    row = known_places.ward(ward)
    assert (row.name, row.site, row.building, row.floor, row.beds) == ("Cardiologie A", "CHX", "Nord", "2", 1)
    assert {found.name for found in known_places.wards()} == {"Cardiologie A", "Accueil des urgences"}
    assert lists(tmp_path, WARDS, *rows, at=NOW + timedelta(days=1)).unchanged == 3


def test_a_row_without_a_ward_code_waits(tmp_path):
    assert lists(tmp_path, WARDS, ("", "Nowhere", "", "", "", "", "")).quarantined == 1
    assert Quarantine.objects.get().detail == "Ward (missing)"


def test_paper_files_are_found_by_name_and_birth_date(tmp_path):
    headings = ("N° dossier", "Rayon", "Nom de naissance", "Prénom", "Né(e) le")
    row = lists(
        tmp_path, headings, ("0881204", "B12-4", "Lefèvre", "Zoé", "12/03/1971"), ("0881205", "B12-5", "", "", "")
    )
    assert (row.kind, row.applied, row.quarantined) == ("archive", 1, 1)
    (found,) = archive.search("lefevre 12/03/1971")
    assert (found.number, found.shelf) == ("0881204", "B12-4")
    assert known_patients.patient_count() == 0


def test_staff_stand_in_the_directory(tmp_path):
    headings = ("Matricule", "Nom", "Prénom", "Service", "Fonction", "Grade", "Tél pro", "Portable")
    row = lists(tmp_path, headings, ("0042", "Petit", "Anne", "SMUR", "Ambulancière", "AA2", "4512", "612345678"))
    assert row.kind == "staff"
    (found,) = directory.staff(text="petit")
    assert (found.matricule, found.unit, found.work_phone, found.private_phone) == (
        "0042",
        "SMUR",
        "4512",
        "0612345678",
    )


def test_current_treatments_stand_in_the_chart_of_the_patient_with_the_number(tmp_path):
    traits = patients.Traits(birth_family="MARTIN", birth_given="ZOE", birth_date=date(1971, 3, 12))
    number = patients.IdentifierFact("1.2.3", "70012", "PI")
    at = datetime(2026, 11, 20, tzinfo=UTC)
    (patient,) = patients.receive_identities(facts=[patients.IdentityFact((number,), traits, at, uuid4())], by=PERSON)
    headings = (
        "IPP",
        "Nom",
        "Médicament",
        "Dose",
        "Voie",
        "Fréquence",
        "Début",
        "Fin",
        "Dernière administration",
        "Statut",
    )
    rows = [
        (
            "70012",
            "MARTIN",
            "Apixaban",
            "5 mg",
            "orale",
            "matin et soir",
            "20/11/2026",
            "",
            "25/11/2026 08:00",
            "En cours",
        ),
        ("70012", "MARTIN", "Amoxicilline", "1 g", "orale", "3/j", "10/11/2026", "", "", "Arrêté"),
        ("99999", "", "Paracétamol", "1 g", "", "", "21/11/2026", "20/11/2026", "", ""),
    ]
    row = lists(tmp_path, headings, *rows)
    assert (row.kind, row.applied, row.quarantined) == ("treatments", 2, 1)
    assert Quarantine.objects.get().detail == "Fin (ends-before-it-starts)"
    labels = [line.label for line in charts.patient_chart(patient).treatments]
    assert labels == ["Apixaban"]
