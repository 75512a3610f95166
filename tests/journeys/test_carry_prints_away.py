"""The ways out on the screen: a stick, a sealed copy, a printer that is not there, a kept folder."""

import re
from pathlib import Path

import pytest

from tests.journeys.hospital import PEOPLE, Hospital
from tests.journeys.test_live_through_a_blackout import INPATIENTS, admission

TELEPHONE = {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 390, "height": 800}}


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Hospital:
    """A box with a standby kit, and a stick beside it."""
    box = Hospital(tmp_path_factory.mktemp("ready"))
    box.type("migrate")
    box.new_people(PEOPLE)
    file = box.home / "messages.hl7"
    told = "".join(admission(number, *who) for number, who in enumerate(INPATIENTS))
    file.write_text(told, encoding="utf-8", newline="")
    box.type("feeds", "import", str(file), "--json")
    box.type("standby", "now", "--json")
    (box.home / "stick").mkdir()
    with box.serving():
        yield box


@pytest.mark.parametrize("options", [{}, TELEPHONE], ids=["wide", "telephone"])
def test_the_night_manager_carries_the_kit_away_sealed_and_reads_the_passphrase_once(arrive, ready, options):
    manager = arrive(ready, **options)
    manager.enter("max", "/outlets/copies/")
    manager.page.locator("#id_folder").fill(str(ready.home / "no-stick"))
    manager.page.keyboard.press("Enter")
    manager.reads(re.compile("branchez la clé|plug the stick in"))
    manager.page.locator("#id_folder").fill(str(ready.home / "stick"))
    manager.page.locator("input[value=html]").check()
    manager.page.locator("main form button").click()
    manager.reads(re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"))
    manager.picture(f"outlets-sealed-{'wide' if not options else 'telephone'}")
    assert list(Path(ready.home / "stick").glob("*-html/index.html"))
    manager.go("/outlets/copies/")
    assert manager.page.locator(".secret").count() == 0


@pytest.mark.parametrize("options", [{}, TELEPHONE], ids=["wide", "telephone"])
def test_printers_and_folders_can_be_used_by_anybody(arrive, ready, options):
    manager = arrive(ready, **options)
    manager.enter("max", "/outlets/")
    manager.page.locator("#id_name").fill("Bureau")
    manager.page.locator("#id_uri").fill("ipp://127.0.0.1:9/ipp/print")
    manager.page.keyboard.press("Enter")
    manager.reads(re.compile("Aucune imprimante ne répond là|No printer answers there"))
    manager.picture(f"outlets-printers-{'wide' if not options else 'telephone'}")
    manager.go("/outlets/stale/")
    manager.page.locator("#id_path").fill(str(ready.home / "stick"))
    manager.page.keyboard.press("Enter")
    manager.reads(str(ready.home / "stick"))
    manager.picture(f"outlets-stale-{'wide' if not options else 'telephone'}")
