"""Numbering sheets: no number twice, and no slip of a pen makes one into another."""

import contextlib
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from permanence.foundation import node
from permanence.foundation.actors import Actor
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.sheets import operations, queries, rules
from permanence.paper.sheets.models import Sheet

ALICE = Actor("person", "alice")
AT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)
origins = st.text(rules.ALPHABET, min_size=4, max_size=4)
numbers = st.builds(rules.SheetNumber, origins, st.integers(0, 10**12))


def request(**more) -> operations.SheetRequest:
    return operations.SheetRequest(kind="beds.ward_census", version=1, **more)


def allocate(count: int) -> list[rules.SheetNumber]:
    return operations.allocate(requests=[request() for _ in range(count)], by=ALICE, occurred_at=AT)


def test_the_alphabet_is_the_one_boxes_are_named_in():
    assert rules.ALPHABET == node.ALPHABET


def test_a_number_is_printed_in_three_groups():
    assert rules.SheetNumber("K7Q2", 4512).spoken == "K7Q2-004512-" + rules.check_character("K7Q2004512")


@given(numbers)
def test_a_number_is_read_back_however_it_was_written(number):
    for text in (number.compact, number.spoken, number.spoken.lower(), f" {number.spoken.replace('-', ' ')} "):
        assert rules.parse_number(text) == number
    assert rules.parse_number(number.spoken.replace("0", "O").replace("1", "l")) == number


@given(numbers, st.data())
def test_every_single_wrong_character_is_noticed(number, data):
    text = number.compact
    at = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from(rules.ALPHABET))
    assume(wrong != text[at])
    with pytest.raises(rules.NotASheetNumber):
        rules.parse_number(text[:at] + wrong + text[at + 1 :])


@given(numbers, st.data())
def test_every_swap_of_two_characters_is_noticed(number, data):
    text = number.compact
    first = data.draw(st.integers(0, len(text) - 2))
    second = data.draw(st.integers(first + 1, len(text) - 1))
    assume(text[first] != text[second])
    swapped = list(text)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    with pytest.raises(rules.NotASheetNumber):
        rules.parse_number("".join(swapped))


@given(st.text(max_size=30))
def test_no_text_makes_the_reader_stumble(text):
    with contextlib.suppress(rules.NotASheetNumber):
        assert rules.parse_number(text).compact


@pytest.mark.django_db
def test_it_gives_the_next_numbers_in_order_and_never_twice():
    first, second = allocate(3), allocate(2)
    given_numbers = [number.counter for number in first + second]
    assert given_numbers == list(range(given_numbers[0], given_numbers[0] + 5))
    assert Sheet.objects.filter(number__in=[number.compact for number in first + second]).count() == 5
    assert {number.origin for number in first} == {node.origin()}


@pytest.mark.django_db
def test_a_transaction_that_failed_gave_no_number():
    before = allocate(1)[0]
    with transaction.atomic():
        allocate(10)
        transaction.set_rollback(True)
    assert allocate(1)[0].counter == before.counter + 1


@pytest.mark.django_db
def test_it_keeps_what_was_asked_and_writes_one_ledger_entry():
    ward, patient, stay, run, part = (uuid4() for _ in range(5))
    asked = request(ward=ward, patient=patient, stay=stay, run=run, part=part, data_as_of=AT)
    first, second = operations.allocate(requests=[asked, request()], by=ALICE, occurred_at=AT)
    row = queries.sheet(first)
    assert (row.ward, row.patient, row.stay, row.run, row.part, row.data_as_of) == (ward, patient, stay, run, part, AT)
    assert row.state is None
    (entry,) = entries_about(first.compact)
    assert entry.kind == "sheets.allocated"
    assert second.compact in entry.facts


@pytest.mark.django_db
def test_asking_for_nothing_gives_nothing():
    assert operations.allocate(requests=[], by=ALICE, occurred_at=AT) == []


@pytest.mark.django_db
def test_a_thousand_numbers_cost_no_more_queries_than_a_few_batches(django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert len(allocate(1000)) == 1000
