"""`permanence forms` and `press sheet`: what other people's tools drive."""

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from permanence.paper.forms import cli
from permanence.paper.forms.tests.made_up import EVERY_TYPE, item, questionnaire
from permanence.paper.press.tests.reading import read_pages

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).resolve().parents[6] / "shared" / "corpora" / "questionnaires"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PERMANENCE_LANGUAGE", "en")
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "forms"
    made.mkdir()
    (made / "every.json").write_bytes(orjson.dumps(EVERY_TYPE))
    return made


def typed(*words: object) -> Result:
    group = cli.press_group if words[0] == "sheet" else cli.forms
    return CliRunner().invoke(group, [str(word) for word in words])


def report(*words: object, code: int = 0) -> dict:
    result = typed(*words, "--json")
    assert result.exit_code == code, result.output
    return orjson.loads(result.output)


def test_checking_a_folder_counts_what_can_be_printed_and_says_why_not(folder):
    (folder / "bad.json").write_bytes(orjson.dumps(questionnaire(item("1", "colour"))))
    (folder / "broken.json").write_text("{")
    said = report("check", folder, code=1)
    told = {Path(one["file"]).name: one for one in said.pop("forms")}
    assert said == {"valid": 1, "printable": 1, "refused": 2, "crashed": 0, "items": 23}
    assert (told["every.json"]["ok"], told["every.json"]["items"]) == (True, 23)
    assert told["every.json"]["pages"] >= 1
    assert "Item 1" in told["bad.json"]["reason"]
    assert "colour" in told["bad.json"]["reason"]
    assert typed("check", folder).exit_code == 1


def test_a_form_is_taken_in_listed_looked_at_and_printed(folder, tmp_path):
    taken = report("import", folder)["imported"]
    assert [(one["form"], one["language"], one["fresh"]) for one in taken] == [
        ("made_up", "en", True),
        ("made_up", "fr", True),
    ]
    assert "made_up" in typed("list").output
    blank = tmp_path / "blank.pdf"
    assert typed("preview", "made_up", "--out", blank).exit_code == 0
    assert blank.read_bytes().startswith(b"%PDF")
    assert typed("preview", folder / "every.json", "--out", blank).exit_code == 0
    made = report("sheet", "made_up", "--count", 2, "--out", tmp_path / "out")
    pages = read_pages(Path(made["pdf"]).read_bytes())
    assert (made["pages"], made["sheet"]) == (len(pages), pages[0].code.number.spoken)
    assert len(made["sheets"]) == 2


def test_the_layout_says_where_every_field_lies(folder):
    report("import", folder)
    said = report("layout", "made_up")
    assert (said["form"], said["page_mm"], said["sheet"]) == ("made_up", [210.0, 297.0], None)
    ticks = [one for one in said["fields"] if one["link_id"] == "one"]
    assert [(one["option"], one["kind"]) for one in ticks] == [("r", "tick"), ("g", "tick"), ("b", "tick")]
    assert all(len(one["box_mm"]) == 4 for one in said["fields"])
    cells = [one for one in said["fields"] if one["link_id"] == "day"]
    assert [(one["cell"], one["hand"]) for one in cells] == [(cell, "figures") for cell in range(8)]


def test_answers_from_a_file_are_printed(folder, tmp_path):
    report("import", folder)
    answers = tmp_path / "answers.json"
    response = {"resourceType": "QuestionnaireResponse", "item": [
        {"linkId": "long", "answer": [{"valueString": "Chrysanthème"}]}]}  # fmt: skip
    answers.write_bytes(orjson.dumps(response))
    made = report("sheet", "made_up", "--answers", answers, "--out", tmp_path)
    assert "Chrysanthème" in " ".join(page.words for page in read_pages(Path(made["pdf"]).read_bytes()))


@pytest.mark.parametrize("words", [("layout", "nothing"), ("retire", "nothing"), ("sheet", "nothing", "--out", "x")])
def test_a_form_that_is_not_here_is_said(words):
    result = typed(*words)
    assert result.exit_code == 1
    assert "No form is called nothing here" in result.output


def test_a_form_is_retired_and_taken_back(folder):
    report("import", folder)
    assert typed("retire", "made_up", "--reason", "old").exit_code == 0
    assert report("list")["forms"] == []
    assert [one["retired"] for one in report("list", "--all")["forms"]] == [True, True]
    assert typed("retire", "made_up", "--undo").exit_code == 0
    assert len(report("list")["forms"]) == 2


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of questionnaires is not here")
def test_real_questionnaires_are_all_printed():
    said = report("check", CORPUS)
    assert (said["refused"], said["crashed"]) == (0, 0)
    assert said["printable"] == len(list(CORPUS.glob("*.json")))
