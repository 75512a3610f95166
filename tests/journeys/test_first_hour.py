"""The night manager's first hour: alone, without an account, by the printed card and a sealed envelope."""

import re

import pypdfium2
import pytest

from tests.journeys.hospital import PEOPLE, Hospital
from tests.journeys.test_live_through_a_blackout import INPATIENTS, admission

CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}\b")


@pytest.fixture(scope="module")
def night(tmp_path_factory) -> Hospital:
    box = Hospital(tmp_path_factory.mktemp("first-hour"))
    box.type("migrate")
    box.new_people(PEOPLE)
    file = box.home / "messages.hl7"
    told = "".join(admission(number, *who) for number, who in enumerate(INPATIENTS))
    file.write_text(told, encoding="utf-8", newline="")
    box.type("feeds", "import", str(file), "--json")
    with box.serving():
        yield box


@pytest.fixture(scope="module")
def codes(night) -> list[str]:
    path = night.home / "envelopes.pdf"
    night.type("crisis", "envelopes", "make", "--count", "2", "--place", "Coffre", "--pdf", str(path), "--json")
    with pypdfium2.PdfDocument(path) as document:
        return [CODE.findall(page.get_textpage().get_text_bounded())[0] for page in document]


def test_somebody_without_an_account_declares_and_sees_the_pages_come(arrive, night, codes):
    marie = arrive(night)
    marie.go("/")
    marie.presses("Première heure : écrans noirs ?")
    marie.reads("Est-ce une attaque")
    marie.picture("first-hour")
    marie.page.get_by_label("Code de l'enveloppe scellée").fill("AAAA-BBBB-CCCC")
    marie.page.get_by_label("Votre nom").fill("Marie Durand")
    marie.page.get_by_label("Votre fonction").fill("Cadre de nuit")
    marie.presses("Déclencher la bascule et imprimer")
    marie.reads("Aucune enveloppe de ce boîtier n'a ce code")
    marie.picture("first-hour-wrong-code")
    marie.page.get_by_label("Code de l'enveloppe scellée").fill(codes[0].lower())
    marie.presses("Déclencher la bascule et imprimer")
    marie.reads("Tout est prêt")
    marie.reads("01-premiere-heure.pdf")
    marie.picture("first-hour-next")
    assert "LEFÈVRE" not in marie.page.content()
    marie.go("/patients/")
    marie.reads("Se connecter")


def test_it_is_read_on_a_telephone_in_english_without_javascript(arrive, night):
    somebody = arrive(night, locale="en-GB", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    somebody.go("/first-hour/")
    somebody.reads("Is it an attack?")
    somebody.page.screenshot(path=somebody.pictures / "first-hour-telephone.png", full_page=True)


def test_the_night_manager_asks_whether_the_box_is_ready_and_where_envelopes_lie(arrive, night, codes):
    manager = arrive(night)
    manager.enter("max", "/readiness/")
    manager.reads("Enveloppes scellées")
    manager.picture("ready-tonight")
    manager.go("/first-hour/envelopes/")
    manager.reads("Coffre")
    manager.picture("envelopes")
    manager.page.get_by_label("Pourquoi, pour le registre").first.fill("Trouvée ouverte")
    manager.presses("Annuler")
    manager.reads("n'ouvre plus rien")


def test_the_front_desk_answers_a_relative(arrive, night):
    anna = arrive(night)
    anna.enter("anna", "/stays/relative/")
    anna.page.get_by_label("Nom de famille").fill("Benali")
    anna.page.get_by_label("Prénom").fill("Karim")
    anna.page.get_by_label("Date de naissance").fill("02/01/1945")
    anna.presses("Demander")
    anna.reads("CARD")
    anna.reads("chambre 302")
    assert "benali" not in anna.page.url.lower()
    anna.picture("relative-answered")
