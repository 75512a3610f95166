"""Carrying a print run away on a stick: whole, checked, and taken up again when the stick fails."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from django.utils import translation

from permanence.foundation.ledger.queries import entries_about
from permanence.paper.outlets import operations
from permanence.paper.outlets.queries.exports import exports, stop_label
from permanence.paper.outlets.rules.manifests import StopReason
from permanence.paper.press import operations as press
from permanence.paper.press import queries as prints
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, plan, subject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    made_up.open_paper_door(monkeypatch)


@pytest.fixture
def run():
    planned = plan([subject(1)], [subject(2), subject(3)], [subject(4)])
    press.print_run(run=planned, by=ALICE, occurred_at=AT)
    return planned


@pytest.fixture
def stick(tmp_path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def small_stick(tmp_path):
    """A real file system with room for one file and a half."""
    path = tmp_path / "small"
    path.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160k", "none", path], check=False).returncode
    ):
        pytest.skip("a small disk can only be mounted by root on Linux")
    yield path
    subprocess.run(["umount", "-l", path], check=True)


def export(run, folder, **more) -> operations.CopyReport:
    return operations.export_run(run=run, folder=folder, by=ALICE, occurred_at=AT, **more)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_every_file_lies_there_with_its_digest_and_the_whole_run_in_one(run, stick):
    report = export(run, stick)
    assert names(stick) == [
        "00-whole.pdf", "01-service-n-1.pdf", "02-service-n-2.pdf", "03-service-n-3.pdf", "SHA256SUMS", "manifest.json",
    ]  # fmt: skip
    assert (report.files, report.kept, report.lacking) == (4, 0, ())
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=report.folder, capture_output=True, check=False)
    assert checked.returncode == 0
    said = json.loads((report.folder / "manifest.json").read_text(encoding="utf-8"))
    assert [file["name"] for file in said["files"]][-1] == "00-whole.pdf"
    with pypdfium2.PdfDocument(report.folder / "00-whole.pdf") as whole:
        assert len(whole) == sum(part.pages for part in prints.run(run).parts) == 4
    assert b"pdfaid:part>2<" in (report.folder / "00-whole.pdf").read_bytes()
    for path in report.folder.iterdir():
        if path.suffix != ".pdf":
            assert "DURAND" not in path.read_text(encoding="utf-8")
    assert [entry.kind for entry in entries_about(report.export)] == ["outlets.exported"]
    for part in prints.run(run).parts:
        assert [entry.kind for entry in entries_about(part.id)] == ["press.printed", "press.opened"]


def test_a_copy_that_is_there_already_is_kept_and_checked(run, stick):
    export(run, stick)
    report = export(run, stick)
    assert (report.files, report.kept) == (4, 3)


def test_a_stick_pulled_out_says_what_to_do_and_the_next_copy_goes_on(run, stick, tmp_path):
    gone = tmp_path / "in a pocket"

    def pull(progress: operations.CopyProgress) -> None:
        if progress.files == 1:
            stick.rename(gone)

    with pytest.raises(operations.CopyStopped) as stopped:
        export(run, stick, on_progress=pull)
    assert stopped.value.reason is StopReason.GONE
    with translation.override("en"):
        assert "Put it back" in stop_label(stopped.value.reason)
    (row,) = exports()
    assert (row.stop, row.files, row.ended_at) == (StopReason.GONE, 1, None)
    assert [entry.kind for entry in entries_about(row.id)] == ["outlets.export_stopped"]
    assert [path.name.rpartition("-")[2] for path in gone.iterdir()] == ["INCOMPLETE"]
    gone.rename(stick)
    report = export(run, stick)
    assert (report.files, report.kept) == (4, 1)
    assert "manifest.json" in names(stick)


def test_half_a_file_left_on_the_stick_is_written_again(run, stick):
    report = export(run, stick)
    half = report.folder / "02-service-n-2.pdf"
    half.write_bytes(half.read_bytes()[:1000])
    (report.folder / ".03-service-n-3.pdf.part").write_bytes(b"%PDF-1.7 half")
    (report.folder / "manifest.json").unlink()
    again = export(run, stick)
    assert again.kept == 2
    assert len(names(stick)) == 6
    (part,) = [part for part in prints.run(run).parts if part.place == 2]
    assert hashlib.sha256(half.read_bytes()).hexdigest() == part.sha256


def test_a_stick_without_room_is_refused_before_anything_is_written(run, small_stick):
    with pytest.raises(operations.CopyStopped) as stopped:
        export(run, small_stick)
    assert stopped.value.reason is StopReason.FULL
    assert stopped.value.needed > stopped.value.free > 0
    assert names(small_stick) == []


def test_a_stick_that_fills_up_half_way_keeps_what_is_whole(run, small_stick):
    (small_stick / "somebody's holidays").write_bytes(b"x" * 60_000)

    def fill(progress: operations.CopyProgress) -> None:
        (small_stick / "more holidays").write_bytes(b"x" * 30_000)

    with pytest.raises(operations.CopyStopped) as stopped:
        export(run, small_stick, whole=False, on_progress=fill)
    assert stopped.value.reason is StopReason.FULL
    with translation.override("en"):
        assert "take a larger one" in stop_label(stopped.value.reason)
    (small_stick / "more holidays").unlink()
    (small_stick / "somebody's holidays").unlink()
    assert export(run, small_stick, whole=False).files == 3


def test_a_folder_that_is_not_there_is_never_made_up(run, tmp_path):
    with pytest.raises(operations.CopyStopped) as stopped:
        export(run, tmp_path / "no such stick")
    assert stopped.value.reason is StopReason.MISSING
    assert not (tmp_path / "no such stick").exists()


def test_a_part_that_is_not_ready_and_a_file_that_was_changed_are_said_to_lack(stick):
    run = plan([subject(1)], [subject(2, made_up.REFUSED)], [subject(3)])
    press.print_run(run=run, by=ALICE, occurred_at=AT)
    changed = prints.run(run).parts[2].path
    changed.write_bytes(changed.read_bytes() + b"\n")
    report = export(run, stick)
    assert report.lacking == ("Service n° 2", "Service n° 3")
    assert names(report.folder) == ["00-whole.pdf", "01-service-n-1.pdf", "SHA256SUMS", "manifest.json"]
    with pypdfium2.PdfDocument(report.folder / "00-whole.pdf") as whole:
        assert len(whole) == 1


def test_it_refuses_a_run_it_does_not_know_and_one_without_a_file(stick):
    with pytest.raises(operations.RunUnknown):
        export(subject(1), stick)
    with pytest.raises(operations.NothingReady):
        export(plan([subject(1)]), stick)
