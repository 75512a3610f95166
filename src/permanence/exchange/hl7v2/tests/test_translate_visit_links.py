"""Stays that change number or patient."""

import pytest

from permanence.care.stays.operations import VisitNumber
from permanence.exchange.hl7v2.rules import Reason, Refusal
from permanence.exchange.hl7v2.tests.speech import OTHER_PATIENT, PATIENT, told

PID = "PID|1||1^^^CHT^PI|||||||||||||||A1^^^CHT^AN"
PV1 = "PV1|1|I|6268||||||||||||||||V1^^^CHT^VN"
MRG = "MRG|2^^^CHT^PI||A2^^^CHT^AN||V2^^^CHT^VN"


def number(value: str) -> VisitNumber:
    return VisitNumber("CHT", value)


@pytest.mark.parametrize(
    ("trigger", "before", "now"),
    [
        ("A35", "A2", "A1"),
        ("A36", "A2", "A1"),
        ("A41", "A2", "A1"),
        ("A42", "V2", "V1"),
        ("A44", "A2", "A1"),
        ("A45", "V2", "V1"),
        ("A49", "A2", "A1"),
        ("A50", "V2", "V1"),
    ],
)
def test_a_stay_changes_number_and_patient(trigger, before, now):
    (link,) = told(f"ADT^{trigger}", PID, MRG, PV1).visit_links
    assert (link.other_patient, link.other_visit) == (OTHER_PATIENT, number(before))
    assert (link.kept_patient, link.kept_visit) == (PATIENT, number(now))


def test_all_stays_of_a_patient_change_patient():
    (link,) = told("ADT^A43", PID, MRG).visit_links
    assert (link.other_patient, link.other_visit, link.kept_patient, link.kept_visit) == (
        OTHER_PATIENT,
        None,
        PATIENT,
        None,
    )


def test_a_stay_may_keep_its_number_and_a_patient_go_unnamed():
    (link,) = told("ADT^A45", PID, "MRG|||A2||V1^^^CHT^VN", PV1).visit_links
    assert (link.other_patient, link.other_visit, link.kept_visit) == (None, number("V1"), number("V1"))


def test_each_visit_of_a_repeated_group_is_one_link():
    links = told("ADT^A45", PID, MRG, PV1, MRG.replace("V2^", "V4^"), PV1.replace("V1^", "V3^")).visit_links
    assert [(link.other_visit.value, link.kept_visit.value) for link in links] == [("V2", "V1"), ("V4", "V3")]


def test_an_account_event_that_gives_only_visits_is_read_by_them():
    (link,) = told("ADT^A41", PID, "MRG|||||V2^^^CHT^VN", PV1).visit_links
    assert (link.other_visit, link.kept_visit) == (number("V2"), number("V1"))


@pytest.mark.parametrize("segments", [(PID, PV1), (PID, "MRG|2^^^CHT^PI", PV1)])
def test_without_a_prior_number_it_is_refused(segments):
    with pytest.raises(Refusal) as refused:
        told("ADT^A42", *segments)
    assert refused.value.reason is Reason.NO_PRIOR_NUMBER


def test_a_merge_of_patients_may_leave_their_accounts_alone():
    assert told("ADT^A36", PID, "MRG|2^^^CHT^PI").visit_links == ()
