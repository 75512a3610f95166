"""Blank sheets of a form, printed by whoever needs them, with a keyboard alone."""

import json
import re
from pathlib import Path

import pytest

from tests.journeys.hospital import PEOPLE, Hospital

TELEPHONE = {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 390, "height": 800}}
STOCK_CARD = {"resourceType": "Questionnaire", "name": "StockCard", "title": "Fiche de stock", "language": "fr",
              "version": "1.0", "subjectType": ["Location"], "item": [
                  {"linkId": "article", "type": "string", "text": "Article"},
                  {"linkId": "lines", "type": "group", "text": "Mouvements", "repeats": True, "item": [
                      {"linkId": "in", "type": "integer", "text": "Entrée"},
                      {"linkId": "out", "type": "integer", "text": "Sortie"}]}]}  # fmt: skip


@pytest.fixture(scope="module")
def stocked(tmp_path_factory) -> Hospital:
    """A box that holds one form."""
    box = Hospital(tmp_path_factory.mktemp("stocked"))
    box.type("migrate")
    box.new_people(PEOPLE)
    file = Path(box.home) / "stock.json"
    file.write_text(json.dumps(STOCK_CARD), encoding="utf-8")
    box.type("forms", "import", str(file), "--json")
    with box.serving():
        yield box


@pytest.mark.parametrize("options", [{}, TELEPHONE], ids=["wide", "telephone"])
def test_blank_sheets_are_printed_with_numbers_of_their_own(arrive, stocked, options):
    manager = arrive(stocked, **options)
    manager.enter("max", "/forms/")
    manager.reads("Fiche de stock")
    manager.picture(f"forms-{'wide' if not options else 'telephone'}")
    count = manager.page.locator("input[name=count]")
    count.fill("2")
    count.press("Enter")
    manager.reads(re.compile("1 fichiers prêts sur 1, 2 pages|1 of 1 files ready, 2 pages"))
    manager.reads("Fiche de stock")


def test_a_form_is_retired_and_printed_again(arrive, stocked):
    manager = arrive(stocked)
    manager.enter("max", "/forms/")
    manager.presses("Retirer")
    manager.go("/forms/?all")
    manager.picture("forms-retired")
    manager.presses("L'imprimer de nouveau")
    manager.reads("Imprimer")
