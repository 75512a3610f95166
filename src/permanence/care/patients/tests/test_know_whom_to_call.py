"""Whom to call for a patient: who is listed, who no longer is, and whether anybody said so."""

import pytest

from permanence.care.patients import operations, queries
from permanence.care.patients.models import ContactList
from permanence.care.patients.operations import ContactFact, ContactListFact, ContactRole
from permanence.care.patients.tests.made_up import GAM, at, heard, ipp, known
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry

WIFE = ContactFact("DURAND LÉA", "épouse", (ContactRole.EMERGENCY, ContactRole.TRUSTED), ("06 39 98 00 01",))
SON = ContactFact("DURAND MAX", "fils", (ContactRole.NEXT_OF_KIN,), ())
DOCTOR = ContactFact("MOREL ANNE", "", (ContactRole.PHYSICIAN,), ("01 99 00 00 01",))
OTHER_DOCTOR = ContactFact("PETIT PAUL", "", (ContactRole.PHYSICIAN,), ())


@pytest.fixture
def patient(db):
    return known(ipp("800001"))


def tell(patient, *contacts, hours=2, complete=True):
    fact = ContactListFact(patient, contacts, complete, at(hours), new_id())
    operations.receive_contacts(facts=[fact], by=GAM)


def called(patient):
    return [row.name for row in queries.contacts_of([patient])[patient].rows]


def test_nobody_sent_and_nobody_to_call_are_two_things(patient):
    assert queries.contacts_of([patient])[patient].statement == "not_said"
    tell(patient)
    assert queries.contacts_of([patient])[patient].statement == "none"


def test_the_trusted_person_comes_first_and_the_doctor_after_the_family(patient):
    tell(patient, DOCTOR, SON, WIFE)
    first, *_ = queries.contacts_of([patient])[patient].rows
    assert called(patient) == ["DURAND LÉA", "DURAND MAX", "MOREL ANNE"]
    assert (first.relationship, first.telephones, first.roles[1]) == ("épouse", ("06 39 98 00 01",), "trusted")


def test_a_list_said_again_is_kept_once_with_when_it_was_said_last(patient):
    tell(patient, WIFE, hours=2), tell(patient, WIFE, hours=4)
    assert ContactList.objects.count() == 1
    assert queries.contacts_of([patient])[patient].said_at == at(4)


def test_a_complete_list_replaces_the_one_before_and_an_addition_adds(patient):
    tell(patient, WIFE, hours=2), tell(patient, SON, hours=3)
    assert called(patient) == ["DURAND MAX"]
    tell(patient, WIFE, hours=4, complete=False)
    assert called(patient) == ["DURAND LÉA", "DURAND MAX"]
    assert ContactList.objects.count() == 3


def test_the_order_of_telling_decides_nothing(patient):
    tell(patient, SON, hours=3), tell(patient, WIFE, hours=2)
    assert called(patient) == ["DURAND MAX"]


def test_a_doctor_in_town_stays_when_the_family_is_listed_anew_and_goes_for_another_doctor(patient):
    tell(patient, DOCTOR, hours=2, complete=False), tell(patient, WIFE, hours=3)
    assert called(patient) == ["DURAND LÉA", "MOREL ANNE"]
    tell(patient, OTHER_DOCTOR, hours=4, complete=False)
    assert called(patient) == ["DURAND LÉA", "PETIT PAUL"]


def test_a_doctor_alone_says_nothing_of_the_family(patient):
    tell(patient, DOCTOR, complete=False)
    assert called(patient) == ["MOREL ANNE"]
    tell(patient, OTHER_DOCTOR, complete=False), tell(patient, WIFE)
    assert called(patient)[0] == "DURAND LÉA"


def test_somebody_taken_off_the_list_is_not_called(patient):
    tell(patient, WIFE, SON, hours=2)
    tell(patient, ContactFact("durand léa", "", (), (), removed=True), hours=3, complete=False)
    assert called(patient) == ["DURAND MAX"]


def test_a_new_telephone_takes_the_place_of_the_old_one(patient):
    tell(patient, WIFE, hours=2, complete=False)
    tell(patient, ContactFact("DURAND LÉA", "épouse", WIFE.roles, ("06 39 98 00 02",)), hours=3, complete=False)
    (row,) = queries.contacts_of([patient])[patient].rows
    assert row.telephones == ("06 39 98 00 02",)


def test_the_contacts_of_a_merged_file_are_the_survivors(patient):
    other = known(ipp("800002"), family="AUTRE")
    tell(other, WIFE)
    heard(operations.LinkKind.MERGE, "800001", "800002", 5)
    assert called(patient) == ["DURAND LÉA"]


def test_a_whole_ward_costs_as_many_queries_as_one_patient(patient, django_assert_num_queries):
    others = [known(ipp(f"80001{n}"), family=f"AUTRE{n}") for n in range(5)]
    for one in others:
        tell(one, WIFE)
    with django_assert_num_queries(2):
        queries.contacts_of([patient, *others])


def test_it_is_in_the_ledger_without_names(patient):
    tell(patient, WIFE)
    entry = LedgerEntry.objects.get(kind="patients.contacts_received")
    assert entry.subject == str(patient)
    assert "DURAND" not in str(entry.facts)
