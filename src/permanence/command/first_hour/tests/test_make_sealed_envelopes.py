"""Making envelopes at the console: cards to seal, a list, and what the doctor says of them."""

import json

import pypdfium2
import pytest
from click.testing import CliRunner
from django.utils import translation

from permanence.command.first_hour import operations, queries, rules
from permanence.command.first_hour.cli import crisis
from permanence.command.first_hour.models import Envelope
from permanence.foundation import clock
from permanence.foundation.actors import ALL_ROLES, Actor
from permanence.foundation.board import Health
from permanence.paper.sheets import queries as sheets

pytestmark = pytest.mark.django_db
CONSOLE = Actor("console", "root", ALL_ROLES)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    monkeypatch.setenv("PERMANENCE_LANGUAGE", "en")
    with translation.override("en"):
        yield


def run(*words: str):
    return CliRunner().invoke(crisis, ["envelopes", *words, "--json"])


def pages_of(path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_each_card_is_a_page_with_its_number_its_code_and_its_sheet(tmp_path):
    path = tmp_path / "envelopes.pdf"
    done = run("make", "--count", "2", "--place", "Safe of the night office", "--pdf", str(path))
    assert done.exit_code == 0, done.output
    made = json.loads(done.output)["envelopes"]
    pages = pages_of(path)
    assert len(pages) == 2
    for one, text in zip(made, pages, strict=True):
        assert one["sheet"] in text
        assert "Safe of the night office" in text
        assert sheets.sheet(sheets.number_in(one["sheet"])).printed_at is not None
    assert path.stat().st_mode & 0o077 == 0


def test_the_code_on_the_card_is_the_one_that_opens(tmp_path):
    path = tmp_path / "envelopes.pdf"
    run("make", "--count", "1", "--place", "Safe", "--pdf", str(path))
    (envelope,) = Envelope.objects.all()
    words = pages_of(path)[0].split()
    codes = [word for word in words if len(word) == 14 and word.count("-") == 2]
    assert [rules.code_digest(code, bytes(envelope.salt)) == bytes(envelope.digest) for code in codes] == [True]


def test_a_file_that_exists_is_not_overwritten_and_nothing_is_made(tmp_path):
    path = tmp_path / "there.pdf"
    path.write_text("mine")
    assert run("make", "--place", "Safe", "--pdf", str(path)).exit_code == 1
    assert path.read_text() == "mine"
    assert queries.envelopes() == []


def test_numbers_go_on_and_the_list_says_where_each_lies(tmp_path):
    for at, place in enumerate(["Safe", "Desk"]):
        run("make", "--count", "1", "--place", place, "--pdf", str(tmp_path / f"{at}.pdf"))
    run("revoke", "1", "--reason", "Found open")
    rows = json.loads(run("list").output)["envelopes"]
    assert [(row["number"], row["place"], row["state"]) for row in rows] == [
        (2, "Desk", "sealed"),
        (1, "Safe", "revoked"),
    ]
    assert run("revoke", "1", "--reason", "again").exit_code == 1


def test_no_more_than_twenty_at_once():
    with pytest.raises(operations.WrongCount):
        operations.make_envelopes(count=21, place="Safe", by=CONSOLE, occurred_at=clock.now())


def test_the_doctor_wants_two_sealed_ones(tmp_path):
    assert queries.readiness_checks()[0].health is Health.BAD
    run("make", "--count", "1", "--place", "Safe", "--pdf", str(tmp_path / "1.pdf"))
    assert queries.readiness_checks()[0].health is Health.WATCH
    run("make", "--count", "1", "--place", "Desk", "--pdf", str(tmp_path / "2.pdf"))
    assert queries.readiness_checks()[0].health is Health.GOOD
    run("make", "--count", "1", "--place", "Desk", "--valid-days", "5", "--pdf", str(tmp_path / "3.pdf"))
    assert queries.readiness_checks()[0].health is Health.WATCH
