"""Somebody at a computer: what they do on the site, and what their page must be for anybody to use it."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Response, expect

from tests.journeys.accessibility import faults_of, faults_of_focus, faults_when_narrow
from tests.journeys.hospital import Hospital


@dataclass(frozen=True)
class Visitor:
    """A person, their page, and the box they use."""

    page: Page
    hospital: Hospital
    pictures: Path

    def go(self, path: str) -> Response:
        """Open a page of the site."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def sign_in(self, username: str, password: str | None = None) -> None:
        """Fill the sign-in page in and send it."""
        self.go("/accounts/sign-in/")
        self.page.locator("#id_username").fill(username)
        self.page.locator("#id_secret").fill(password or self.hospital.passwords[username])
        self.page.locator("main form button").click()

    def enter(self, username: str, path: str = "/") -> None:
        """Sign in and open a page."""
        self.sign_in(username)
        expect(self.page).not_to_have_url(re.compile("sign-in"))
        self.go(path)

    def reads(self, words: str | re.Pattern[str]) -> None:
        """The page says so."""
        expect(self.page.locator("body")).to_contain_text(words)

    def presses(self, name: str) -> None:
        """Press a button or follow a link by its name."""
        button, link = (self.page.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        button.or_(link).first.click()

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page, and check that anybody can use it."""
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True)
        self.can_be_used()

    def can_be_used(self) -> None:
        """No fault of accessibility on this page, as it is wide and narrow, with a keyboard alone."""
        where = self.page.url.removeprefix(self.hospital.url)
        found = [*faults_of(self.page), *faults_of_focus(self.page), *faults_when_narrow(self.page)]
        assert found == [], f"{where}: {found}"
