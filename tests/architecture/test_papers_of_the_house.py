"""What is written beside the code matches it: catalogues, reference pages, locks, dependencies, packages."""

import json
import re
import subprocess
import sys
import tomllib

import polib
import pytest

from tests import catalogues, reference
from tests.architecture.house import ROOT

TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()


@pytest.mark.parametrize("owner", catalogues.owners(), ids=lambda owner: owner.name)
def test_the_french_catalogue_is_complete_and_in_step_with_the_code(owner):
    path = catalogues.catalogue_path(owner)
    if not catalogues.extracted(owner):
        return
    entries = polib.pofile(str(path))
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []
    assert path.read_text(encoding="utf-8") == catalogues.updated(owner), "run: python -m tests.catalogues"


@pytest.mark.parametrize("owner", catalogues.owners(), ids=lambda owner: owner.name)
def test_a_translation_names_the_same_fields_as_its_text(owner):
    path = catalogues.catalogue_path(owner)
    for entry in polib.pofile(str(path)) if path.exists() else []:
        fields = set(re.findall(r"\{(\w*)[^}]*\}|%\((\w+)\)s", entry.msgid))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert set(re.findall(r"\{(\w*)[^}]*\}|%\((\w+)\)s", text)) <= fields | plural_fields(entry), entry.msgid


def plural_fields(entry: polib.POEntry) -> set[tuple[str, str]]:
    return set(re.findall(r"\{(\w*)[^}]*\}|%\((\w+)\)s", entry.msgid_plural or ""))


def test_an_untranslated_text_is_found(tmp_path):
    room = tmp_path / "permanence" / "care" / "beds"
    room.mkdir(parents=True)
    (room / "cli.py").write_text('print(_("never translated"))', encoding="utf-8")
    (entry,) = polib.pofile(catalogues.updated(room))
    assert entry.msgid == "never translated"
    assert not entry.translated()


def test_the_reference_pages_match_the_code():
    # In a process of its own: a command says its help in the language that stood when it was first read.
    command = [sys.executable, "-c", "from tests import reference; reference.show()"]
    pages = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    for name, text in pages.items():
        written = (reference.REFERENCE / name).read_text(encoding="utf-8")
        assert written == text, f"{name}: run python -m tests.reference"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--index-url|--find-links|@ ", text)
    pinned = re.findall(r"^[A-Za-z0-9_.-]+(?:\[[^]]*\])?==[^ ]+.*?(?=^[A-Za-z0-9]|\Z)", text, re.DOTALL | re.MULTILINE)
    assert pinned
    assert all("--hash=sha256:" in entry for entry in pinned)


def test_the_builders_lock_pins_the_same_versions_as_the_product_lock():
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)==([^ ]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    product, builders = versions("requirements.lock"), versions("requirements-dev.lock")
    assert {name: builders.get(name) for name in product} == product


def test_every_dependency_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lines = text.splitlines()
    for requirement in wanted:
        at = next(number for number, line in enumerate(lines) if f'"{requirement}"' in line)
        above = lines[at - 1].strip()
        assert above.startswith("#") or "django-stubs" in requirement, f"{requirement} has no reason"


def test_nothing_tracked_names_a_machine_path():
    for name in TRACKED:
        path = ROOT / name
        if path.suffix in {".lock", ".po", ".woff2", ".ttf", ".otf", ".png"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert str(ROOT.parent) + "/" not in text, name


def test_packs_hold_data_and_no_python():
    assert [name for name in TRACKED if name.startswith("packs/") and name.endswith(".py")] == []
