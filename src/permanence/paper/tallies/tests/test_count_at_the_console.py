"""Counting the paper at the console, as people and other programs do."""

import json

import pytest
from click.testing import CliRunner

from permanence.foundation.places.models import Location
from permanence.paper.sheets import queries
from permanence.paper.sheets.tests.made_up import AT, issued, printed, scanned
from permanence.paper.tallies import cli

pytestmark = pytest.mark.django_db


def typed(*words: str) -> dict:
    answer = CliRunner().invoke(cli.counting, [*words, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


@pytest.fixture
def ward():
    return Location.objects.create(kind="ward", code="CARD", name="Cardiology", occurred_at=AT).pk


def test_status_counts_by_state_and_by_form_and_ward(ward):
    numbers = printed(4, ward=ward, pages=2)
    scanned(numbers[0], 1)
    report = typed("status")
    assert report["states"] == {"printed": 3, "returned": 1}
    assert report["waiting"]["missing"] == 1
    (line,) = report["lines"]
    assert (line["ward_name"], line["kind"], line["total"]) == ("Cardiology", "charts.notes", 4)


def test_stock_says_what_to_print_and_takes_what_is_wanted(ward):
    printed(4, blank=True, ward=ward)
    (line,) = typed("stock")["stock"]
    assert (line["on_hand"], line["short"], line["to_print"], line["days"]) == (4, True, 6, None)
    typed("want", "--ward", "CARD", "--warn-days", "1", "--hold-days", "2", "--least", "2")
    assert typed("stock", "--short")["stock"] == []
    typed("patience", "5", "--ward", "CARD")
    assert queries.out_limits() == {None: 24, ward: 5}


def test_the_lists_to_tick_are_printed_from_the_console(ward, tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    issued(printed(3, ward=ward), ward=ward)
    report = typed("tally", "out")
    assert (report["sheets"], report["pages"]) == (1, 1)
    assert CliRunner().invoke(cli.counting, ["tally", "stock"]).exit_code == 1
