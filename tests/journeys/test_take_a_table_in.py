"""A secretary gives appointments as a spreadsheet, mends what was rejected, and paper files and staff are found."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

DAY = date.today() + timedelta(days=1)  # noqa: DTZ011 (the day of whoever types the list)
HEADINGS = "N° RDV;IPP;Nom de naissance;Prénom;Né(e) le;Téléphone;Date;Heure;Médecin;Service;Motif\n"
ROWS = (
    "5001;;MOREL;Lucie;12/03/1971;0612345678;{day};09:30;Dr Petit;Cardiologie;Contrôle du pacemaker\n"
    "5002;;BERNARD;Paul;31/02/1960;0687654321;{day};10:15;Dr Petit;Cardiologie;Épreuve d'effort\n"
    "5003;;FABRE;Nadia;04/07/1988;;{day};;Dr Petit;Cardiologie;Échographie\n"
)
ARCHIVE = (
    "N° dossier;Rayon;Nom de naissance;Prénom;Né(e) le\n"
    "0881204;B12-4;MOREL;Lucie;12/03/1971\n0881977;C03-1;MOREL;Lucie;12/03/1971\n0990001;A01-1;FABRE;Nadia;04/07/1988\n"
)
NO_DATE = "n\N{RIGHT SINGLE QUOTATION MARK}est pas une date"
STAFF = "Matricule;Nom;Prénom;Service;Fonction;Tél pro;Portable\n0042;Lambert;Inès;SMUR;Ambulancière;4512;0611223344\n"


@pytest.fixture(scope="module")
def box(hospital):
    """The box of all journeys, with its archive and its staff taken in at the console."""
    for name, content in (("archives.csv", ARCHIVE), ("personnel.csv", STAFF)):
        file = hospital.home / name
        file.write_text(content, encoding="cp1252")
        hospital.type("tables", "import", str(file), "--json")
    return hospital


def test_a_secretary_sees_how_a_list_is_read_before_it_is_taken_in(arrive, box, tmp_path):
    file = tmp_path / "rdv-cardio.csv"
    file.write_text(HEADINGS + ROWS.format(day=f"{DAY:%d/%m/%Y}"), encoding="cp1252")
    secretary = arrive()
    secretary.enter("odile", "/tables/")
    secretary.picture("tables")
    secretary.page.get_by_label("Fichier", exact=True).set_input_files(file)
    secretary.page.get_by_role("button", name="Regarder le fichier").press("Enter")
    secretary.reads("Lignes entièrement comprises : 1 sur 3.")
    secretary.reads(NO_DATE)
    secretary.picture("table-as-it-would-be-read")
    secretary.page.get_by_role("button", name="Intégrer").press("Enter")
    expect(secretary.page.locator("#import")).to_contain_text("Intégré, avec des rejets", timeout=30_000)
    secretary.picture("table-taken-in")
    with secretary.page.expect_download() as fetched:
        secretary.presses("Télécharger les rejets")
    rejects = fetched.value.path().read_text("utf-8-sig")
    assert NO_DATE in rejects
    mended = tmp_path / "mended.csv"
    mended.write_text(rejects.replace("31/02/1960", "28/02/1960").replace(";;Dr Petit", ";11h;Dr Petit"), "utf-8")
    secretary.go("/tables/")
    secretary.page.get_by_label("Fichier", exact=True).set_input_files(mended)
    secretary.page.get_by_role("button", name="Regarder le fichier").press("Enter")
    secretary.reads("Lignes corrigées : 2 ; encore refusées : 0 ; déjà réglées : 0.")


def test_a_secretary_says_which_column_is_which(arrive, box, tmp_path):
    file = tmp_path / "mystery.csv"
    file.write_text(f"A;B;C;D\nGARNIER;{DAY:%d/%m/%Y};8h;0612345678\n", encoding="utf-8")
    secretary = arrive(locale="en-GB", color_scheme="light")
    secretary.enter("odile", "/tables/")
    secretary.page.get_by_label("What it lists").select_option(label="Appointments")
    secretary.page.get_by_label("File", exact=True).set_input_files(file)
    secretary.presses("Look at the file")
    secretary.reads("Say which column is:")
    for column, field in (("A", "Name at birth"), ("B", "Date"), ("C", "Hour"), ("D", "Phone")):
        secretary.page.get_by_label(column, exact=True).select_option(label=field)
    secretary.presses("Read it so")
    secretary.reads("Rows understood whole: 1 of 1.")
    secretary.reads("Nothing to mend")
    secretary.picture("table-mapped-by-a-person")
    secretary.presses("Forget this file")
    secretary.reads("The file is forgotten; nothing of it was taken in.")


def test_a_clerk_finds_the_shelf_of_a_paper_file(arrive, box):
    clerk = arrive()
    clerk.enter("anna", "/archive/")
    clerk.page.keyboard.type("morel 12031971")
    clerk.page.keyboard.press("Enter")
    clerk.reads("B12-4")
    clerk.reads("HOMONYME")
    clerk.picture("archive-found")


def test_the_night_manager_finds_a_private_number(arrive, box):
    manager = arrive(color_scheme="light")
    manager.enter("max", "/directory/")
    manager.page.keyboard.type("lambert")
    manager.page.keyboard.press("Enter")
    manager.reads("0611223344")
    manager.picture("directory")
