"""A pile is scanned out and back with the keyboard alone, a photocopy is decided, and a list to tick is printed."""

import json
import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys.hospital import PEOPLE, Hospital

TELEPHONE = {"width": 390, "height": 844}
WARDS = "Ward;Name;Room;Bed\nCARD;Cardiologie;101;P\n"
PRINT = """
import json, os
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "permanence.entrance.settings"
django.setup()
from permanence.foundation import clock
from permanence.foundation.console import console_actor
from permanence.foundation.places import queries as places
from permanence.paper.sheets import operations
from permanence.paper.sheets.rules import PageCode, encode_code

(ward,) = [row.id for row in places.wards()]
stamp = {"by": console_actor(), "occurred_at": clock.now()}
blank = operations.SheetRequest(kind="forms.notes", version=1, title="Transmissions", ward=ward, blank=True)
numbers = operations.allocate(requests=[blank] * 6, **stamp)
operations.record_printed(pages=dict.fromkeys(numbers, 2), **stamp)
for scan in ("matin", "soir"):
    operations.record_back(pages=[operations.PageBack(numbers[5], 1, scan)], **stamp)
print(json.dumps([[one.spoken, encode_code(PageCode(one, "forms.notes", 1, 1, 2))] for one in numbers]))
"""


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A box with a ward and six sheets of two pages, the last with a page that came twice and one that lacks."""
    box = Hospital(tmp_path_factory.mktemp("sheets"))
    box.type("migrate")
    box.new_people(PEOPLE)
    file = box.home / "wards.csv"
    file.write_text(WARDS, encoding="utf-8")
    box.type("tables", "import", str(file), "--kind", "wards")
    with box.serving_site():
        yield box


@pytest.fixture(scope="module")
def sheets(box) -> list[tuple[str, str]]:
    """Number and code of each sheet."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT], env=os.environ | box.environment, capture_output=True, text=True, check=True
    )
    return [(number, code) for number, code in json.loads(done.stdout)]


def test_a_nurse_scans_a_pile_out_and_back_without_a_mouse(arrive, box, sheets):
    nora = arrive(box)
    nora.enter("nora", "/sheets/many/")
    expect(nora.page.get_by_label("Numéros, un par ligne")).to_be_focused()
    nora.picture("sheets-record")
    nora.page.reload()
    expect(nora.page.get_by_label("Numéros, un par ligne")).to_be_focused()
    for _number, code in sheets[:3]:
        nora.page.keyboard.type(code)
        nora.page.keyboard.press("Enter")
    nora.page.get_by_label("Les remettre").press("Space")
    nora.page.get_by_label("Pour remettre : à quel service").select_option(label="Cardiologie")
    nora.page.get_by_role("button", name="L'inscrire").press("Enter")
    nora.reads("3 feuilles : Les remettre.")
    assert box.type("sheets", "show", sheets[0][0], "--json")["holder"] == "Cardiologie"

    box.type("sheets", "void", sheets[1][0], "--reason", "café")
    nora.go("/sheets/many/")
    nora.page.keyboard.type("\n".join(number for number, _code in sheets[:3]))
    nora.page.get_by_label("Elles sont revenues, entières").press("Space")
    nora.page.get_by_role("button", name="L'inscrire").press("Enter")
    nora.reads("Rien n'est encore écrit")
    nora.reads(f"{sheets[1][0]} : Elle est annulée.")
    nora.picture("sheets-refused")
    nora.page.get_by_role("button", name="L'inscrire").press("Enter")
    nora.reads("2 feuilles : Elles sont revenues, entières.")
    assert box.type("sheets", "show", sheets[2][0], "--json")["state"] == "returned"


def test_a_hand_held_reader_finds_one_sheet_after_the_other(arrive, box, sheets):
    nora = arrive(box, viewport=TELEPHONE, java_script_enabled=False)
    nora.enter("nora", "/sheets/")
    for number, code in sheets[3:5]:
        nora.page.get_by_label("Numéro en bas de la page").press_sequentially(code)
        nora.page.keyboard.press("Enter")
        expect(nora.page.get_by_role("heading", level=2)).to_have_text(number)
    nora.picture("sheet-found")


def test_each_list_can_be_used_by_anybody(arrive, box, sheets):
    max_ = arrive(box, color_scheme="light")
    max_.enter("max", "/sheets/lists/missing/")
    max_.reads("page 2 sur 2")
    for page in (
        "lists/missing",
        "lists/out",
        "lists/lost",
        "lists/check",
        "copies",
        "stock",
        "status",
        "on-paper",
        "",
    ):
        max_.go(f"/sheets/{page}/" if page else "/sheets/")
        max_.picture(f"sheets-{page.replace('/', '-') or 'lookup'}")


def test_a_secretary_gives_a_photocopy_a_number_of_its_own(arrive, box, sheets):
    odile = arrive(box)
    odile.enter("odile")
    odile.page.get_by_role("link", name="Pages arrivées deux fois").press("Enter")
    odile.reads(sheets[5][0])
    odile.page.get_by_role("button", name="Les deux comptent : donner un numéro à la seconde").press("Enter")
    odile.reads("Écrivez ce numéro sur la copie")
    (copy,) = box.type("sheets", "show", sheets[5][0], "--json")["copies"]
    assert copy.startswith(sheets[5][0][:-1] + "C1-")
    assert box.type("ledger", "verify", "--json")["ok"]


def test_a_wards_list_for_shift_change_is_planned_from_the_page(arrive, box, sheets):
    box.type("sheets", "issue", sheets[4][0], "--ward", "CARD")
    max_ = arrive(box)
    max_.enter("max", "/sheets/lists/out/")
    max_.page.get_by_role("button", name="Imprimer les listes de tous les services").press("Enter")
    max_.reads("Feuilles remises")
    max_.reads("Cardiologie")
