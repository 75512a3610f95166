"""Printing what is about nobody: the first hour, numbers, notices and runners, in any language, on one page each."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from permanence.command.crisis import operations, queries
from permanence.foundation.actors import Actor
from permanence.foundation.places import operations as places
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.press.tests.printing import printed

HOSPITAL = UUID(int=0)
MARIE = Actor("person", "marie")
NIGHT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)
LONG = "Hospitalisation conventionnelle de médecine polyvalente et post-urgences, aile nord"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch, db):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


@pytest.fixture
def ward() -> UUID:
    fact = PlaceFact("CARD", "1", "P")
    return places.ensure_places(facts=[fact], by=MARIE, occurred_at=NIGHT)[fact].ward


def flat(words: str) -> str:
    return " ".join(words.replace("\ufffe", "").replace("\u2019", "'").replace("\xa0", " ").split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_hour_is_one_page_with_every_step_of_the_pack(language):
    (page,) = printed(("crisis.first_hour", [HOSPITAL]), language=language)
    said, pack = flat(page.words), queries.first_hour(language)
    steps = [step for section in pack.sections for step in (section.title, *section.steps)]
    assert [step for step in steps if flat(step) not in said] == []
    assert [call.number for call in pack.calls if call.number not in said] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_calls_stand_where_the_pack_numbers_them(language):
    (page,) = printed(("crisis.first_hour", [HOSPITAL]), language=language)
    titles = [section.title for section in queries.first_hour(language).sections]
    order = [*titles[:2], queries.first_hour(language).calls_title, *titles[2:]]
    places_on_page = [flat(page.words).index(flat(title)) for title in order]
    assert places_on_page == sorted(places_on_page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_numbers_are_printed_with_their_source_or_a_line_to_write_on(language):
    pages = printed(("crisis.outside_numbers", [HOSPITAL]), language=language)
    said = flat(" ".join(page.words for page in pages))
    lines = [line for group in queries.outside_numbers(language) for line in group.lines]
    assert [line for line in lines if flat(line.who) not in said or line.number not in said] == []
    assert all(line.source for line in lines if line.number)
    assert any(not line.number for line in lines)


def test_the_hospitals_own_numbers_are_printed_when_its_pack_says_them(tmp_path, monkeypatch):
    pack = tmp_path / "packs" / "fr"
    pack.mkdir(parents=True)
    text = '[[group]]\nname = { fr = "Garde" }\nlines = [ { who = { fr = "Directeur" }, number = "0601020304" } ]\n'
    (pack / "numbers.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PERMANENCE_PACKS", str(tmp_path / "packs"))
    (page,) = printed(("crisis.outside_numbers", [HOSPITAL]), language="en")
    assert "Directeur 0601020304" in flat(page.words)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_door_notice_is_one_page_in_both_languages(ward, language):
    operations.declare(reason="Dark", exercise=False, by=MARIE, occurred_at=NIGHT)
    (page,) = printed(("crisis.door_notice", [ward]), language=language)
    said = flat(page.words)
    assert "SYSTEMS ARE DOWN" in said
    assert "LES SYSTÈMES SONT EN PANNE" in said
    assert "21/08/2026 03:00" in said


def test_a_runners_sheet_is_one_page_however_long_the_wards_name(ward):
    named = [places.WardDescription(PlaceFact("CARD", "1", "P"), LONG)]
    places.describe(facts=named, by=MARIE, occurred_at=NIGHT)
    (page,) = printed(("crisis.runners", [ward]), language="fr")
    assert "Laboratoire" in page.words
    assert LONG in flat(page.words)
