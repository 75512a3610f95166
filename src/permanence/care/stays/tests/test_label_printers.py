"""Printing labels and numbers from the console: as PDF, and in ZPL for label printers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.patients.queries import reads_of
from permanence.care.stays import queries
from permanence.care.stays.cli import of_patients, stays
from permanence.care.stays.rules.zpl import LabelTooSmall, ZplLabel, zpl
from permanence.care.stays.tests.hospital import admit
from permanence.care.stays.tests.zpl_parser import parse
from permanence.paper.press.tests.reading import read_pages

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=70)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def asked(group, *words: str) -> dict:
    answer = CliRunner().invoke(group, [*words, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


@pytest.mark.django_db
class TestLabels:
    def test_zpl_says_who_it_is_twenty_times_with_accents(self):
        admit("800001", birth_family="LEFÈVRE", used_family="DE L'ÎLE", visit="V1")
        label = parse(asked(of_patients, "labels", "V1", "--zpl")["zpl"])
        assert (label.copies, label.unicode, label.width, label.height) == (20, True, 456, 256)
        said = [field.text for field in label.fields]
        assert said[:2] == ["LEFÈVRE", "ANNE"]
        assert any("DE L'ÎLE" in text for text in said)
        assert "IPP 800001 V1" in said
        (code,) = [field for field in label.fields if field.is_code]
        assert (code.text, "BC" in code.how) == ("800001", True)

    def test_it_may_be_written_to_a_file_in_another_size(self, tmp_path):
        admit("800001", visit="V1")
        path = tmp_path / "labels.zpl"
        asked(
            of_patients,
            "labels",
            "V1",
            "--zpl",
            "--width",
            "100",
            "--height",
            "50",
            "--copies",
            "3",
            "--out",
            str(path),
        )
        label = parse(path.read_text(encoding="utf-8"))
        assert (label.width, label.height, label.copies) == (800, 400, 3)

    def test_without_zpl_a_band_and_a_sheet_of_labels_are_printed(self):
        admit("800001", visit="V1")
        report = asked(of_patients, "labels", "V1")
        (file,) = Path(report["folder"]).glob("*.pdf")
        assert "800001" not in file.name
        band, labels = read_pages(file.read_bytes())
        assert (len(band.others), len(labels.others)) == (5, 20)

    def test_whose_labels_they_are_is_accounted_for(self):
        stay = admit("800001", visit="V1")
        asked(of_patients, "labels", "V1", "--zpl")
        assert [read.screen for read in reads_of(queries.stay(stay).patient)] == ["cli patients labels"]

    @pytest.mark.parametrize("words", [("labels", "V404", "--zpl"), ("labels", "V1", "--zpl", "--width", "20")])
    def test_what_cannot_be_labelled_is_refused_with_words(self, words):
        admit("800001", visit="V1")
        answer = CliRunner().invoke(of_patients, words)
        assert answer.exit_code == 1
        assert "Error" in answer.output


@pytest.mark.django_db
class TestNumbers:
    def test_handing_out_prints_a_sheet_a_desk_and_says_who_holds_what(self):
        report = asked(stays, "hand-out", "Emergency", "Admissions", "--count", "5")
        assert (report["sheets"], [block["desk"] for block in report["blocks"]]) == (2, ["Emergency", "Admissions"])
        assert asked(stays, "holder", report["blocks"][1]["last"])["block"]["desk"] == "Admissions"
        assert asked(stays, "blocks")["blocks"] == report["blocks"]

    def test_a_misread_number_and_a_number_of_nobody_are_told_apart(self):
        report = asked(stays, "hand-out", "Emergency", "--count", "1")
        good = report["blocks"][0]["first"]
        wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
        assert "Error" in CliRunner().invoke(stays, ["holder", wrong]).output
        other = queries.ProvisionalNumber("ZZZZ", 7).spoken
        answer = CliRunner().invoke(stays, ["holder", other, "--json"])
        assert (answer.exit_code, json.loads(answer.output)) == (1, {"block": None})

    def test_a_block_of_too_many_is_refused(self):
        assert CliRunner().invoke(stays, ["hand-out", "Emergency", "--count", "500"]).exit_code == 1


@given(st.lists(texts, min_size=1, max_size=5), st.sampled_from(["800001", "IPP-AB/2026-0000123456789", "É1", ""]),
       st.sampled_from([90, None]), st.sampled_from([(38, 21), (57, 32), (100, 50)]))  # fmt: skip
def test_any_text_reaches_the_printer_as_it_is_and_none_is_taken_for_a_command(lines, number, modules, size):
    label = parse(zpl(ZplLabel(lines, number, modules), 20, *size))
    assert [field.text for field in label.fields if not field.is_code] == lines
    assert [field.text for field in label.fields if field.is_code] == [number] * bool(number and number.isascii())
    assert all(0 <= field.x < label.width and field.y >= 0 for field in label.fields)


@given(st.lists(st.text("ABCDEFGHIJ '-", min_size=1, max_size=24), min_size=3, max_size=5))
def test_on_the_usual_label_no_text_runs_into_another_or_into_the_bars(lines):
    label = parse(zpl(ZplLabel(lines, "800001234", 101), 1, 57, 32))
    *said, bars = label.fields
    assert all(before.foot <= after.y for before, after in zip(said, [*said[1:], bars], strict=True))
    assert bars.y + int(bars.how["BC"].split(",")[1]) <= label.height


@pytest.mark.parametrize("size", [(37, 32), (57, 20)])
def test_a_label_too_small_for_an_identity_is_refused(size):
    with pytest.raises(LabelTooSmall):
        zpl(ZplLabel(["DURAND"], "1", 35), 1, *size)
