"""What befalls a sheet from the printer to the file, and what is refused on the way."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.foundation.ledger.queries import entries_about
from permanence.paper.sheets import operations, queries, rules
from permanence.paper.sheets.rules import SheetEventKind as Kind
from permanence.paper.sheets.tests.made_up import ALICE, at, back, issued, printed, state

pytestmark = pytest.mark.django_db


def refused(act) -> dict[str, str]:
    with pytest.raises(operations.SheetsRefused) as caught:
        act()
    return {one.number.compact: queries.refusal_label(one) for one in caught.value.refusals}


def test_a_sheet_goes_out_comes_back_is_read_checked_filed_and_sent_home():
    (number,) = printed()
    stamp = {"by": ALICE}
    issued([number])
    back([number])
    operations.record_read(numbers=[number], occurred_at=at(3), **stamp)
    operations.record_checked(numbers=[number], occurred_at=at(4), **stamp)
    operations.file_away(numbers=[number], place="Box 12", occurred_at=at(5), **stamp)
    operations.send_home(numbers=[number], occurred_at=at(6), **stamp)
    row = queries.sheet(number)
    assert [event.kind.value for event in row.events] == [
        "printed", "issued", "returned", "read", "checked", "filed", "sent_home",
    ]  # fmt: skip
    assert (row.state, row.since, row.filed_in, row.holder) == (Kind.SENT_HOME, at(6), "Box 12", "")
    assert {entry.kind for entry in entries_about(number.compact)} >= {"sheets.issued", "sheets.filed"}


def test_a_sheet_is_with_whoever_took_it_last():
    (number,) = printed()
    ward = uuid4()
    issued([number], ward=ward)
    runner = operations.Receiver(operations.Holder.RUNNER, "Karim")
    operations.issue(numbers=[number], to=runner, by=ALICE, occurred_at=at(2))
    row = queries.sheet(number)
    assert (row.state, row.holder, row.ward, row.since) == (Kind.ISSUED, "Karim", ward, at(2))


def test_a_batch_is_whole_or_not_at_all_and_says_why():
    first, spoiled, third = printed(3)
    foreign = queries.SheetNumber("ZZZZ", 7)
    operations.void(numbers=[spoiled], reason="coffee", by=ALICE, occurred_at=at(1))
    why = refused(lambda: issued([first, spoiled, third, foreign], 2))
    assert set(why) == {spoiled.compact, foreign.compact}
    assert "void" in why[spoiled.compact]
    assert state(first) == state(third) == "printed"


def test_a_sheet_that_is_not_back_is_not_checked():
    (number,) = printed()
    check = {"numbers": [number], "by": ALICE, "occurred_at": at(1)}
    assert "back" in refused(lambda: operations.record_checked(**check))[number.compact]


def test_a_lost_sheet_that_comes_back_is_found():
    (number,) = printed()
    issued([number])
    lost = {"declared_by": "Nora", "reason": "not in the trolley", "by": ALICE}
    operations.declare_lost(numbers=[number], occurred_at=at(2), **lost)
    assert state(number) == "lost"
    back([number], 3)
    row = queries.sheet(number)
    assert row.state is Kind.RETURNED
    assert [event.kind for event in row.events][-3:] == [Kind.LOST, Kind.FOUND, Kind.RETURNED]
    assert row.events[-3].declared_by == "Nora"


def test_a_lost_sheet_that_turns_up_elsewhere_is_found_and_handed_out_again():
    (number,) = printed()
    operations.declare_lost(numbers=[number], declared_by="Nora", reason="", by=ALICE, occurred_at=at(1))
    operations.record_found(numbers=[number], reason="behind the printer", by=ALICE, occurred_at=at(2))
    issued([number], 3)
    assert state(number) == "issued"


def test_the_last_word_is_taken_back_by_another_row():
    (number,) = printed()
    issued([number])
    operations.undo(numbers=[number], reason="wrong pile", by=ALICE, occurred_at=at(2))
    row = queries.sheet(number)
    assert (row.state, row.holder) == (Kind.PRINTED, "")
    assert [(event.kind, event.undone) for event in row.events] == [
        (Kind.PRINTED, False), (Kind.ISSUED, True), (Kind.UNDONE, False),
    ]  # fmt: skip
    refused(lambda: operations.undo(numbers=[number], reason="again", by=ALICE, occurred_at=at(3)))


def test_a_voiding_taken_back_leaves_the_sheet_as_it_was():
    (number,) = printed()
    issued([number])
    operations.void(numbers=[number], reason="torn", by=ALICE, occurred_at=at(2))
    refused(lambda: back([number], 3))
    operations.undo(numbers=[number], reason="it can be read", by=ALICE, occurred_at=at(3))
    assert state(number) == "issued"
    back([number], 4)
    assert state(number) == "returned"


def test_what_is_told_late_lies_where_it_happened():
    (number,) = printed()
    back([number], 5)
    issued([number], 1)
    row = queries.sheet(number)
    assert row.state is Kind.RETURNED
    assert [event.kind for event in row.events] == [Kind.PRINTED, Kind.ISSUED, Kind.RETURNED]


def test_it_recurs_handed_out_twice_and_back_twice():
    (number,) = printed()
    for hours in (1, 3):
        issued([number], hours)
        back([number], hours + 1)
    assert [event.kind.value for event in queries.sheet(number).events].count("returned") == 2
    refused(lambda: back([number], 9))


def test_a_sheet_moved_after_it_was_sent_home_stays_sent_home():
    (number,) = printed()
    back([number])
    operations.file_away(numbers=[number], place="Box 1", by=ALICE, occurred_at=at(3))
    operations.send_home(numbers=[number], by=ALICE, occurred_at=at(4))
    operations.file_away(numbers=[number], place="Shelf 9", by=ALICE, occurred_at=at(5))
    row = queries.sheet(number)
    assert (row.state, row.since, row.filed_in) == (Kind.SENT_HOME, at(4), "Shelf 9")


def test_a_sheet_of_another_box_is_known_from_its_code_and_lives_on():
    code = queries.PageCode(queries.SheetNumber("ZZZZ", 12), "charts.notes", 2, 1, 3, "ABCDEF")
    assert operations.adopt(codes=[code], by=ALICE, occurred_at=at(1)) == [code.number]
    assert operations.adopt(codes=[code], by=ALICE, occurred_at=at(2)) == []
    operations.record_back(pages=[operations.PageBack(code.number, 2, "s/1")], by=ALICE, occurred_at=at(2))
    row = queries.sheet(code.number)
    assert (row.state, row.pages, row.missing) == (Kind.RETURNED, 3, (1, 3))


def test_many_sheets_cost_a_constant_number_of_queries(django_assert_max_num_queries):
    numbers = printed(400)
    with django_assert_max_num_queries(12):
        issued(numbers)
    with django_assert_max_num_queries(16):
        back(numbers)


kinds = st.sampled_from([kind for kind in Kind if kind is not Kind.UNDONE])
lives = st.lists(st.tuples(kinds, st.integers(0, 50)), max_size=12)


@given(lives, st.randoms())
def test_a_life_reads_the_same_in_whatever_order_it_is_told(life, chance):
    events = [rules.LifeEvent(uuid4(), kind, at(hours), holder=str(hours)) for kind, hours in life]
    told = list(events)
    chance.shuffle(told)
    assert rules.fold(told) == rules.fold(events)


@given(lives, kinds, st.integers(0, 50))
def test_an_event_and_its_undoing_leave_no_trace(life, kind, hours):
    events = [rules.LifeEvent(uuid4(), one, at(when)) for one, when in life]
    said = rules.LifeEvent(uuid4(), kind, at(hours))
    undoing = rules.LifeEvent(uuid4(), Kind.UNDONE, at(hours), undoes=said.id)
    assert rules.fold([*events, said, undoing]) == rules.fold(events)


@given(lives)
def test_a_void_sheet_stays_void_whatever_else_is_told(life):
    events = [rules.LifeEvent(uuid4(), kind, at(hours)) for kind, hours in life]
    void = rules.LifeEvent(uuid4(), Kind.VOIDED, at(10))
    assert rules.fold([*events, void]).state is Kind.VOIDED
    assert not rules.ALLOWED[Kind.VOIDED]
