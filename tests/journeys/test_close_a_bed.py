"""A bed is closed and opened again from the ward's page, by those who may, and what they did stays."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

WARDS = "Ward;Name;Room;Bed\nNEPH;Néphrologie;201;P\nNEPH;;201;F\n"
REASON = "Barrière cassée"


@pytest.fixture(scope="module")
def box(hospital):
    """The box of all journeys, which now knows a ward of two beds."""
    file = hospital.home / "nephrology.csv"
    file.write_text(WARDS, encoding="utf-8")
    hospital.type("tables", "import", str(file), "--kind", "wards")
    return hospital


def test_a_nurse_closes_a_bed_with_the_keyboard_and_opens_it_again(arrive, box):
    nurse = arrive()
    walk_to_the_ward(nurse, "nora")
    nurse.reads("2 lits libres")
    line_of(nurse, "201 P").get_by_role("link", name="Fermer").press("Enter")
    nurse.picture("close-a-bed")
    nurse.page.reload()
    expect(nurse.page.get_by_label("Pourquoi le lit est fermé")).to_be_focused()
    nurse.page.keyboard.type(REASON)
    nurse.page.keyboard.press("Enter")
    expect(nurse.page.get_by_role("status").filter(has_text="Le lit 201 P est fermé")).to_be_visible()
    expect(line_of(nurse, "201 P")).to_contain_text(f"Fermé : {REASON}")
    nurse.reads("1 lit libre · 1 lit fermé")
    nurse.picture("ward-with-a-closed-bed")
    assert kept(box, "SELECT reason, closed_by FROM beds_bedclosure") == [(REASON, "person:nora")]
    assert ledger_of_beds(box) == [("beds.closed", "person:nora")]

    line_of(nurse, "201 P").get_by_role("link", name="Rouvrir").press("Enter")
    nurse.reads(f"par nora : {REASON}")
    nurse.picture("a-closed-bed")
    nurse.page.get_by_role("button", name="Rouvrir le lit").press("Enter")
    nurse.reads("Le lit 201 P est rouvert")
    nurse.reads("2 lits libres")
    assert kept(box, "SELECT reopened_by FROM beds_bedreopening") == [("person:nora",)]
    assert ledger_of_beds(box) == [("beds.closed", "person:nora"), ("beds.reopened", "person:nora")]
    assert box.type("ledger", "verify", "--json")["ok"]


def test_a_bed_is_not_closed_without_a_reason(arrive, box):
    before = ledger_of_beds(box)
    nurse = arrive()
    walk_to_the_ward(nurse, "nora")
    line_of(nurse, "201 F").get_by_role("link", name="Fermer").press("Enter")
    nurse.page.get_by_role("button", name="Fermer le lit").press("Enter")
    expect(nurse.page).to_have_url(re.compile("/closure/$"))
    assert ledger_of_beds(box) == before


def test_two_who_close_one_bed_close_it_once_and_the_second_is_told(arrive, box):
    first, second = arrive(), arrive(locale="en-GB")
    for somebody, username, word in ((first, "nora", "Fermer"), (second, "max", "Close")):
        walk_to_the_ward(somebody, username)
        line_of(somebody, "201 F").get_by_role("link", name=word).press("Enter")
        somebody.page.get_by_role("textbox").fill(REASON)
    first.presses("Fermer le lit")
    first.reads("Le lit 201 F est fermé")
    second.presses("Close the bed")
    second.reads("Somebody closed this bed before")
    expect(second.page.locator("main .button.primary")).to_have_count(0)
    second.picture("a-bed-closed-meanwhile")
    still = "SELECT closed_by FROM beds_bedclosure WHERE id NOT IN (SELECT closure_id FROM beds_bedreopening)"
    assert kept(box, still) == [("person:nora",)]
    second.presses("Open the bed again")
    second.reads("Bed 201 F is open again")


def test_a_secretary_reads_the_ward_and_cannot_close_a_bed(arrive, box):
    before = ledger_of_beds(box)
    nurse, secretary = arrive(), arrive()
    walk_to_the_ward(nurse, "nora")
    address = line_of(nurse, "201 P").get_by_role("link", name="Fermer").get_attribute("href")
    walk_to_the_ward(secretary, "odile")
    expect(line_of(secretary, "201 P")).to_contain_text("Libre")
    expect(secretary.page.get_by_role("link", name="Fermer")).to_have_count(0)
    assert secretary.go(address).status == 403
    secretary.reads("Cette page ne vous est pas ouverte")
    assert ledger_of_beds(box) == before


def walk_to_the_ward(somebody: Visitor, username: str) -> None:
    somebody.enter(username, "/beds/")
    somebody.presses("Néphrologie")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text("Néphrologie")


def line_of(somebody: Visitor, bed: str):
    return somebody.page.get_by_role("row").filter(has=somebody.page.get_by_role("rowheader", name=bed, exact=True))


def kept(box, question: str) -> list[tuple[object, ...]]:
    """What the box's database answers, read beside the server that serves it."""
    address = f"file:{box.home / 'permanence.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        return database.execute(question).fetchall()


def ledger_of_beds(box) -> list[tuple[object, ...]]:
    return kept(box, "SELECT kind, actor FROM ledger_ledgerentry WHERE kind LIKE 'beds.%' ORDER BY sequence")
