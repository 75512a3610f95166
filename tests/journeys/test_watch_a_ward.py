"""A ward's board and bed map: they follow the hospital, say when they cannot, and find a patient in two keystrokes."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.hospital import PEOPLE, Hospital

HEAD = (
    "MSH|^~\\&|GAM|CHT|PERM|CHT|20260820230000||ADT^{event}^ADT_A01|W{number}|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR"
)
GIVES = "^^^CHT&1.2.250.1.999.1&ISO"
INPATIENTS = [
    ("LEFÈVRE", "ZOÉ", "PNEU^401^P^CHT", "I"),
    ("DUMONT", "CORINNE", "PNEU^401^F^CHT", ""),
    ("DURAND", "PAUL", "PNEU^402^P^CHT", ""),
    ("BENALI", "KARIM", "PNEU^402^P^CHT", ""),
    ("SAINT-PIERRE", "INÈS", "PNEU^^^CHT", ""),
]
WARDS = "Ward;Name;Room;Bed\nPNEU;Pneumologie;401;P\nPNEU;;401;F\nPNEU;;402;P\nPNEU;;402;F\nPNEU;;403;P\nPNEU;;404;P\n"


def admission(number: int, family: str, given: str, place: str, bed_state: str) -> str:
    visit = ["PV1", "1", "I", place, *[""] * 15, f"28{number:04}{GIVES}^VN", *[""] * 20, bed_state]
    lines = [
        HEAD.format(event="A01", number=number),
        "EVN||20260820230000||||20260820230000",
        f"PID|1||82{number:04}{GIVES}^PI||{family}^{given}^^^^^L||1971031{number % 9 + 1}|F",
        "|".join(visit),
    ]
    return "".join(f"{line}\r" for line in lines)


def tell(box: Hospital, number: int, *who: str) -> None:
    file = box.home / f"messages-{number}.hl7"
    file.write_text(admission(number, *who), encoding="utf-8", newline="")
    assert box.type("feeds", "import", str(file), "--json")["applied"] == 1


@pytest.fixture(scope="module")
def box(tmp_path_factory) -> Hospital:
    """A box with a ward of six beds: two hold one patient, one holds two, two are free and one is closed."""
    box = Hospital(tmp_path_factory.mktemp("ward"))
    box.type("migrate")
    box.new_people(PEOPLE)
    file = box.home / "wards.csv"
    file.write_text(WARDS, encoding="utf-8")
    box.type("tables", "import", str(file), "--kind", "wards")
    for number, who in enumerate(INPATIENTS):
        tell(box, number, *who)
    box.type("beds", "close", "PNEU", "403 P", "--reason", "Barrière cassée")
    with box.serving():
        yield box


@pytest.fixture
def ward(arrive, box):
    """Nora, in front of the ward's board; `path` leads to it."""
    nurse = arrive(box)
    nurse.page.clock.install()
    nurse.enter("nora", "/beds/")
    nurse.presses("Pneumologie")
    expect(nurse.page.get_by_role("heading", level=1)).to_have_text("Pneumologie")
    return nurse


BUSY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"


def path_of(visitor) -> str:
    return visitor.page.url.removeprefix(visitor.hospital.url)


def reads(box, screen: str) -> int:
    address = f"file:{box.home / 'permanence.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        return database.execute("SELECT count(*) FROM patients_patientread WHERE screen = ?", [screen]).fetchone()[0]


def next_answer(visitor, path: str = "/lines/") -> int:
    """What the page is answered when it next asks by itself, once it has put what it was answered before in place:
    until then the board it will ask from has no clock yet, and the time moved on would not count for it."""
    expect(visitor.page.locator(BUSY)).to_have_count(0)
    with visitor.page.expect_response(re.compile(path)) as answer:
        visitor.page.clock.fast_forward(16_000)
    return answer.value.status


def test_two_letters_leave_the_patient_and_enter_opens_the_page(ward):
    keyboard = ward.page.keyboard
    expect(ward.page.get_by_role("searchbox")).to_be_focused()
    keyboard.type("le")
    expect(ward.page.locator("#ward tbody tr:visible")).to_have_count(1)
    ward.reads("1 patient reste : Entrée ouvre sa page.")
    ward.picture("ward-found")
    ward.page.get_by_role("searchbox").focus()
    keyboard.press("Enter")
    expect(ward.page).to_have_url(re.compile("/charts/patient/"))
    ward.reads("LEFÈVRE")


def test_with_several_left_enter_leads_to_the_first_and_escape_shows_all(ward):
    keyboard, rows = ward.page.keyboard, ward.page.locator("#ward tbody tr:visible")
    everybody = rows.count()
    keyboard.type("du")
    expect(rows).to_have_count(2)
    keyboard.press("Enter")
    expect(ward.page.get_by_role("link", name="DUMONT CORINNE")).to_be_focused()
    ward.page.get_by_role("searchbox").focus()
    keyboard.press("Escape")
    expect(rows).to_have_count(everybody)
    keyboard.type("xx")
    ward.reads("Aucun patient de ce service ne s'appelle ainsi.")
    expect(rows).to_have_count(0)


@pytest.mark.parametrize("typed", ["st", "SAINT", "inès", "INES", "saintp"])
def test_accents_short_forms_and_capitals_do_not_matter(ward, typed):
    ward.page.keyboard.type(typed)
    rows = ward.page.locator("#ward tbody tr:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("SAINT-PIERRE")


def test_without_scripts_two_letters_and_enter_open_the_page(arrive, box):
    nurse = arrive(box, java_script_enabled=False)
    nurse.enter("nora", "/beds/")
    nurse.presses("Pneumologie")
    assert 'http-equiv="refresh"' in nurse.page.content()
    expect(nurse.page.get_by_role("link", name="Vérifier maintenant")).to_be_visible()
    nurse.page.get_by_role("searchbox").fill("du")
    nurse.page.keyboard.press("Enter")
    nurse.reads("DURAND")
    assert "du" not in path_of(nurse).removeprefix("/beds/wards/").partition("/")[2]
    nurse.page.get_by_role("searchbox").fill("le")
    nurse.page.keyboard.press("Enter")
    expect(nurse.page).to_have_url(re.compile("/charts/patient/"))


def test_the_board_follows_and_keeps_what_is_typed(ward, box):
    before = reads(box, "beds:ward")
    assert next_answer(ward) == 304
    ward.page.keyboard.type("ma")
    ward.reads("Aucun patient de ce service ne s'appelle ainsi.")
    tell(box, 10, "MARTIN", "LÉA", "PNEU^404^P^CHT", "")
    assert next_answer(ward) == 200
    expect(ward.page.locator("#ward tbody tr:visible")).to_contain_text("MARTIN")
    expect(ward.page.get_by_role("searchbox")).to_be_focused()
    assert reads(box, "beds:ward") == before + 1, "whoever was on the board already was accounted for when it opened"
    assert next_answer(ward) == 304
    assert reads(box, "beds:ward") == before + 1


def test_a_board_that_cannot_refresh_says_so(ward):
    warning = ward.page.locator(".stale-warning")
    expect(warning).to_be_hidden()
    ward.page.context.set_offline(True)
    ward.page.clock.fast_forward(16_000)
    expect(warning).to_be_visible()
    ward.picture("ward-stale")
    ward.page.context.set_offline(False)
    ward.page.clock.fast_forward(16_000)
    expect(warning).to_be_hidden()


def test_a_board_that_is_answered_nothing_for_a_minute_says_so(ward):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    ward.page.route(re.compile("/lines/"), hold)
    ward.page.clock.run_for(70_000)
    expect(ward.page.locator(".stale-warning")).to_be_visible()
    for request in held:
        request.abort()


def test_the_bed_map_draws_each_state_with_a_shape_and_a_word(ward, box):
    ward.presses("Plan des lits")
    tiles = ward.page.locator(".ward-map .bed")
    for state, words in {"free": "Libre", "closed": "Fermé", "contested": "Contesté", "occupied": "Occupé"}.items():
        tile = ward.page.locator(f".ward-map .bed.{state}").first
        expect(tile).to_contain_text(words)
    looks = {
        state: ward.page.locator(f".ward-map .bed.{state}").first.evaluate(
            "e => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).borderTopWidth,"
            " getComputedStyle(e).borderLeftWidth].join()"
        )
        for state in ("free", "occupied", "closed", "contested")
    }
    assert len(set(looks.values())) == 4, "a state must be told apart without its colour"
    expect(tiles.filter(has_text="LEFÈVRE").locator(".isolation")).to_contain_text("Isolement")
    expect(ward.page.get_by_role("region", name="Ici sans lit")).to_contain_text("SAINT-PIERRE")
    ward.picture("bed-map-night")
    ward.presses("Jour")
    ward.picture("bed-map-day")
    ward.page.emulate_media(media="print")
    expect(ward.page.get_by_role("searchbox")).to_be_hidden()
    ward.page.screenshot(path=ward.pictures / "bed-map-on-paper.png", full_page=True)
    ward.page.emulate_media(media="screen")
    ward.presses("Nuit")


def test_the_bed_map_follows_and_finds_too(ward, box):
    ward.presses("Plan des lits")
    assert next_answer(ward, "/map/beds/") == 304
    box.type("beds", "reopen", "PNEU", "403 P")
    assert next_answer(ward, "/map/beds/") == 200
    expect(ward.page.locator(".ward-map .bed.closed")).to_have_count(0)
    box.type("beds", "close", "PNEU", "403 P", "--reason", "Barrière cassée")
    ward.page.keyboard.type("ka")
    expect(ward.page.locator(".ward-map .bed:visible")).to_have_count(1)
    ward.page.keyboard.press("Enter")
    ward.page.keyboard.press("Escape")
    assert ward.page.locator(".ward-map").count()


def test_leaving_a_board_open_is_no_use_and_its_end_is_the_sign_in_page(ward):
    ward.page.context.clear_cookies()
    ward.page.clock.fast_forward(16_000)
    expect(ward.page).to_have_url(re.compile("/accounts/sign-in/"))
