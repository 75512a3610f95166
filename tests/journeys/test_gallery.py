"""Every component in every state, by night, by day and on paper."""

import pytest


@pytest.mark.parametrize("appearance", ["Nuit", "Jour"])
def test_every_component_can_be_used(arrive, appearance):
    it = arrive()
    it.enter("ines", "/gallery/")
    it.presses(appearance)
    it.picture(f"gallery-{appearance.lower()}")


def test_on_paper_nothing_is_left_that_only_a_screen_can_do(arrive):
    it = arrive()
    it.enter("ines", "/accounts/people/")
    it.page.emulate_media(media="print")
    assert not it.page.locator("header nav").is_visible()
    assert not it.page.get_by_role("button", name="Chercher").is_visible()
    assert it.page.get_by_role("row").count() > 3
    it.page.screenshot(path=it.pictures / "people-on-paper.png", full_page=True)
    colour = it.page.evaluate("() => getComputedStyle(document.querySelector('td')).color")
    assert colour == "rgb(21, 25, 28)"
