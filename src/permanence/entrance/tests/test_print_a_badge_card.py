"""A card on paper, from the screen and from the console."""

import re

import pypdfium2
import pytest
from click.testing import CliRunner

from permanence.entrance.badges import badge
from permanence.entrance.tests.conftest import PASSWORD
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.accounts.queries import Way
from permanence.foundation.accounts.queries import person as person_named
from permanence.foundation.actors import Actor, Role
from permanence.foundation.clock import now

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_it_is_one_page_with_the_username_ten_codes_and_a_sheet_number(signed_in):
    answer = signed_in(Role.IT).post("/badges/alice/")
    assert answer.headers["Cache-Control"] == "no-store"
    (text,) = pages(answer.content)
    assert "alice" in text
    assert len(CODE.findall(text)) == 10
    number = answer.headers["Content-Disposition"].split('"')[1].removesuffix(".pdf")
    assert number in text


def test_what_the_card_says_opens(signed_in, client):
    (text,) = pages(signed_in(Role.IT).post("/badges/alice/").content)
    answer = client.post("/accounts/badge-sign-in/", {"username": "alice", "secret": CODE.findall(text)[3]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/accounts/password/")


def test_a_long_username_stays_on_the_page(signed_in):
    client = signed_in(Role.IT)
    it = Actor("person", "ines", frozenset({Role.IT}))
    name, long = "x" * 40, "Marie-Antoinette Éléonore DE LA ROCHEFOUCAULD-MONTBEL " * 2
    accounts.create_person(username=name, display_name=long, roles=[], password=PASSWORD, by=it, occurred_at=now())
    (text,) = pages(client.post(f"/badges/{name}/").content)
    assert name in text.replace("\r\n", "").replace("\n", "")


@pytest.mark.parametrize("role", [Role.NURSE, Role.NIGHT_MANAGER])
def test_only_it_prints_cards(signed_in, role):
    assert signed_in(role).post("/badges/alice/").status_code == 403


def test_nobody_unknown_gets_a_card(signed_in):
    assert signed_in(Role.IT).post("/badges/nobody/").status_code == 404


def test_the_console_writes_a_file_only_its_owner_reads_and_shows_no_code(signed_in, tmp_path):
    signed_in(Role.NURSE)
    path = tmp_path / "card.pdf"
    said = CliRunner().invoke(badge, ["alice", "--pdf", str(path), "--json"])
    assert said.exit_code == 0, said.output
    (text,) = pages(path.read_bytes())
    codes = CODE.findall(text)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(code in said.output for code in codes)
    assert person_named("alice").badge.codes_left == 10
    box = Actor("box", "TEST")
    assert accounts.sign_in(username="alice", secret=codes[0], way=Way.BADGE, client="", by=box, occurred_at=now())


def test_the_console_overwrites_nothing_and_leaves_nothing_behind(signed_in, tmp_path):
    signed_in(Role.NURSE)
    path = tmp_path / "card.pdf"
    path.write_text("something else")
    assert CliRunner().invoke(badge, ["alice", "--pdf", str(path)]).exit_code == 1
    assert path.read_text() == "something else"
    other = tmp_path / "other.pdf"
    assert CliRunner().invoke(badge, ["nobody", "--pdf", str(other)]).exit_code == 1
    assert not other.exists()
