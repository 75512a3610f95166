"""The first page: read by night, by day, in both languages, refreshed, and honest when it cannot be."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("username", ["max", "ines", "nora", "odile", "anna", "paul"])
def test_each_role_finds_its_pages_from_the_navigation(arrive, username):
    somebody = arrive()
    somebody.enter(username)
    links = somebody.page.locator("header nav a")
    paths = [links.nth(place).get_attribute("href") for place in range(links.count())]
    assert paths[0] == "/"
    for path in paths:
        assert somebody.go(path or "").status == 200, path
        somebody.can_be_used()


def test_the_night_manager_sees_one_thing_to_do(arrive):
    manager = arrive()
    manager.enter("max")
    manager.reads("Veille")
    manager.picture("board-night")
    expect(manager.page.get_by_role("link", name="Déclencher la bascule")).to_be_visible()


def test_by_day_the_same_board_is_light_and_stays_so(arrive):
    manager = arrive()
    manager.enter("max")
    dark = ground(manager)
    manager.presses("Jour")
    expect(manager.page.locator("body")).not_to_have_css("background-color", dark)
    manager.picture("board-day")
    manager.go("/accounts/people/")
    assert ground(manager) != dark
    manager.presses("Nuit")
    expect(manager.page.locator("body")).to_have_css("background-color", dark)


def test_without_a_choice_the_board_is_as_the_computer_is(arrive):
    night, day = arrive(color_scheme="dark"), arrive(color_scheme="light")
    night.go("/")
    day.go("/")
    assert ground(night) != ground(day)


def test_the_language_changes_at_once_and_is_remembered(arrive):
    manager = arrive()
    manager.enter("max")
    manager.presses("English")
    expect(manager.page.get_by_role("heading", level=1)).to_have_text("Board")
    assert manager.page.locator("html").get_attribute("lang") == "en"
    manager.go("/accounts/people/")
    manager.reads("Sign out")
    manager.picture("people-english")


def test_an_english_computer_is_answered_in_english(arrive):
    somebody = arrive(locale="en-GB")
    somebody.go("/")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_board_refreshes_itself_and_says_when_it_cannot(arrive):
    manager = arrive()
    manager.page.clock.install()
    manager.enter("max")
    with manager.page.expect_response(re.compile("/live/")) as answer:
        manager.page.clock.fast_forward(16_000)
    assert answer.value.status in {200, 304}
    warning = manager.page.locator(".stale-warning")
    expect(warning).to_be_hidden()
    manager.page.context.set_offline(True)
    manager.page.clock.fast_forward(16_000)
    expect(warning).to_be_visible()
    manager.picture("board-stale")
    manager.page.context.set_offline(False)
    manager.page.clock.fast_forward(16_000)
    expect(warning).to_be_hidden()


def test_a_board_whose_session_ended_becomes_the_sign_in_page(arrive):
    manager = arrive()
    manager.page.clock.install()
    manager.enter("max")
    manager.page.context.clear_cookies()
    manager.page.clock.fast_forward(16_000)
    expect(manager.page).to_have_url(re.compile("/accounts/sign-in/"))


def test_it_works_without_scripts(arrive):
    manager = arrive(java_script_enabled=False)
    manager.sign_in("max")
    manager.go("/")
    assert manager.page.locator("header nav a").count() >= 2
    manager.presses("English")
    manager.page.get_by_role("heading", level=1, name="Board").wait_for()
    assert 'http-equiv="refresh"' in manager.page.content()


def test_the_keyboard_alone_signs_in_and_skips_to_the_content(arrive, hospital):
    manager = arrive()
    manager.go("/accounts/sign-in/")
    expect(manager.page.get_by_label("Identifiant")).to_be_focused()
    keyboard = manager.page.keyboard
    keyboard.type("max")
    keyboard.press("Tab")
    keyboard.type(hospital.passwords["max"])
    keyboard.press("Enter")
    expect(manager.page).not_to_have_url(re.compile("sign-in"))
    manager.go("/")
    keyboard.press("Tab")
    expect(manager.page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    keyboard.press("Enter")
    expect(manager.page.locator("main")).to_be_focused()


def ground(visitor):
    # A page that is still coming has no body yet: a locator waits for it.
    visitor.page.wait_for_load_state()
    return visitor.page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
