"""Every rule holds on the house, and every rule finds the fault planted for it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.house import ROOT, SOURCE, modules

BEDS = "permanence/care/beds"
FRENCH = f"{BEDS}/locale/fr/LC_MESSAGES/django.po"
# rule -> (file to write or append to, the planted fault)
PLANTED = [
    (rules.furniture, f"{BEDS}/helpers.py", '"""A swamp."""\n'),
    (rules.furniture, f"{BEDS}/web/models.py", '"""Furniture in the wrong place."""\n'),
    (rules.names, f"{BEDS}/rules.py", "\nclass BedManager:\n    pass\n"),
    (rules.doors_of_rooms, f"{BEDS}/cli.py", "\nfrom permanence.care.patients.models import Patient\n"),
    (rules.pure_rules, f"{BEDS}/rules.py", "\nfrom permanence.care.patients.queries import search\n"),
    (rules.pure_rules, f"{BEDS}/rules.py", "\nfrom django.utils import timezone\n"),
    (rules.pure_rules, f"{BEDS}/rules.py", "\nfrom datetime import datetime\nNOW = datetime.now()\n"),
    (
        rules.writes,
        f"{BEDS}/cli.py",
        "\nfrom permanence.care.beds.models import BedClosure\ndef f(bed):\n    bed.save()\n",
    ),
    (rules.writes, f"{BEDS}/cli.py", "\nfrom permanence.foundation.rows import insert\n"),
    (rules.writes, f"{BEDS}/web/views.py", "\ndef f():\n    BedClosure.objects.filter(id=1).delete()\n"),
    (rules.operations, f"{BEDS}/operations.py", "\ndef paint(bed):\n    return bed\n"),
    (rules.operations, f"{BEDS}/operations.py", "\ndef paint(*, bed, by, occurred_at):\n    return bed\n"),
    (rules.sizes, f"{BEDS}/operations.py", "\n" * 401),
    (rules.sizes, f"{BEDS}/rules.py", "\ndef long():\n" + "    x = 1\n" * 51),
    (rules.sizes, f"{BEDS}/web/views.py", "\ndef long_view():\n" + "    x = 1\n" * 26),
    (rules.sizes, f"{BEDS}/templates/beds/long.html", "<p>\n" * 151),
    (rules.page_scripts, f"{BEDS}/templates/beds/inline.html", "<script>alert(1)</script>"),
    (rules.page_scripts, f"{BEDS}/templates/beds/cdn.html", '<img src="https://example.org/x.png">'),
    (rules.ledger_kinds, f"{BEDS}/operations.py", "\nledger.record(kind='patients.read')\n"),
    (rules.wordings, FRENCH, '\nmsgid "Ready"\nmsgstr "Prêt à porter"\n'),
    (rules.wordings, FRENCH, '\nmsgctxt "printer"\nmsgid "Ready"\nmsgstr "Prêt"\n'),
    (
        rules.wordings,
        FRENCH,
        (
            '\nmsgid "{count} sheet"\nmsgid_plural "{count} sheets"\n'
            'msgstr[0] "{count} feuille"\nmsgstr[1] "{count} draps"\n'
        ),
    ),
]
PLANTED_IMPORTS = [
    ("permanence/foundation/clock.py", "import permanence.care.beds.rules\n", "Wings are layers"),
    (f"{BEDS}/rules.py", "import permanence.care.beds.queries\n", "Inside a room"),
    (f"{BEDS}/swamp.py", '"""No furniture."""\n', "Inside a room"),
    ("permanence/care/patients/queries.py", "import permanence.care.charts.queries\n", "No cycles between rooms"),
    ("permanence/swamp/__init__.py", '"""A tenth wing."""\n', "Wings are layers"),
]


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule):
    assert list(rule()) == []


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory) -> Path:
    copy = tmp_path_factory.mktemp("house") / "src"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "static"))
    return copy


@pytest.mark.parametrize(("rule", "file", "fault"), PLANTED, ids=lambda value: getattr(value, "__name__", None))
def test_the_rule_finds_its_planted_fault(copied_house, rule, file, fault):
    path = copied_house / file
    with planted(path, fault):
        assert set(rule(copied_house)) - set(rule(SOURCE)), f"{rule.__name__} missed {fault!r} in {file}"


def test_the_house_keeps_its_layers():
    assert lint_imports(SOURCE).returncode == 0, lint_imports(SOURCE).stdout


@pytest.mark.parametrize(("file", "fault", "contract"), PLANTED_IMPORTS)
def test_the_layers_find_a_planted_import(copied_house, file, fault, contract):
    with planted(copied_house / file, fault):
        found = lint_imports(copied_house)
    assert found.returncode != 0
    assert contract in " ".join(line for line in found.stdout.splitlines() if "BROKEN" in line)


class planted:  # noqa: N801 (reads as a sentence)
    """A fault appended to a file for a while."""

    def __init__(self, path: Path, fault: str) -> None:
        self.path, self.fault = path, fault
        self.before = path.read_text(encoding="utf-8") if path.exists() else None

    def __enter__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text((self.before or "") + self.fault, encoding="utf-8")

    def __exit__(self, *_: object) -> None:
        if self.before is None:
            self.path.unlink()
        else:
            self.path.write_text(self.before, encoding="utf-8")


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(source), "COLUMNS": "200"}
    )


def test_every_exception_is_still_needed_and_has_its_reason():
    known = {f"{module.dotted}.{function.name}" for module in modules() for function in module.functions()}
    assert set(rules.EXCEPTIONS) <= known | {module.dotted for module in modules()}
    assert all(rules.EXCEPTIONS.values())
