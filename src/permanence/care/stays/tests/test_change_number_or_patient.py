"""A stay goes on under another number, joins another, or becomes another patient's."""

import pytest

from permanence.care.stays import operations, queries
from permanence.care.stays.models import Stay, StayLink
from permanence.care.stays.operations import MovementKind, VisitLinkFact, VisitNumber
from permanence.care.stays.operations.links import StayOfAnotherPatient
from permanence.care.stays.rules import StayState
from permanence.care.stays.tests.conftest import BED_1, BED_2, FEED, movement, receive
from permanence.care.stays.tests.stories import at
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry

K = MovementKind


def link(kept_patient, *, other_patient=None, other=None, kept=None, hour=10):
    def number(value):
        return VisitNumber("CHX", value) if value else None

    fact = VisitLinkFact(other_patient, number(other), kept_patient, number(kept), at(hour), new_id())
    operations.receive_visit_links(facts=[fact], by=FEED)


def found(value):
    number = VisitNumber("CHX", value)
    return queries.stays([queries.stays_by_visit([number])[number]]).popitem()[1]


def test_a_stay_that_changes_number_keeps_its_place_and_answers_to_both(patient):
    (stay,) = receive(movement(K.ADMIT, 8, patient, "OLD", place=BED_1))
    link(patient, other="OLD", kept="NEW")
    assert found("OLD") == found("NEW")
    assert (found("NEW").id, found("NEW").visit_number, found("NEW").state) == (stay.id, "NEW", StayState.PRESENT)
    (late,) = receive(movement(K.TRANSFER, 11, patient, "OLD", place=BED_2))
    assert late == stay


def test_a_change_of_number_told_before_the_stay_is_followed_by_it(patient):
    link(patient, other="OLD", kept="NEW")
    (stay,) = receive(movement(K.ADMIT, 8, patient, "OLD", place=BED_1))
    assert (stay.visit_number, stay.state) == ("NEW", StayState.PRESENT)


def test_two_stays_merged_fold_as_one(patient):
    receive(
        movement(K.ADMIT, 8, patient, "A", place=BED_1),
        movement(K.ADMIT, 9, patient, "B", place=BED_2),
        movement(K.TRANSFER, 12, patient, "A", place=BED_1),
    )
    link(patient, other="A", kept="B", hour=13)
    (only,) = queries.stays_of(patient)
    assert (only.visit_number, only.admitted_at, only.since) == ("B", at(8), at(12))
    assert len(queries.movements_of([only.id])[only.id]) == 3
    (later,) = receive(movement(K.DISCHARGE, 14, patient, "A"))
    assert (later.visit_number, later.state) == ("B", StayState.GONE)


def test_a_stay_moved_to_another_patient_follows_and_late_messages_still_find_it(patient, known):
    other = known("800002")
    (stay,) = receive(movement(K.ADMIT, 8, other, "V1", place=BED_1))
    link(patient, other_patient=other, other="V1", kept="V1")
    assert found("V1").patient == patient
    assert queries.stays_of(other) == []
    (late,) = receive(movement(K.TRANSFER, 9, other, "V1", place=BED_2))
    assert late == stay
    assert late.patient_id == patient


def test_without_a_number_every_stay_of_the_other_patient_moves(patient, known):
    other = known("800002")
    receive(movement(K.ADMIT, 8, other, "A"), movement(K.PREADMIT, 8, other, "B"))
    link(patient, other_patient=other)
    assert {row.visit_number for row in queries.stays_of(patient)} == {"A", "B"}


def test_a_stay_of_a_patient_not_spoken_of_is_refused(patient, known):
    stranger = known("800003")
    receive(movement(K.ADMIT, 8, stranger, "V1", place=BED_1))
    with pytest.raises(StayOfAnotherPatient):
        link(patient, other_patient=known("800002"), other="V1", kept="V2")
    assert found("V1").patient == stranger
    assert StayLink.objects.count() == 0


def test_a_contested_stay_is_the_one_moved(patient, known):
    other = known("800002")
    (held,) = receive(movement(K.ADMIT, 8, known("800003"), "V1"))
    (contested,) = receive(movement(K.ADMIT, 9, other, "V1", place=BED_1))
    link(patient, other_patient=other, other="V1")
    contested.refresh_from_db()
    held.refresh_from_db()
    assert contested.patient_id == patient
    assert held.patient_id not in {patient, other}


def test_what_was_so_before_stays_written_and_logged(patient, known):
    other = known("800002")
    receive(movement(K.ADMIT, 8, other, "V1"))
    link(patient, other_patient=other, other="V1", kept="V9")
    (row,) = StayLink.objects.all()
    assert (row.other_patient_id, row.kept_patient_id, row.said_by) == (other, patient, "feed:GAM")
    assert LedgerEntry.objects.filter(kind="stays.links_received").count() == 1
    assert Stay.objects.filter(visit_number="V1", absorbed_into=row.kept_stay_id).exists()


def test_chains_of_merges_lead_to_the_last(patient):
    receive(*(movement(K.ADMIT, hour, patient, name) for hour, name in ((7, "A"), (8, "B"), (9, "C"))))
    link(patient, other="A", kept="B")
    link(patient, other="B", kept="C")
    assert found("A") == found("B") == found("C")
    assert found("A").admitted_at == at(7)
