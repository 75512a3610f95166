"""An encrypted copy for any browser: opened by its passphrase alone, and nothing in clear but that there is a copy."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from permanence.foundation.ledger.queries import entries_about
from permanence.paper.outlets import operations
from permanence.paper.outlets.queries.exports import exports
from permanence.paper.outlets.rules import sealing
from permanence.paper.press import queries as prints
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, BROKEN, REFUSED, plan, subject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "stick").mkdir()
    made_up.open_paper_door(monkeypatch)


def sealed(run, tmp_path: Path) -> operations.SealReport:
    return operations.seal_run(run=run, folder=tmp_path / "stick", by=ALICE, occurred_at=AT)


def opened(path: Path, passphrase: str) -> dict[str, dict]:
    """What somebody with the passphrase reads, by other means than those that wrote it: name of block to content."""
    text = path.read_text(encoding="utf-8")
    facts = json.loads(re.search(r'id="facts">(.*?)</script>', text).group(1))
    secret = sealing.typed(passphrase).encode()
    key = hashlib.pbkdf2_hmac("sha256", secret, base64.b64decode(facts["salt"]), facts["iterations"], 32)
    blocks = re.findall(r'<script type="application/octet-stream" id="(\w+)">([^<]+)</script>', text)
    return {name: json.loads(unsealed(key, name, base64.b64decode(block))) for name, block in blocks}


def unsealed(key: bytes, name: str, block: bytes) -> bytes:
    return AESGCM(key).decrypt(block[:12], block[12:], name.encode())


def test_the_index_holds_all_parts_and_finds_everybody(tmp_path):
    report = sealed(plan([subject(1), subject(2)], [subject(3)]), tmp_path)
    assert (report.files, report.documents, report.lacking) == (3, 3, ())
    found = opened(report.folder / "index.html", report.passphrase)
    assert [part["label"] for part in found["directory"]["parts"]] == ["Service n° 1", "Service n° 2"]
    assert [one["find"] for one in found["directory"]["people"]] == ["durand 1 zoe", "durand 2 zoe", "durand 3 zoe"]
    assert "Line: no. 1" in found["part1"]["documents"][0]["html"]
    assert found["part2"]["documents"][0]["subject"] == "DURAND 3 Zoé"


def test_a_wards_file_holds_that_ward_alone(tmp_path):
    report = sealed(plan([subject(1)], [subject(2)]), tmp_path)
    found = opened(report.folder / "02-service-n-2.html", report.passphrase)
    assert set(found) == {"directory", "part2"}
    assert [one["name"] for one in found["directory"]["people"]] == ["DURAND 2 Zoé"]


def test_nothing_about_a_patient_is_in_clear_and_nothing_is_asked_of_any_network(tmp_path):
    report = sealed(plan([subject(1)]), tmp_path)
    for path in report.folder.iterdir():
        text = path.read_text(encoding="utf-8")
        for told in ("DURAND", "durand", "Zoé", "no. 1", report.passphrase, report.passphrase.replace("-", "")):
            assert told not in text
        assert not re.search(r"(?:https?|wss?)://", text)
    page = (report.folder / "index.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_a_browser_that_cannot_read_the_program_is_not_left_with_an_empty_page(tmp_path):
    report = sealed(plan([subject(1)]), tmp_path)
    page = (report.folder / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<main id="main"><p>If nothing else appears here, [^<]+</p></main>', page)


def test_a_wrong_passphrase_and_an_exchanged_block_open_nothing(tmp_path):
    report = sealed(plan([subject(1)], [subject(2)]), tmp_path)
    with pytest.raises(InvalidTag):
        opened(report.folder / "index.html", "0000-0000-0000-0000")
    page = report.folder / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace('id="part1"', 'id="part9"'), encoding="utf-8")
    with pytest.raises(InvalidTag):
        opened(page, report.passphrase)


def test_two_copies_of_one_run_share_no_passphrase(tmp_path):
    run = plan([subject(1)])
    assert sealed(run, tmp_path).passphrase != sealed(run, tmp_path).passphrase


def test_who_left_the_box_is_in_the_ledger_and_the_passphrase_is_not(tmp_path):
    run = plan([subject(1)])
    report = sealed(run, tmp_path)
    (row,) = exports()
    assert (row.form, row.files, row.stop) == ("html", 2, None)
    (ended,) = entries_about(report.export)
    assert ended.kind == "outlets.exported"
    part = opened(report.folder / "index.html", report.passphrase)["directory"]["parts"][0]["name"]
    assert part == "part1"
    told = [entry for part in prints.run(run).parts for entry in entries_about(part.id)]
    assert [entry.kind for entry in told] == ["outlets.sealed"]
    assert str(subject(1)) in told[0].facts
    assert report.passphrase not in "".join(entry.facts for entry in [ended, *told])


def test_a_document_without_its_layout_is_told_plainly_and_a_part_no_room_gives_is_said_to_lack(tmp_path):
    report = sealed(plan([subject(1, BROKEN)], [subject(2, REFUSED)]), tmp_path)
    assert report.lacking == ("Service n° 2",)
    found = opened(report.folder / "index.html", report.passphrase)
    (one,) = found["part1"]["documents"]
    assert one["plain"]
    assert "Zoé" in one["html"]
    assert found["directory"]["lacking"] == ["Service n° 2"]


@given(st.text(alphabet=sealing.LETTERS, min_size=16, max_size=16))
def test_a_passphrase_is_the_same_however_it_is_typed(letters):
    said = sealing.spoken(letters)
    assert sealing.typed(said) == letters
    assert sealing.typed(f" {said.lower().replace('-', ' ')} ") == letters
    assert sealing.typed(said.replace("0", "O").replace("1", "l")) == letters
