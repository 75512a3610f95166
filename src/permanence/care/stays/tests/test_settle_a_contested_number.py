"""A number that came with two patients waits for a person."""

from permanence.care.stays import queries
from permanence.care.stays.operations import MovementKind
from permanence.care.stays.tests.conftest import movement, receive
from permanence.foundation.actors import Role
from permanence.foundation.ledger.models import LedgerEntry


def test_it_is_counted_on_the_board_until_it_is_taken_back(patient, known):
    receive(movement(MovementKind.ADMIT, 8, patient, "V1"))
    (queue,) = queries.board_queues()
    assert (queue.count, queue.oldest_at) == (0, None)
    (contested,) = receive(movement(MovementKind.ADMIT, 9, known("800002"), "V1"))
    (queue,) = queries.board_queues()
    assert (queue.count, queue.oldest_at) == (1, contested.occurred_at)


def test_its_page_names_both_patients_and_the_read_is_accounted_for(patient, known, signed_in):
    receive(movement(MovementKind.ADMIT, 8, patient, "V1"), movement(MovementKind.ADMIT, 9, known("800002"), "V1"))
    page = signed_in(Role.ADMISSIONS).get("/stays/contested/").content.decode()
    assert "NOM800001" in page
    assert "NOM800002" in page
    assert LedgerEntry.objects.filter(kind="patients.read").count() == 1


def test_its_page_opens_to_those_who_settle_it(signed_in):
    assert signed_in(Role.NURSE).get("/stays/contested/").status_code == 403
