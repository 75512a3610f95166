"""A feed says who patients are."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.care.patients import operations, queries
from permanence.care.patients.models import Identifier, Patient, PatientName
from permanence.care.patients.operations import IdentifierFact, Traits
from permanence.care.patients.tests.made_up import GAM, LABORATORY, at, ins, ipp, known, receive, said, traits
from permanence.foundation.ledger import queries as ledger
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def entries():
    return LedgerEntry.objects.filter(kind="patients.identities_received").count()


def test_it_creates_a_patient_with_every_trait_said():
    (patient,) = receive(facts=[said(ipp("100"), who=traits(phone="0601", reliability=("VALI", "FILI")))], by=GAM)
    row = queries.patient(patient)
    assert (row.birth_family, row.birth_given, row.birth_date) == ("DUPONT", "MARIE", date(1971, 3, 12))
    assert (row.phone, row.reliability, row.ipp, row.sex) == ("0601", ("VALI", "FILI"), "100", "F")


def test_it_knows_the_patient_again_and_takes_what_is_newer():
    first = known(ipp("100"))
    (again,) = receive(facts=[said(ipp("100"), hours=1, who=traits(family="MARTIN"))], by=GAM)
    assert again == first
    assert queries.patient(first).birth_family == "MARTIN"


def test_an_older_fact_fills_gaps_and_overwrites_nothing():
    patient = known(ipp("100"))
    receive(facts=[said(ipp("100"), hours=-5, who=traits(family="OLD", phone="0601"))], by=GAM)
    row = queries.patient(patient)
    assert (row.birth_family, row.phone) == ("DUPONT", "0601")


def test_an_older_fact_does_not_bring_back_what_was_said_to_be_empty():
    patient = known(ipp("100"), phone="")
    receive(facts=[said(ipp("100"), hours=-5, who=traits(phone="0601"))], by=GAM)
    assert queries.patient(patient).phone == ""


def test_a_newer_fact_that_repeats_the_traits_still_outdates_the_ones_between():
    patient = known(ipp("100"))
    receive(facts=[said(ipp("100"), hours=10)], by=GAM)
    receive(facts=[said(ipp("100"), hours=5, who=traits(family="BETWEEN"))], by=GAM)
    assert queries.patient(patient).birth_family == "DUPONT"


def test_a_newer_fact_leaves_alone_what_it_does_not_say():
    patient = known(ipp("100"), phone="0601")
    receive(facts=[said(ipp("100"), hours=1, who=Traits(address="1 rue du Port"))], by=GAM)
    row = queries.patient(patient)
    assert (row.phone, row.address, row.birth_family) == ("0601", "1 rue du Port", "DUPONT")


def test_a_sender_that_keeps_no_identity_only_fills_gaps():
    patient = known(ipp("100"))
    receive(facts=[said(ipp("100"), hours=9, gaps=True, who=traits(family="LAB", phone="0601"))], by=GAM)
    row = queries.patient(patient)
    assert (row.birth_family, row.phone, row.traits_at) == ("DUPONT", "0601", at(0))


def test_whoever_keeps_the_identity_overwrites_what_was_first_heard_from_a_laboratory():
    receive(facts=[said(ipp("100"), hours=9, gaps=True, who=traits(family="LAB"))], by=GAM)
    receive(facts=[said(ipp("100"), hours=1)], by=GAM)
    assert [row.birth_family for row in queries.search("100")] == ["DUPONT"]


def test_several_facts_of_one_call_apply_in_order():
    facts = [said(ipp("100")), said(ipp("200")), said(ipp("100"), hours=1, who=traits(family="MARTIN"))]
    first, other, again = receive(facts=facts, by=GAM)
    assert first == again != other
    assert queries.patient(first).birth_family == "MARTIN"
    assert {name.family for name in queries.names_borne(first)} == {"DUPONT", "MARTIN"}


def test_a_number_without_a_kind_is_a_patient_number():
    patient = known(IdentifierFact("GAM", "100", ""))
    assert receive(facts=[said(IdentifierFact("GAM", " 100 ", "PI"))], by=GAM) == [patient]


def test_the_same_value_of_another_authority_is_another_patient():
    assert known(ipp("100")) != known(ipp("100", LABORATORY))


def test_a_number_of_a_stay_says_nothing_of_a_person():
    stay = IdentifierFact("GAM", "900", "AN")
    assert known(ipp("100"), stay) != known(ipp("200"), stay)
    assert not Identifier.objects.filter(value="900").exists()


def test_a_number_shared_in_a_family_is_kept_and_matches_nobody():
    card = IdentifierFact("CPAM", "271037511604240", "SS")
    mother, child = known(ipp("100"), card), known(ipp("200"), card, given="LEO")
    assert mother != child
    assert set(queries.holders_of(["271037511604240"])) == {mother, child}
    receive(facts=[said(ipp("100"), card, hours=1)], by=GAM)
    assert Identifier.objects.filter(kind="SS").count() == 2


def test_an_ins_number_finds_the_patient_whatever_kind_its_sender_wrote():
    patient = known(ipp("100"), ins("271037511604240"))
    other_kind = IdentifierFact("1.2.250.1.213.1.4.10", "2 71 03 75 116 042 40", "NI")
    assert receive(facts=[said(other_kind, ipp("L7", LABORATORY))], by=GAM) == [patient]
    assert queries.holders_of(["L7"]) == [patient]


def test_it_refuses_a_fact_that_names_nobody_and_writes_nothing_of_the_call():
    nobody = said(IdentifierFact("GAM", "000", "PI"), IdentifierFact("GAM", "900", "VN"))
    assert not operations.usable(nobody)
    assert operations.usable(said(ipp("100")))
    with pytest.raises(operations.NoUsableIdentifier):
        receive(facts=[said(ipp("100")), nobody], by=GAM)
    assert not Patient.objects.exists()


def test_a_very_long_or_broken_value_does_not_count_as_a_number():
    assert not operations.usable(said(ipp("9" * 65)))
    assert not operations.usable(said(ipp("10\x000")))
    assert not operations.usable(said(ipp('""')))


def test_texts_with_a_nul_character_are_kept_without_it():
    patient = known(ipp("100"), address="1 rue\x00 du Port")
    assert queries.patient(patient).address == "1 rue du Port"


def test_it_appears_in_the_ledger_once_a_call_and_without_traits():
    patient = known(ipp("100"))
    (entry,) = ledger.entries_about(patient)
    assert (entry.kind, entry.actor) == ("patients.identities_received", "feed:GAM")
    assert '"created":1' in entry.facts
    assert "DUPONT" not in entry.facts


def test_it_writes_nothing_in_the_ledger_when_nothing_changed():
    known(ipp("100"))
    receive(facts=[said(ipp("100"), hours=1)], by=GAM)
    assert entries() == 1


def test_receiving_nothing_does_nothing():
    assert receive(facts=[], by=GAM) == []
    assert entries() == 0


def test_the_number_of_queries_does_not_depend_on_the_number_of_facts():
    assert queries_made_for(1, first=1) == queries_made_for(150, first=2)


def test_names_borne_before_stay_findable():
    patient = known(ipp("100"), used_family="MARTIN")
    receive(facts=[said(ipp("100"), hours=1, who=traits(used_family="DURAND"))], by=GAM)
    assert [row.id for row in queries.search("martin marie")] == [patient]
    assert PatientName.objects.filter(patient=patient).count() == 3


def queries_made_for(size, first):
    """How many queries it takes to receive so many new patients, the same again, the same with other names."""
    facts = [said(ipp(f"1{n:05}"), ins(f"2{n:014}")) for n in range(first, first + size)]
    made = []
    for hours, family in ((0, "DUPONT"), (1, "DUPONT"), (2, "AUTRE")):
        own = [traits(family=f"{family} {chr(65 + n // 26)}{chr(65 + n % 26)}") for n in range(first, first + size)]
        with CaptureQueriesContext(connection) as queries_made:
            told = zip(facts, own, strict=True)
            receive(facts=[replace(fact, occurred_at=at(hours), traits=who) for fact, who in told], by=GAM)
        made.append(len(queries_made))
    return made
