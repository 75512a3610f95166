"""Printing a run: every part on the disk once, numbered, recorded, and left to a person when it fails."""

import hashlib

import pytest

from permanence.foundation.board import Health
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.press import operations, queries
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, BLANK, BROKEN, REFUSED, plan, subject
from permanence.paper.press.tests.reading import read_pages
from permanence.paper.sheets import queries as sheets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    made_up.open_paper_door(monkeypatch)


def print_run(run, **more) -> operations.PrintReport:
    return operations.print_run(run=run, by=ALICE, occurred_at=AT, **more)


def test_each_part_becomes_one_file_with_its_digest_and_the_ledger_says_so():
    run = plan([subject(1), subject(2, 150)], [subject(3)])
    told = []
    report = print_run(run, on_progress=told.append)
    row = queries.run(run)
    assert [part.state for part in row.parts] == [queries.PartState.READY] * 2
    assert row.finished
    assert (report.parts, report.failed, report.sheets, report.pages) == (2, 0, 3, row.pages)
    assert report.pages >= 5
    assert [progress.done for progress in told] == [1, 2]
    for part in row.parts:
        content = part.path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == part.sha256
        assert len(read_pages(content)) == part.pages
        (entry,) = entries_about(part.id)
        assert entry.kind == "press.printed"
        assert part.sha256 in entry.facts
    assert [path.name for path in sorted(row.folder.iterdir())] == ["01-service-n-1.pdf", "02-service-n-2.pdf"]


def test_every_page_names_a_sheet_the_box_knows_and_a_head_its_ledger_holds():
    run = plan([subject(1), subject(2)])
    print_run(run)
    (part,) = queries.run(run).parts
    for page, patient in zip(read_pages(part.path.read_bytes()), (subject(1), subject(2)), strict=True):
        row = sheets.sheet(page.code.number)
        assert (row.patient, row.run, row.part, row.pages) == (patient, run, part.id, 1)
        assert row.state is sheets.SheetEventKind.PRINTED
        assert page.code.number.spoken in page.words
        assert page.code.patient_key == sheets.patient_key(patient)
        assert "Data of 21/08/2026 03:00, 0 min old" in page.words
    assert sheets.unprinted(part.id) == []


def test_a_run_without_a_picture_says_that_the_age_is_unknown_and_an_exercise_that_it_is_one():
    run = plan([subject(1)], picture_at=None, exercise=True)
    print_run(run)
    (page,) = read_pages(queries.run(run).parts[0].path.read_bytes())
    assert "Age of the data unknown" in page.words
    assert "EXERCISE" in page.words


def test_h0_stands_on_every_page_of_a_crisis():
    run = plan([subject(1, 150)], declared_at=AT)
    print_run(run)
    pages = read_pages(queries.run(run).parts[0].path.read_bytes())
    assert all("CRISIS declared on 21/08/2026 03:00 (H0)" in page.words for page in pages)


def test_a_room_that_fails_stops_only_its_part_which_waits_for_a_person(caplog):
    run = plan([subject(1)], [subject(2, REFUSED), subject(3, REFUSED)], [subject(4)])
    report = print_run(run)
    assert report.failed == 1
    states = [part.state for part in queries.run(run).parts]
    assert states == [queries.PartState.READY, queries.PartState.FAILED, queries.PartState.READY]
    (queue,) = queries.board_queues()
    assert queue.count == 1
    assert queries.board_signs()[0].health is Health.BAD
    assert "a room that fails" not in caplog.text
    assert queries.waiting_runs() == []
    assert operations.retry(run=run, by=ALICE, occurred_at=AT) == 1
    assert queries.waiting_runs() == [run]
    assert operations.retry(run=run, by=ALICE, occurred_at=AT) == 0


def test_a_subject_its_room_fails_over_costs_its_own_document_which_is_missed_aloud(caplog):
    run = plan([subject(1), subject(2, REFUSED), subject(3)])
    report = print_run(run)
    assert (report.failed, report.plain, report.sheets) == (0, 1, 3)
    pages = read_pages(queries.run(run).parts[0].path.read_bytes())
    assert ["could not be prepared" in page.words for page in pages] == [False, True, False]
    assert str(subject(2, REFUSED)) in pages[1].words
    assert "a room that fails" not in caplog.text


def test_numbers_of_a_part_that_failed_are_void(monkeypatch):
    run = plan([subject(1), subject(2)])
    monkeypatch.setattr("permanence.paper.press.adapters.files.write_aside", _full_disk)
    print_run(run)
    (part,) = queries.run(run).parts
    assert part.failure == "OSError"
    rows = sheets.sheets_of_part(part.id)
    assert [row.state for row in rows] == [sheets.SheetEventKind.VOIDED] * 2


def _full_disk(*_: object) -> None:
    raise OSError("no space left")


def test_a_retried_part_gets_new_numbers(monkeypatch):
    run = plan([subject(1)])
    with monkeypatch.context() as full:
        full.setattr("permanence.paper.press.adapters.files.write_aside", _full_disk)
        print_run(run)
    operations.retry(run=run, by=ALICE, occurred_at=AT)
    assert print_run(run).failed == 0
    (part,) = queries.run(run).parts
    states = [row.state for row in sheets.sheets_of_part(part.id)]
    assert states == [sheets.SheetEventKind.VOIDED, sheets.SheetEventKind.PRINTED]


def test_a_document_without_layout_is_counted():
    run = plan([subject(1), subject(2, BROKEN)])
    assert print_run(run).plain == 1
    assert len(read_pages(queries.run(run).parts[0].path.read_bytes())) == 2


def test_a_part_with_nothing_to_print_is_done():
    run = plan([], [subject(1)])
    assert print_run(run).failed == 0
    assert [part.state for part in queries.run(run).parts] == [queries.PartState.EMPTY, queries.PartState.READY]


def test_printing_a_finished_run_again_does_nothing():
    run = plan([subject(1)])
    print_run(run)
    before = queries.run(run)
    assert print_run(run).first_file_s is None
    assert queries.run(run) == before


def test_the_night_porter_prints_what_waits_and_nothing_else():
    first, second = plan([subject(1)]), plan([subject(2)])
    assert operations.print_waiting_runs(by=ALICE) == 2
    assert all(queries.run(run).finished for run in (first, second))
    assert operations.print_waiting_runs(by=ALICE) == 0


def test_printing_again_gives_new_numbers_and_replaces_the_old_sheets():
    ward = subject(7)
    run = operations.plan_run(
        title="Kit", picture_at=AT, by=ALICE, occurred_at=AT, language="en",
        parts=[operations.PartPlan("Ward", [("made_up.lines", [subject(1), ward])], ward=ward)],
    )  # fmt: skip
    print_run(run)
    (old,) = queries.run(run).parts
    again = operations.plan_again(parts=[old.id], by=ALICE, occurred_at=AT)
    print_run(again)
    (new,) = queries.run(again).parts
    gone, replaced = sheets.sheets_of_part(old.id)
    (fresh,) = sheets.sheets_of_part(new.id)
    assert gone.state is sheets.SheetEventKind.PRINTED
    assert replaced.state is sheets.SheetEventKind.REPLACED
    assert replaced.events[-1].replaced_by == fresh.number
    assert fresh.patient == ward


def test_blank_forms_printed_again_are_more_stock_and_replace_nothing():
    form = subject(1, BLANK)
    run = operations.plan_run(
        title="Forms", picture_at=AT, by=ALICE, occurred_at=AT, language="en",
        parts=[operations.PartPlan("Ward", [("made_up.lines", [form, form])])],
    )  # fmt: skip
    print_run(run)
    (old,) = queries.run(run).parts
    print_run(operations.plan_again(parts=[old.id], by=ALICE, occurred_at=AT))
    rows = sheets.sheets_of_part(old.id)
    assert [(row.state, row.blank) for row in rows] == [(sheets.SheetEventKind.PRINTED, True)] * 2
    (line,) = sheets.stock()
    assert line.level.on_hand == 4


def test_where_several_sheets_are_about_the_same_none_is_taken_for_a_newer_print_of_another():
    run = plan([subject(1), subject(1), subject(2)])
    print_run(run)
    (old,) = queries.run(run).parts
    print_run(operations.plan_again(parts=[old.id], by=ALICE, occurred_at=AT))
    states = [row.state for row in sheets.sheets_of_part(old.id)]
    kept, replaced = sheets.SheetEventKind.PRINTED, sheets.SheetEventKind.REPLACED
    assert states == [kept, kept, replaced]


def test_it_refuses_a_run_it_does_not_know():
    with pytest.raises(operations.RunUnknown):
        print_run(subject(1))


def test_it_refuses_a_kind_no_room_prints_and_a_run_without_parts():
    with pytest.raises(operations.PrintableUnknown):
        operations.plan_run(
            title="Kit", parts=[operations.PartPlan("x", [("no.such", [])])], picture_at=AT, by=ALICE, occurred_at=AT
        )
    with pytest.raises(operations.NothingToPrint):
        operations.plan_run(title="Kit", parts=[], picture_at=AT, by=ALICE, occurred_at=AT)
    with pytest.raises(operations.NothingToPrint):
        operations.plan_again(parts=[subject(1)], by=ALICE, occurred_at=AT)


def test_the_plan_is_in_the_ledger():
    run = plan([subject(1)])
    assert [entry.kind for entry in entries_about(run)] == ["press.planned"]
