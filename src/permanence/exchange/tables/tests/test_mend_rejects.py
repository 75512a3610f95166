"""Rows that could not be taken in come back as a file, are put right in a spreadsheet, and are settled by it."""

import csv
import io
from datetime import date

import orjson
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.agenda import queries as agenda
from permanence.exchange.feeds.models import Quarantine
from permanence.exchange.tables import cli, queries
from permanence.exchange.tables.rules.rejects import defused, mended_cells, restored
from permanence.exchange.tables.tests.made_up import appointment, as_csv, rejects_of, taken_in, written
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
ODD = {"Date de naissance": "31/02/1971", "Motif": '=HYPERLINK("http://evil")', "IPP": "0070012"}


def run(*arguments):
    result = CliRunner().invoke(cli.tables, [*map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    return orjson.loads(result.output)


def rejected(tmp_path):
    report = run("import", written(tmp_path, as_csv(appointment("1001", **ODD), appointment("1002"))), "--feed", "RDV")
    assert (report["applied"], report["quarantined"]) == (1, 1)
    file = tmp_path / "rejects.csv"
    run("rejects", report["id"], file)
    return file, list(csv.reader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))


def saved_again(file, rows):
    with file.open("w", encoding="cp1252", newline="") as text:
        csv.writer(text, delimiter=";").writerows(rows)


def test_the_rejects_say_what_is_wrong_under_the_original_headings(tmp_path):
    _file, (headings, row) = rejected(tmp_path)
    assert headings[:3] == ["N° RDV", "IPP", "Nom"]
    assert headings[-2:] == ["What is wrong", "permanence-id"]
    assert row[-2] == "Date de naissance: is no date"
    assert LedgerEntry.objects.filter(kind="tables.rejects_given").count() == 1


def test_no_spreadsheet_runs_what_a_cell_holds(tmp_path):
    _file, (_headings, row) = rejected(tmp_path)
    assert row[11] == '\'=HYPERLINK("http://evil")'


def test_a_row_put_right_is_settled_as_mended_and_keeps_what_the_spreadsheet_spoilt(tmp_path):
    file, (headings, row) = rejected(tmp_path)
    row[4], row[1] = "28/02/1971", "70012"
    saved_again(file, [headings, row])
    assert run("import", file) == {"mended": 1, "still_refused": 0, "settled_before": 0}
    found = {one.number: one for one in agenda.appointments(day=date(2026, 12, 2))}["1001"]
    assert (found.patient.birth_date, found.patient.ipp) == (date(1971, 2, 28), "0070012")
    assert found.reason == ODD["Motif"]
    assert Quarantine.objects.get().resolutions.get().kind == "mended"


def test_a_row_left_wrong_keeps_waiting(tmp_path):
    file, rows = rejected(tmp_path)
    saved_again(file, rows)
    assert run("import", file) == {"mended": 0, "still_refused": 1, "settled_before": 0}
    rows[1][4] = "still no date"
    saved_again(file, rows)
    assert run("import", file)["still_refused"] == 1
    assert len(rejects_of(queries.imports()[0])) == 2


def test_rows_are_settled_together_and_one_still_wrong_takes_no_other_with_it(tmp_path):
    wrong = [appointment(str(number), **ODD) for number in range(1001, 1007)]
    report = run("import", written(tmp_path, as_csv(*wrong)), "--feed", "RDV")
    file = tmp_path / "rejects.csv"
    run("rejects", report["id"], file)
    headings, *rows = csv.reader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";")
    for place, row in enumerate(rows):
        row[4] = "still no date" if place % 3 == 1 else "28/02/1971"
    saved_again(file, [headings, *rows])
    assert run("import", file) == {"mended": 4, "still_refused": 2, "settled_before": 0}
    assert LedgerEntry.objects.filter(kind="feeds.message_mended").count() == 4
    assert Quarantine.objects.filter(resolutions__isnull=True).count() == 2


def test_a_row_settled_meanwhile_is_told_apart(tmp_path):
    file, rows = rejected(tmp_path)
    rows[1][4] = "28/02/1971"
    saved_again(file, rows)
    run("import", file)
    assert run("import", file) == {"mended": 0, "still_refused": 0, "settled_before": 1}


def test_no_file_of_rejects_is_empty_of_headings(tmp_path):
    row = taken_in(written(tmp_path, as_csv(appointment("1002"))))
    assert rejects_of(row) == [["What is wrong", "permanence-id"]]


@given(st.text())
def test_whatever_a_cell_holds_comes_back_as_it_was(cell):
    assert restored(defused(cell)) == cell
    assert not defused(cell).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=6, unique_by=lambda pair: pair[0]))
def test_a_row_that_nobody_touched_is_the_same_row(cells):
    assert mended_cells(cells, {heading: defused(text) for heading, text in cells}) == tuple(cells)
