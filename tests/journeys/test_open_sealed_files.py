"""An encrypted copy on a stick, opened from the file itself in a real Chromium that has no network."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.hospital import Hospital
from tests.journeys.test_live_through_a_blackout import INPATIENTS, admission


@pytest.fixture(scope="module")
def stick(tmp_path_factory) -> tuple[Path, str]:
    """A stick with the sealed kit of four inpatients, and the passphrase of its card."""
    box = Hospital(tmp_path_factory.mktemp("sealed"))
    box.type("migrate")
    file = box.home / "messages.hl7"
    told = "".join(admission(number, *who) for number, who in enumerate(INPATIENTS))
    file.write_text(told, encoding="utf-8", newline="")
    box.type("feeds", "import", str(file), "--json")
    box.type("standby", "now", "--json")
    folder = tmp_path_factory.mktemp("stick")
    report = box.type("press", "html", "last", str(folder), "--card", str(box.home / "card.pdf"), "--json")
    assert (box.home / "card.pdf").read_bytes().startswith(b"%PDF")
    return Path(report["folder"]), report["passphrase"]


@pytest.fixture(params=["wide", "telephone"])
def page(request, chromium: Browser) -> Iterator[Page]:
    """A browser that reaches nothing; whatever it asks for but the file, and any fault, fails the journey."""
    wide = request.param == "wide"
    size = {"width": 1280, "height": 800} if wide else {"width": 390, "height": 800}
    context = chromium.new_context(offline=True, viewport=size, color_scheme="light" if wide else "dark")
    page, faults, asked = context.new_page(), [], []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert faults == []
    assert [url for url in asked if not re.match(r"file:.*\.html(#|$)|data:", url)] == []


def unlock(page: Page, stick: tuple[Path, str], name: str) -> None:
    folder, passphrase = stick
    page.goto((folder / name).as_uri())
    page.keyboard.type(passphrase.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_focused()


def test_the_right_passphrase_opens_and_a_name_is_found_from_the_keyboard(stick, page, pictures):
    unlock(page, stick, "index.html")
    page.screenshot(path=pictures / f"sealed-open-{page.viewport_size['width']}.png")
    page.keyboard.type("d'avignon")
    expect(page.locator("#found li").first).to_contain_text("D'AVIGNON-LÓPEZ MARIE-ÈVE")
    page.screenshot(path=pictures / f"sealed-found-{page.viewport_size['width']}.png")
    page.keyboard.press("Enter")
    expect(page.locator("article .subject")).to_have_text("D'AVIGNON-LÓPEZ MARIE-ÈVE")
    assert "avignon" not in page.url.lower()
    page.screenshot(path=pictures / f"sealed-patient-{page.viewport_size['width']}.png", full_page=True)
    page.go_back()
    expect(page.locator(".wards a").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()


def test_a_wrong_passphrase_opens_nothing_and_says_so(stick, page, pictures):
    folder, _passphrase = stick
    page.goto((folder / "index.html").as_uri())
    page.keyboard.type("AAAA-BBBB-CCCC-DDDD")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_class("alarm")
    page.screenshot(path=pictures / f"sealed-wrong-{page.viewport_size['width']}.png")
    assert not re.search("avignon|benali|lef[eè]vre", page.content(), re.IGNORECASE)
    expect(page.locator("#passphrase")).to_be_focused()


def test_every_document_of_the_kit_is_shown_with_its_layout(stick, page):
    unlock(page, stick, "index.html")
    lines = page.locator(".wards li")
    expect(lines).not_to_have_count(0)
    for place in range(lines.count()):
        label, _space, count = lines.nth(place).inner_text().rpartition(" ")
        lines.nth(place).locator("a").click()
        expect(page.locator("h1")).to_have_text(label.strip())
        expect(page.locator("article")).to_have_count(int(count))
        expect(page.get_by_text("Affiché sans sa mise en page")).to_have_count(0)
        page.go_back()
        expect(lines).not_to_have_count(0)


def test_a_wards_own_file_shows_its_patients_and_locks_again(stick, page):
    (name,) = [path.name for path in stick[0].glob("*card*.html")]
    unlock(page, stick, name)
    page.keyboard.type("avignon")
    expect(page.get_by_role("status")).to_be_visible()
    page.locator("#search").fill("benali")
    page.keyboard.press("Enter")
    expect(page.locator("article").first).to_contain_text("BENALI")
    page.get_by_role("button").last.click()
    expect(page.locator("#passphrase")).to_be_focused()
    assert "BENALI" not in page.content()
