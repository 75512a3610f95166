"""Identifiers that contradict each other never make one patient of two; people decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.patients import operations, queries
from permanence.care.patients.operations import IdentifierFact, Verdict
from permanence.care.patients.rules import Register
from permanence.care.patients.tests.made_up import (
    CLERK,
    GAM,
    LABORATORY,
    at,
    heard,
    ins,
    ipp,
    known,
    receive,
    said,
    traits,
)
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
NUMBER = "271037511604240"


@pytest.fixture
def contradicted():
    """Two patients, the second of whom a feed gives the INS number of the first."""
    first, second = known(ipp("100"), ins(NUMBER)), known(ipp("200"), family="MARTIN")
    receive(facts=[said(ipp("200"), ins(NUMBER), hours=1, who=traits(family="MARTIN"))], by=GAM)
    return first, second


def test_the_patient_number_wins_and_the_contradiction_becomes_work(contradicted):
    first, second = contradicted
    assert queries.patient(first).ins.number == NUMBER
    assert queries.patient(second).ins is None
    (row,) = queries.open_contradictions()
    assert (row.holder.id, row.claimant.id, row.value) == (first, second, NUMBER)


def test_a_new_number_of_an_index_is_a_new_patient_even_with_a_known_ins():
    first = known(ipp("100"), ins(NUMBER))
    second = known(ipp("200"), ins(NUMBER), family="MARTIN")
    assert first != second
    assert [row.claimant.id for row in queries.open_contradictions()] == [second]


def test_a_new_number_of_an_index_is_a_new_patient_even_with_a_known_record_number():
    record = IdentifierFact(ipp("").authority, "R1", "MR")
    first = known(ipp("100"), record)
    assert known(ipp("200"), record) != first
    assert [row.value for row in queries.open_contradictions()] == ["R1"]


def test_it_holds_when_both_are_told_in_one_call():
    known(ipp("100"))
    first, second = receive(facts=[said(ipp("100"), ins(NUMBER)), said(ipp("200"), ins(NUMBER))], by=GAM)
    assert first != second
    assert len(queries.open_contradictions()) == 1


def test_it_holds_when_another_authority_gave_the_numbers():
    patient = known(ipp("100"), ipp("7", LABORATORY))
    _, other = receive(facts=[said(ipp("100"), ins(NUMBER)), said(ipp("8", LABORATORY), ins(NUMBER))], by=GAM)
    assert other != patient


def test_a_number_of_an_index_that_gave_the_patient_none_joins_the_patient():
    patient = known(ipp("100"), ins(NUMBER))
    assert known(ipp("7", LABORATORY), ins(NUMBER)) == patient
    assert queries.open_contradictions() == []


def test_the_same_contradiction_waits_once(contradicted):
    receive(facts=[said(ipp("200"), ins(NUMBER), hours=2, who=traits(family="MARTIN"))], by=GAM)
    (queue,) = queries.board_queues()
    assert (queue.count, queue.oldest_at) == (1, at(1))


def test_a_person_leaves_the_number_where_it_is_for_good(contradicted):
    settle(Verdict.KEEP)
    receive(facts=[said(ipp("200"), ins(NUMBER), hours=3, who=traits(family="MARTIN"))], by=GAM)
    assert queries.open_contradictions() == []
    assert queries.holders_of([NUMBER]) == [contradicted[0]]


def test_a_person_moves_the_number_to_the_patient_it_was_said_of(contradicted):
    settle(Verdict.MOVE)
    assert queries.holders_of([NUMBER]) == [contradicted[1]]
    assert receive(facts=[said(ins(NUMBER), hours=3)], by=GAM) == [contradicted[1]]


def test_a_number_that_moved_may_be_contradicted_again(contradicted):
    settle(Verdict.MOVE)
    receive(facts=[said(ipp("100"), ins(NUMBER), hours=3)], by=GAM)
    (row,) = queries.open_contradictions()
    assert row.claimant.id == contradicted[0]


def test_deciding_appears_in_the_ledger_without_the_reason(contradicted):
    settle(Verdict.KEEP)
    entry = LedgerEntry.objects.get(kind="patients.contradiction_settled")
    assert (entry.actor, entry.subject) == ("person:clerk", str(contradicted[0]))
    assert "identity card" not in entry.facts


def test_nobody_decides_twice(contradicted):
    row = settle(Verdict.KEEP)
    with pytest.raises(operations.ContradictionAlreadySettled):
        settle(Verdict.MOVE, row)


def test_nobody_decides_of_what_does_not_exist():
    with pytest.raises(operations.UnknownContradiction):
        settle(Verdict.KEEP, new_id())


def test_a_merge_said_since_empties_the_queue(contradicted):
    heard("merge", "100", "200", hours=4)
    assert queries.open_contradictions() == []
    assert queries.board_queues()[0].count == 0


def settle(verdict, contradiction=None):
    contradiction = contradiction or queries.open_contradictions()[0].id
    operations.settle_contradiction(
        contradiction=contradiction, verdict=verdict, reason="identity card seen", by=CLERK, occurred_at=at(2)
    )
    return contradiction


KEYS = st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(["PI", "INS", "MR", "SS"]), st.sampled_from("123"))


@given(st.lists(st.lists(KEYS, min_size=1, max_size=4, unique=True), max_size=12))
def test_matching_leaves_every_identifier_with_its_first_holder(told):
    register = Register()
    first_holder = {}
    for keys in told:
        register.match(keys, new_id)
        for key, holder in register.holders.items():
            assert first_holder.setdefault(key, holder) == holder


@given(st.lists(st.lists(KEYS, min_size=1, max_size=4, unique=True), max_size=12))
def test_matching_gives_every_identifier_an_answer(told):
    register = Register()
    for keys in told:
        match = register.match(keys, new_id)
        for key in keys:
            held = key in register.holders or (key, match.file) in register.shared
            assert held
            assert (key in match.claimed) == (key[1] != "SS" and register.holders[key] != match.file)
