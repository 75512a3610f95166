"""`permanence press`: carry a run out, say how far it is, print again."""

import orjson
import pytest
from click.testing import CliRunner, Result

from permanence.paper.press import cli, queries
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import REFUSED, plan, subject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    made_up.open_paper_door(monkeypatch)


def typed(*words: str) -> Result:
    return CliRunner().invoke(cli.press, words)


def report(*words: str) -> dict:
    result = typed(*words, "--json")
    assert result.exit_code == 0, result.output
    return orjson.loads(result.output)


def test_it_prints_the_newest_run_and_says_where_the_files_lie():
    run = plan([subject(1)], [subject(2)])
    said = report("run")
    assert (said["run"], said["parts"], said["failed"], said["sheets"]) == (str(run), 2, 0, 2)
    shown = report("show")
    assert [part["state"] for part in shown["files"]] == ["ready", "ready"]
    assert shown["folder"] == said["folder"] == str(queries.run(run).folder)
    assert "01-service-n-1.pdf" in typed("show").output


def test_it_tells_each_file_as_it_lands():
    plan([subject(1)], [subject(2)])
    lines = typed("run").output.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["1/2", "2/2"]


def test_a_run_that_failed_is_tried_again_and_says_so_to_other_programs():
    plan([subject(1, REFUSED)])
    assert typed("run").exit_code == 1
    assert report("list")["runs"][0]["failed"] == 1
    assert typed("run").exit_code == 1


def test_it_prints_chosen_parts_again():
    plan([subject(1)], [subject(2)])
    report("run")
    again = report("reprint", "--part", "2")
    assert (again["parts"], again["sheets"]) == (1, 1)
    assert len(report("list")["runs"]) == 2
    assert typed("reprint", "--part", "9").exit_code == 1


def test_it_finds_a_run_by_the_start_of_its_folder_and_refuses_what_it_does_not_know():
    run = plan([subject(1)])
    assert report("show", queries.run(run).folder.name)["run"] == str(run)
    assert typed("show", "1999").exit_code == 1
