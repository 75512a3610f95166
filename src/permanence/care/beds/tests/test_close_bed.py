"""Closing a bed and opening it again."""

import pytest

from permanence.care.beds import operations, queries
from permanence.care.beds.models import BedClosure
from permanence.care.beds.operations import BedAlreadyClosed, BedNotClosed, BedOccupied, BedUnknown
from permanence.care.beds.tests.conftest import NURSE, at
from permanence.care.stays.operations import MovementKind
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.queries import entries_about
from permanence.foundation.places.queries import ward_versions


def close(bed, hour=10, reason="Broken rail"):
    return operations.close(bed=bed, reason=reason, by=NURSE, occurred_at=at(hour))


def test_it_closes_an_empty_bed_and_the_census_says_why(ward):
    close(ward.bed_1)
    (census,) = queries.ward_censuses([ward.id])
    assert [line.closed_reason for line in census.lines] == ["Broken rail", None]
    assert (census.closed, census.free, census.present) == (1, 1, 0)


def test_it_appears_in_the_ledger(ward):
    close(ward.bed_1)
    (entry,) = entries_about(ward.bed_1)
    assert (entry.kind, entry.actor, entry.occurred_at) == ("beds.closed", "person:nadia", at(10))


def test_it_makes_the_ward_look_again(ward):
    before = ward_versions([ward.id])[ward.id]
    close(ward.bed_1)
    assert ward_versions([ward.id])[ward.id] == before + 1


def test_it_refuses_a_bed_already_closed(ward):
    close(ward.bed_1)
    with pytest.raises(BedAlreadyClosed):
        close(ward.bed_1, hour=11)
    assert BedClosure.objects.count() == 1


def test_it_refuses_a_bed_in_which_somebody_lies(ward, admit):
    admit(hour=8)
    with pytest.raises(BedOccupied):
        close(ward.bed_1, hour=10)


def test_it_refuses_a_bed_kept_for_a_patient_on_leave(ward, admit):
    admit(hour=8, kind=MovementKind.LEAVE)
    with pytest.raises(BedOccupied):
        close(ward.bed_1, hour=10)


def test_a_sheet_filed_late_still_closes_the_bed_at_the_hour_it_says(ward, admit):
    admit(hour=12)
    close(ward.bed_1, hour=10)
    (row,) = queries.contradictions()
    assert row.kind == queries.ContradictionKind.CLOSED_BED


def test_it_refuses_what_is_no_bed(ward):
    for unknown in (new_id(), ward.id):
        with pytest.raises(BedUnknown):
            close(unknown)


def test_it_opens_a_closed_bed_again_and_both_rows_stay(ward):
    closure = close(ward.bed_1)
    reopening = operations.reopen(bed=ward.bed_1, by=NURSE, occurred_at=at(12))
    assert reopening.closure_id == closure.id
    assert queries.open_closures() == {}
    assert [entry.kind for entry in entries_about(ward.bed_1)] == ["beds.closed", "beds.reopened"]
    close(ward.bed_1, hour=14)
    assert BedClosure.objects.count() == 2


@pytest.mark.parametrize("hour", [None, 9])
def test_it_refuses_to_open_a_bed_that_is_open_or_was_at_that_hour(ward, hour):
    if hour:
        close(ward.bed_1, hour=10)
    with pytest.raises(BedNotClosed):
        operations.reopen(bed=ward.bed_1, by=NURSE, occurred_at=at(hour or 11))
