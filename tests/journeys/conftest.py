"""What every journey starts from: a served box, a real Chromium, and a page that must break no rule."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.journeys.hospital import PEOPLE, Hospital
from tests.journeys.visitor import Visitor
from tests.machine import found

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Journeys meet refusals, missing pages and a network that is cut: the browser and htmx note each as an error.
EXPECTED = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError", "htmx:responseError")


@pytest.fixture(scope="package")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    """One box for all journeys; a journey that changes somebody's account brings its own person."""
    box = Hospital(tmp_path_factory.mktemp("hospital"))
    box.type("migrate")
    box.new_people(PEOPLE)
    with box.serving():
        yield box


# The browser ends with the package: as long as Playwright runs, Django refuses the database to every other test.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = found("chromium")
    if program is None:
        pytest.fail("The journeys need a real browser: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: the folder PERMANENCE_PICTURES names, else one that is thrown away."""
    named = os.environ.get("PERMANENCE_PICTURES")
    folder = Path(named).absolute() if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def arrive(hospital: Hospital, chromium: Browser, pictures: Path) -> Iterator[Callable[..., Visitor]]:
    """Somebody sits down at a computer: `arrive()` in French by night, `arrive(locale="en-GB", color_scheme="light")`.

    Any error of a script, and anything the Content-Security-Policy had to block, fails the journey.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            faults.append(message.text)

    def sit_down(at: Hospital = hospital, **options: object) -> Visitor:
        settings = {"locale": "fr-FR", "color_scheme": "dark", "viewport": {"width": 1280, "height": 800}, **options}
        context = chromium.new_context(base_url=at.url, **settings)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return Visitor(page, at, pictures)

    yield sit_down
    for context in contexts:
        context.close()
    assert faults == []
