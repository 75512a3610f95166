"""Pages come back: some lack, some come twice, and none takes another's place."""

import pytest

from permanence.paper.sheets import operations, queries
from permanence.paper.sheets.queries import CopyVerdict, SheetList
from permanence.paper.sheets.rules import check_character
from permanence.paper.sheets.tests.made_up import ALICE, at, back, issued, printed, scanned, state

pytestmark = pytest.mark.django_db


def open_questions() -> list:
    return [row.id for row in queries.copy_questions()[0]]


def answer(verdict: CopyVerdict) -> list:
    return operations.answer_copy(
        questions=open_questions(), verdict=verdict, reason="seen", by=ALICE, occurred_at=at(9)
    )


def test_a_sheet_of_three_pages_says_which_one_lacks():
    (number,) = printed(pages=3)
    scanned(number, 1, 3)
    assert queries.sheet(number).missing == (2,)
    (line,) = queries.listed(SheetList.MISSING, at=at(3)).lines
    assert (line.number, line.missing) == (number, (2,))
    scanned(number, 2, batch="scan-2", hours=4)
    assert queries.sheet(number).missing == ()
    assert queries.listed(SheetList.MISSING, at=at(5)).lines == ()


def test_a_sheet_said_to_be_back_whole_lacks_nothing():
    (number,) = printed(pages=3)
    scanned(number, 1)
    back([number], 3)
    assert queries.sheet(number).missing == ()


def test_a_page_the_sheet_does_not_have_is_refused():
    (number,) = printed(pages=2)
    with pytest.raises(operations.SheetsRefused):
        scanned(number, 3)
    assert state(number) == "printed"


def test_a_batch_read_again_changes_nothing():
    (number,) = printed(pages=2)
    scanned(number, 1, 2)
    report = scanned(number, 1, 2, hours=3)
    assert (report.returned, report.copies, len(report.repeated)) == ([], [], 2)
    assert open_questions() == []


def test_a_scan_after_a_hand_is_no_copy_and_takes_no_check_back():
    (number,) = printed()
    back([number])
    operations.record_checked(numbers=[number], by=ALICE, occurred_at=at(3))
    report = scanned(number, 1, hours=4)
    assert (report.copies, state(number)) == ([], "checked")
    assert queries.true_scans(number) == {1: "scan-1/1"}


def test_the_same_page_twice_is_a_question_and_the_first_holds_until_it_is_answered():
    (number,) = printed()
    scanned(number, 1)
    report = scanned(number, 1, batch="scan-2", hours=3)
    assert [(twice.number, twice.page) for twice in report.copies] == [(number, 1)]
    assert queries.true_scans(number) == {1: "scan-1/1"}
    names = {str(queue.name): queue.count for queue in queries.board_queues()}
    assert names["Pages that came twice"] == 1


@pytest.mark.parametrize(("verdict", "scan"), [(CopyVerdict.FIRST, "scan-1/1"), (CopyVerdict.SECOND, "scan-2/1")])
def test_a_person_says_which_is_true(verdict, scan):
    (number,) = printed()
    scanned(number, 1)
    scanned(number, 1, batch="scan-2", hours=3)
    assert answer(verdict) == []
    assert queries.true_scans(number) == {1: scan}
    assert open_questions() == []


def test_when_both_count_the_copy_gets_a_number_derived_from_the_first():
    (number,) = printed(pages=2, blank=True)
    scanned(number, 1, 2)
    scanned(number, 1, 2, batch="scan-2", hours=3)
    (copy,) = answer(CopyVerdict.BOTH)
    assert (copy.origin, copy.counter, copy.copy) == (number.origin, number.counter, 1)
    assert queries.parse_number(copy.spoken) == copy
    assert check_character(copy.compact[:-1]) == copy.compact[-1]
    assert queries.true_scans(number) == {1: "scan-1/1", 2: "scan-1/2"}
    assert queries.true_scans(copy) == {1: "scan-2/1", 2: "scan-2/2"}
    row = queries.sheet(copy)
    assert (row.state.value, row.copy_of, row.patient) == ("returned", number, None)
    assert queries.sheet(number).copies == (copy,)


def test_a_third_copy_gets_the_next_number():
    (number,) = printed()
    scanned(number, 1)
    made = []
    for batch in ("scan-2", "scan-3"):
        scanned(number, 1, batch=batch, hours=3)
        made += answer(CopyVerdict.BOTH)
    assert [copy.copy for copy in made] == [1, 2]


def test_an_answer_is_given_once():
    (number,) = printed()
    scanned(number, 1)
    scanned(number, 1, batch="scan-2", hours=3)
    asked = open_questions()
    answer(CopyVerdict.FIRST)
    with pytest.raises(operations.CopyAnswered):
        operations.answer_copy(questions=asked, verdict=CopyVerdict.SECOND, reason="", by=ALICE, occurred_at=at(10))


def test_a_copy_of_another_boxs_sheet_gets_a_number_of_this_box():
    code = queries.PageCode(queries.SheetNumber("ZZZZ", 12), "charts.notes", 1, 1, 1)
    operations.adopt(codes=[code], by=ALICE, occurred_at=at(1))
    scanned(code.number, 1)
    scanned(code.number, 1, batch="scan-2", hours=3)
    (copy,) = answer(CopyVerdict.BOTH)
    assert copy.origin != "ZZZZ"
    assert queries.sheet(copy).copy_of == code.number


def test_a_photocopy_in_a_hand_is_a_question_and_hides_no_missing_page():
    (number,) = printed(pages=3)
    scanned(number, 1)
    operations.report_copy(pages=[(number, None)], by=ALICE, occurred_at=at(3))
    assert len(open_questions()) == 1
    assert queries.sheet(number).missing == (2, 3)


def test_a_page_that_went_out_again_and_came_back_is_no_copy():
    (number,) = printed()
    scanned(number, 1)
    issued([number], 3)
    report = scanned(number, 1, batch="scan-2", hours=4)
    assert (report.copies, report.returned) == ([], [number])
    assert queries.true_scans(number) == {1: "scan-2/1"}


def test_taking_a_return_back_brings_the_page_out_again():
    (number,) = printed(pages=2)
    scanned(number, 1)
    scanned(number, 2, batch="scan-2", hours=3)
    operations.undo(numbers=[number], reason="another sheet", by=ALICE, occurred_at=at(4))
    assert queries.sheet(number).missing == (2,)
