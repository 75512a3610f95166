"""Typing a sheet: who types what, what is settled, what is asked, what is done at the end."""

import pytest

from permanence.foundation.ledger.queries import entries_about
from permanence.paper.desk import operations
from permanence.paper.desk.models import DeskEntry, DeskQuestion, DeskSheet
from permanence.paper.desk.operations import (
    DifferenceOpen,
    FieldTaken,
    NoDifference,
    NothingToUndo,
    NotSettled,
    QuestionAnswered,
    SheetDone,
    SheetOnDesk,
)
from permanence.paper.desk.queries import work
from permanence.paper.desk.queries.forms import FormNotHeld
from permanence.paper.desk.rules import NotTyped, Reading, Standing
from permanence.paper.desk.tests.made_up_sheets import ANNE, BORIS, at, field, fill, lay, surely, type_in


def validate(sheet, hour=3.0):
    return operations.validate(sheet=sheet, by=ANNE, occurred_at=at(hour))


def test_what_was_surely_read_needs_nobody_and_what_was_not_waits(editions):
    sheet = lay(editions, readings={("pulse", 0): surely(cells=("", "8", "4"))})
    assert field(sheet, "pulse").standing == Standing.READ
    assert field(sheet, "woke").standing == Standing.WAITING
    assert field(sheet, "prose").standing == Standing.KEPT


def test_it_refuses_a_form_nobody_holds_and_the_same_number_twice(editions):
    lay(editions)
    with pytest.raises(SheetOnDesk):
        lay(editions)
    with pytest.raises(FormNotHeld):
        lay({"strange": 7}, form="strange", serial=2)
    assert DeskSheet.objects.count() == 1


def test_the_gravest_sheet_comes_first_then_the_oldest(editions):
    young, old = lay(editions, serial=1, hour=5), lay(editions, serial=2, hour=1)
    grave = lay(editions, form="drug", serial=3, hour=6)
    assert [row.id for row in work.queue(at(7))] == [grave, old, young]


def test_two_people_never_get_the_same_sheet(editions):
    first, second = lay(editions, serial=1), lay(editions, serial=2)
    assert operations.take_sheet(by=ANNE, occurred_at=at(2)) == first
    assert operations.take_sheet(by=BORIS, occurred_at=at(2)) == second
    assert operations.take_sheet(sheet=first, by=BORIS, occurred_at=at(2)) is None
    with pytest.raises(FieldTaken):
        type_in(first, {"pulse": "84"}, by=BORIS)


def test_who_went_home_holds_a_sheet_for_a_quarter_of_an_hour_only(editions):
    sheet = lay(editions)
    operations.take_sheet(by=ANNE, occurred_at=at(2))
    assert operations.take_sheet(by=BORIS, occurred_at=at(2.2)) is None
    assert operations.take_sheet(by=BORIS, occurred_at=at(2.3)) == sheet


def test_who_gives_work_back_frees_it_at_once(editions):
    sheet = lay(editions)
    operations.take_sheet(by=ANNE, occurred_at=at(2))
    operations.release(by=ANNE, occurred_at=at(2.01))
    assert operations.take_sheet(by=BORIS, occurred_at=at(2.02)) == sheet


def test_one_person_settles_an_ordinary_field(editions):
    sheet = lay(editions)
    type_in(sheet, {"pulse": "84"})
    assert field(sheet, "pulse").standing == Standing.SETTLED
    assert field(sheet, "pulse").holds["cells"] == [" ", "8", "4"]


def test_a_dangerous_field_is_typed_by_two_people_and_the_reader_is_none_of_them(editions):
    sheet = lay(editions, form="drug", readings={("dose", 0): surely(cells=("", "", "", "5", "", ""))})
    assert field(sheet, "dose").standing == Standing.WAITING
    type_in(sheet, {"dose": "5"})
    type_in(sheet, {"dose": "5"}, hour=2.1)
    assert field(sheet, "dose").standing == Standing.SECOND
    type_in(sheet, {"dose": "5,0"}, by=BORIS, hour=2.2)
    assert field(sheet, "dose").standing == Standing.SETTLED


def test_two_who_differ_are_settled_by_a_third_step_and_never_typed_over(editions):
    sheet = lay(editions, form="drug")
    type_in(sheet, {"dose": "5"})
    type_in(sheet, {"dose": "50"}, by=BORIS)
    dose = field(sheet, "dose")
    assert (dose.standing, dose.holds) == (Standing.DIFFERS, None)
    with pytest.raises(DifferenceOpen):
        type_in(sheet, {"dose": "50"}, hour=2.5)
    with pytest.raises(DifferenceOpen):
        operations.undo(field=dose.pk, by=ANNE, occurred_at=at(2.5))
    reading = Reading(cells=(" ", " ", "5", "0", " ", " "))
    operations.decide(field=dose.pk, reading=reading, by=ANNE, occurred_at=at(2.6))
    assert field(sheet, "dose").holds["cells"] == list(reading.cells)
    assert DeskEntry.objects.filter(field=dose).count() == 3
    with pytest.raises(NoDifference):
        operations.decide(field=dose.pk, reading=reading, by=ANNE, occurred_at=at(2.7))


def test_an_entry_taken_back_stays_and_the_one_before_it_holds_again(editions):
    sheet = lay(editions)
    type_in(sheet, {"pulse": "84"})
    type_in(sheet, {"pulse": "48"}, hour=2.1)
    pulse = field(sheet, "pulse").pk
    operations.undo(field=pulse, by=ANNE, occurred_at=at(2.2))
    assert field(sheet, "pulse").holds["cells"] == [" ", "8", "4"]
    operations.undo(field=pulse, by=ANNE, occurred_at=at(2.3))
    assert field(sheet, "pulse").standing == Standing.WAITING
    assert DeskEntry.objects.filter(field=pulse).count() == 4
    with pytest.raises(NothingToUndo):
        operations.undo(field=pulse, by=ANNE, occurred_at=at(2.4))


@pytest.mark.parametrize(("place", "text"), [("pulse", "many"), ("pulse", "1234"), ("_author.date", "32/13/2026")])
def test_what_does_not_fit_is_refused_and_nothing_is_cut(editions, place, text):
    sheet = lay(editions)
    with pytest.raises(NotTyped):
        type_in(sheet, {place: text})
    assert DeskEntry.objects.count() == 0


def test_a_half_typed_field_is_kept_for_its_writer(editions):
    sheet = lay(editions)
    pulse = field(sheet, "pulse")
    operations.keep_draft(field=pulse.pk, text="8", ticks=(), by=ANNE, occurred_at=at(2))
    assert list(pulse.drafts.values_list("by", "text")) == [(str(ANNE), "8")]
    type_in(sheet, {"pulse": "84"}, hour=2.1)
    assert pulse.drafts.count() == 0


def test_what_nobody_can_read_waits_for_its_author(editions):
    sheet = lay(editions)
    pulse = field(sheet, "pulse").pk
    question = operations.ask(field=pulse, words="84 or 34?", by=ANNE, occurred_at=at(2))
    fill(sheet)
    assert field(sheet, "pulse").standing == Standing.ASKED
    with pytest.raises(NotSettled):
        validate(sheet)
    operations.answer_question(question=question, words="84", by=BORIS, occurred_at=at(2.5))
    with pytest.raises(QuestionAnswered):
        operations.answer_question(question=question, words="34", by=BORIS, occurred_at=at(2.6))
    type_in(sheet, {"pulse": "84"}, hour=2.7)
    assert validate(sheet).done


def test_a_form_nobody_acts_on_is_kept_as_answers_with_who_signed_and_when(editions):
    sheet = lay(editions)
    fill(sheet, pulse="84")
    outcome = validate(sheet)
    assert (outcome.done, outcome.acted) == (True, False)
    row = DeskSheet.objects.get(pk=sheet).validation
    assert row.response["item"][0]["answer"] == [{"valueInteger": 84}]
    assert (row.signed_by, row.signed_at.isoformat()) == ("Dr Martin", "2026-11-22T22:05:00+00:00")
    assert [entry.kind for entry in entries_about(sheet)] == ["desk.opened", "desk.validated"]


def test_a_sheet_that_is_done_is_typed_no_more(editions):
    sheet = lay(editions)
    fill(sheet)
    validate(sheet)
    for again in (
        lambda: validate(sheet),
        lambda: type_in(sheet, {"pulse": "85"}),
        lambda: operations.ask(field=field(sheet, "pulse").pk, words="?", by=ANNE, occurred_at=at(4)),
    ):
        with pytest.raises(SheetDone):
            again()
    assert work.queue(at(4)) == []


def test_a_required_answer_that_is_missing_becomes_a_question_and_its_answer_settles_it(editions):
    sheet = lay(editions, form="drug")
    fill(sheet)
    type_in(sheet, {"dose": ""}, by=BORIS)
    outcome = validate(sheet)
    question = DeskQuestion.objects.get(sheet=sheet)
    assert (outcome.done, question.kind, question.field.link_id) == (False, "required_empty", "dose")
    operations.answer_question(question=question.pk, words="Not given", by=BORIS, occurred_at=at(3.5))
    assert validate(sheet, hour=4).done
