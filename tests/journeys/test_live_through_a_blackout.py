"""A hospital with patients in its beds: find one, close a bed, mend a message, and live the night of the attack."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.hospital import PEOPLE, Hospital

HEAD = (
    "MSH|^~\\&|GAM|CHT|PERM|CHT|2026082023{minute:02}00||ADT^{event}^ADT_{event}|J{number}|P|2.5^FRA^2.11"
    "|||||FRA|UNICODE UTF-8|FR"
)
EVENT = "EVN||2026082023{minute:02}00||||2026082023{minute:02}00"
PATIENT = "PID|1||81{number:04}^^^CHT&1.2.250.1.999.1&ISO^PI||{family}^{given}^^^^^L||{born}|{sex}"
VISIT = "PV1|1|I|{place}||||||||||||||||27{number:04}^^^CHT&1.2.250.1.999.1&ISO^VN"
INPATIENTS = [
    ("LEFÈVRE", "ZOÉ", "19710312", "F", "CARD^301^P^CHT"),
    ("LEFEVRE", "ZOE", "19710312", "F", "CARD^301^F^CHT"),
    ("BENALI", "KARIM", "19450102", "M", "CARD^302^P^CHT"),
    ("D'AVIGNON-LÓPEZ", "MARIE-ÈVE", "20240229", "F", "PED^12^A^CHT"),
]
ALLERGY = "AL1|1|DA|^PENICILLINE^|SV|Choc anaphylactique"


def admission(number: int, family: str, given: str, born: str, sex: str, place: str) -> str:
    words = {"minute": number, "event": "A01", "number": number, "family": family, "given": given, "born": born}
    lines = [HEAD, EVENT, PATIENT, VISIT, ALLERGY] if number == 0 else [HEAD, EVENT, PATIENT, VISIT]
    return "".join(f"{line.format(**words, sex=sex, place=place)}\r" for line in lines)


@pytest.fixture(scope="module")
def night(tmp_path_factory) -> Hospital:
    """A box that heard of four inpatients, and of one message nobody can apply."""
    box = Hospital(tmp_path_factory.mktemp("night"))
    box.type("migrate")
    box.new_people({**PEOPLE, "claire": ("Claire Morel", "crisis_cell")})
    told = "".join(admission(number, *who) for number, who in enumerate(INPATIENTS))
    orphan = HEAD.format(minute=59, event="A08", number=99) + "\r" + EVENT.format(minute=59) + "\r"
    file = box.home / "messages.hl7"
    file.write_text(told + orphan, encoding="utf-8", newline="")
    report = box.type("feeds", "import", str(file), "--json")
    assert (report["applied"], report["quarantined"]) == (4, 1)
    with box.serving():
        yield box


def test_a_nurse_finds_a_patient_and_the_auditor_sees_who_read(arrive, night):
    nurse = arrive(night)
    nurse.enter("nora", "/patients/")
    nurse.page.keyboard.type("lefevre 12/03/1971")
    nurse.page.keyboard.press("Enter")
    nurse.reads("LEFÈVRE")
    nurse.reads("LEFEVRE")
    assert "lefevre" not in nurse.page.url.lower(), "a name must never be in an address"
    nurse.picture("patients-found")
    nurse.page.get_by_role("link", name=re.compile("LEFÈVRE")).first.click()
    nurse.reads("LEFÈVRE")
    nurse.picture("patient")
    chart = nurse.page.locator("a[href^='/charts/patient/']")
    if chart.count():
        chart.first.click()
    nurse.reads("PENICILLINE")
    nurse.picture("patient-chart")
    patient = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", nurse.page.url)
    assert patient
    auditor = arrive(night)
    auditor.enter("paul", f"/patients/{patient[0]}/reads/")
    auditor.reads("nora")
    auditor.picture("patient-reads")
    assert night.type("ledger", "verify", "--json")["ok"]


def test_a_nurse_reads_the_ward(arrive, night):
    nurse = arrive(night)
    nurse.enter("nora", "/beds/")
    nurse.picture("wards")
    nurse.page.get_by_role("link", name=re.compile("CARD")).first.click()
    nurse.reads("BENALI")
    nurse.picture("ward")


def test_it_opens_the_quarantine_and_reads_the_reason(arrive, night):
    technician = arrive(night)
    technician.enter("ines", "/feeds/")
    technician.picture("feeds")
    technician.go("/feeds/quarantine/")
    technician.picture("quarantine")
    technician.page.locator("a[href^='/feeds/quarantine/0']").first.click()
    technician.reads("EVN")
    technician.picture("quarantined-message")


def test_the_night_manager_declares_and_everything_is_on_paper(arrive, night):
    manager = arrive(night)
    manager.enter("max")
    manager.presses("Déclencher la bascule")
    manager.picture("declare")
    manager.presses("Déclencher la bascule maintenant")
    expect(manager.page).to_have_url(re.compile("/crisis/$"))
    manager.reads("jour 1")
    for _ in range(100):
        manager.go("/crisis/")
        if manager.page.locator("progress").evaluate("bar => bar.value === bar.max"):
            break
        manager.page.wait_for_timeout(200)
    # Two wards, and what is of the whole hospital: the first hour, who is where, whom to ring up.
    manager.reads(re.compile(r"5 fichiers prêts sur 5"))
    manager.picture("crisis")
    manager.presses("Ouvrir les fichiers à imprimer")
    manager.picture("print-run")
    files = sorted(Path(night.home, "prints").rglob("*.pdf"))
    assert len(files) == 5
    manager.go("/")
    manager.reads(re.compile("jour 1", re.IGNORECASE))
    manager.picture("board-in-crisis")


def test_the_crisis_cell_ends_it(arrive, night):
    cell = arrive(night)
    cell.enter("claire", "/crisis/lift/")
    cell.picture("lift")
    cell.page.locator("#id_reason").fill("Systèmes rendus")
    cell.presses("Lever la crise")
    cell.reads("Veille")
