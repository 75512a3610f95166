"""One page says who, where, and what would harm the patient if nobody knew it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.care.charts import queries
from permanence.care.charts.tests.conftest import (
    FEED,
    admit,
    allergies,
    at,
    code_status,
    condition,
    contacts,
    device,
    dose,
    known,
    precaution,
    procedure,
    report,
    result,
    treatment,
)
from permanence.care.patients import operations as patients
from permanence.care.stays import operations as stays
from permanence.care.stays.operations import VisitLinkFact, VisitNumber
from permanence.foundation.ids import new_id
from permanence.foundation.places.operations import PlaceFact


def test_it_says_who_and_where(summary):
    page = summary()
    assert (page.family, page.given, page.sex, page.ipp) == ("NOM800001", "ANNE", "F", "800001")
    assert (page.ward_code, page.room, page.bed_label) == ("CARD", "101", "1")
    assert (page.visit_number, page.attending_doctor, page.reason) == ("V1", "MARTIN ANNE", "Douleur thoracique")
    assert (page.admitted_at, page.data_as_of) == (at(8), at(8))


def test_what_nobody_said_is_not_none(summary):
    page = summary()
    assert page.allergy_statement is queries.AllergyStatement.NOT_SAID
    assert (page.treatments, page.precautions, page.conditions, page.results) == ((), (), (), ())
    assert (page.ins, page.ins_qualified) == ("", False)


def test_the_national_number_is_shown_with_what_it_is_worth(db):
    provisional = admit(known("800002", ins=True), "A")
    (page,) = queries.emergency_summaries([provisional])
    assert (page.ins, page.ins_qualified) == ("260058815400233", False)
    known("800002", reliability=("VALI",))
    (page,) = queries.emergency_summaries([provisional])
    assert page.ins_qualified


def test_it_says_what_would_harm(patient, stay, summary):
    allergies(patient, "Pénicilline")
    treatment(patient, "Héparine", number="1", stay=stay)
    precaution(patient, "Isolement contact", stay=stay)
    condition(patient, "Infarctus", stay=stay)
    report(patient, result("K", "6.9", "HH"), hour=20)
    page = summary()
    assert [line.label for line in page.allergies] == ["Pénicilline"]
    assert [line.label for line in page.treatments] == ["Héparine"]
    assert [line.label for line in page.precautions] == ["Isolement contact"]
    assert [line.label for line in page.conditions] == ["Infarctus"]
    assert page.results[0].critical
    assert page.data_as_of == at(20)


def test_a_precaution_lifted_is_gone_whatever_the_order_of_telling(patient, summary):
    precaution(patient, "Isolement contact", active=False, hour=12)
    precaution(patient, "Isolement contact", hour=10)
    assert summary().precautions == ()
    precaution(patient, "Isolement contact", hour=14)
    assert len(summary().precautions) == 1


def test_a_condition_taken_back_is_gone_whatever_the_order_of_telling(patient, summary):
    condition(patient, "Infarctus", active=False, hour=12)
    condition(patient, "Infarctus", hour=10)
    assert summary().conditions == ()
    condition(patient, "Infarctus", hour=14)
    assert len(summary().conditions) == 1


def test_how_to_reach_the_patient_is_there(db):
    (page,) = queries.emergency_summaries([admit(known("800002", phone="0123456789"))])
    assert page.phone == "0123456789"
    assert (page.contacts.statement, page.contacts.rows) == ("not_said", ())


def test_namesakes_in_the_ward_are_flagged(stay, summary):
    admit(known("800002", birth_family="NOM800001", birth_given="LEA"), "V2", place=PlaceFact("CARD", "102", "1"))
    assert summary().homonym


def test_the_care_told_of_a_merged_file_is_the_survivors(patient, summary):
    other = known("800002")
    allergies(other, "Latex")
    report(other, result("K", "6.9", "HH"), hour=20)
    link = patients.LinkFact(
        patients.LinkKind.MERGE,
        (patients.IdentifierFact("CHX", "800001", "PI"),),
        (patients.IdentifierFact("CHX", "800002", "PI"),),
        at(10),
        new_id(),
    )
    patients.receive_links(facts=[link], by=FEED)
    page = summary()
    assert [line.label for line in page.allergies] == ["Latex"]
    assert [line.code for line in page.results] == ["K"]


def test_what_was_told_of_a_stay_follows_it_to_the_right_patient(patient, stay):
    stranger = known("800002")
    wrong = admit(stranger, "V9", place=PlaceFact("CARD", "102", "1"))
    report(stranger, result("K", "6.9", "HH"), stay=wrong)
    own = admit(stranger, "V8", place=PlaceFact("CARD", "103", "1"))
    link = VisitLinkFact(stranger, VisitNumber("CHX", "V9"), patient, VisitNumber("CHX", "V9"), at(12), new_id())
    stays.receive_visit_links(facts=[link], by=FEED)
    moved, kept = queries.emergency_summaries([wrong, own])
    assert (moved.patient, [line.code for line in moved.results]) == (patient, ["K"])
    assert (kept.patient, kept.results) == (stranger, ())


def test_what_came_with_another_patients_stay_number_is_never_on_that_patients_page(patient, stay, summary):
    stranger = known("800002")
    contested = admit(stranger, "V1", place=PlaceFact("CARD", "102", "1"))
    report(stranger, result("K", "6.9", "HH"), stay=stay)
    treatment(stranger, "Héparine", number="1", stay=stay)
    assert (summary().results, summary().treatments) == ((), ())
    (page,) = queries.emergency_summaries([contested])
    assert [line.code for line in page.results] == ["K"]
    assert [line.label for line in page.treatments] == ["Héparine"]


def test_a_stay_merged_into_another_gives_one_page_with_the_care_of_both(patient, stay):
    absorbed = admit(patient, "V2", hour=9)
    precaution(patient, "Isolement contact", stay=absorbed)
    link = VisitLinkFact(patient, VisitNumber("CHX", "V2"), patient, VisitNumber("CHX", "V1"), at(12), new_id())
    stays.receive_visit_links(facts=[link], by=FEED)
    (page,) = queries.emergency_summaries([absorbed, stay])
    assert (page.stay, len(page.precautions)) == (stay, 1)


def test_pages_come_in_the_order_asked_and_unknown_stays_are_left_out(stay):
    other = admit(known("800002"), "V2", place=PlaceFact("CARD", "102", "1"))
    pages = queries.emergency_summaries([other, new_id(), stay])
    assert [page.stay for page in pages] == [other, stay]
    assert queries.emergency_summaries([]) == []


def test_thirty_pages_cost_as_many_queries_as_one(db):
    asked = []
    for number in range(30):
        patient = known(f"8{number + 1:05}")
        asked.append(admit(patient, f"V{number}", place=PlaceFact("CARD", f"{number}", "1")))
        allergies(patient, "Latex")
        report(patient, result("K", "4"))
        device(patient, "Drain"), procedure(patient, "Pontage"), code_status(patient, "LATA")
        dose(patient, "Héparine", 10), contacts(patient, patients.ContactFact("DURAND", "", (), ()))
    with CaptureQueriesContext(connection) as one:
        queries.emergency_summaries(asked[:1])
    with CaptureQueriesContext(connection) as thirty:
        assert len(queries.emergency_summaries(asked)) == 30
    assert len(thirty) == len(one)
