"""Allergies, diagnoses, problems and precautions of a message."""

import pytest

from permanence.exchange.hl7v2.rules import Reason, Refusal
from permanence.exchange.hl7v2.tests.speech import PATIENT, PID, PV1, STAY, charted, paris

AL1 = "AL1|1|DA^Drug^HL70127|RX77^Pénicilline^L|SV^Severe|Urticaire~Œdème de Quincke|20200101"


def lists(event: str, *segments: str):
    return charted(event, PID, *segments).allergies


def test_an_admission_message_brings_the_whole_list():
    (told,) = lists("ADT^A01", PV1, AL1, "AL1|2|FA|Arachide||")
    first, second = told.allergies
    assert told.complete
    assert (told.patient, told.occurred_at) == (PATIENT, paris(2026, 3, 7, 9))
    assert (first.code, first.label, first.kind, first.severity) == ("RX77", "Pénicilline", "DA", "SV")
    assert first.reaction == "Urticaire, Œdème de Quincke"
    assert (second.code, second.label) == ("Arachide", "Arachide")


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("AL1|1|DA|716186003^No known allergy^SCT", ["No known allergy"]),
        ("AL1|1||NKA", ["NKA"]),
        ('AL1|1||""', []),
    ],
)
def test_said_to_have_none_is_told_as_it_was_said(said, labels):
    (told,) = lists("ADT^A01", PV1, said)
    assert told.complete
    assert [allergy.label for allergy in told.allergies] == labels


def test_silence_about_allergies_says_nothing():
    assert lists("ADT^A01", PV1) == ()


def test_a_prescription_only_adds_to_the_list():
    (told,) = lists("RDE^O11", AL1, "ORC|NW|1", "RXE||D1^Drug")
    assert not told.complete


@pytest.mark.parametrize(
    ("iam", "removed"),
    [
        ("IAM|1|FA|77^Arachide^L|SV||A^Add", [False]),
        ("IAM|1|FA|77^Arachide^L|SV||D", [True]),
        ("IAM|1|FA|77^Arachide^L|SV||U|||||||||||E", [True]),
        ("IAM|1|FA|77^Arachide^L|SV||X", []),
    ],
)
def test_an_update_adds_changes_or_removes_one(iam, removed):
    told = lists("ADT^A60", iam, "IAM|2|FA|78^Soja^L|||A")
    assert [allergy.removed for allergy in told[0].allergies] == [*removed, False]
    assert not told[0].complete


def test_an_update_without_action_codes_is_the_whole_list():
    (told,) = lists("ADT^A60", "IAM|1|FA|77^Arachide^L|SV")
    assert told.complete


def test_diagnoses_are_of_the_stay_and_problems_of_the_patient():
    segments = (
        "DG1|1||K80.0^Lithiase^CIM10|||A",
        "DG1|2|I9|715|Arthrose|20200101|F",
        "DG1|3||K81^Cholécystite^CIM10|||W|||||||||||||||D",
        "PRB|AD|20200101|I10^Hypertension^CIM10|77",
        "PRB|DE|20200101|E11^Diabète^CIM10|78",
        "PRB|UP|20200101|J45^Asthme^CIM10|79|||||20250101",
    )
    told = charted("ADT^A01", PID, PV1, *segments).conditions
    assert [(fact.code, fact.label, fact.kind, fact.active, fact.stay) for fact in told] == [
        ("K80.0", "Lithiase", "A", True, STAY),
        ("715", "Arthrose", "F", True, STAY),
        ("K81", "Cholécystite", "W", False, STAY),
        ("I10", "Hypertension", "", True, None),
        ("E11", "Diabète", "", False, None),
        ("J45", "Asthme", "", False, None),
    ]


def test_a_problem_message_without_problem_is_refused():
    assert charted("PPR^PC1", PID, "PRB|AD|2020|I10^Hypertension").conditions
    with pytest.raises(Refusal) as refused:
        charted("PPR^PC1", PID)
    assert refused.value.reason is Reason.NO_CONTENT


def precautions(event: str, *segments: str):
    return [(fact.code, fact.label, fact.active) for fact in charted(event, PID, *segments).precautions]


def test_precautions_stand_in_the_visit():
    visit = "PV1|1|I|6268||||||||||||A5~B6^Enceinte~A0"
    assert precautions("ADT^A01", visit, "PV2" + "|" * 41 + "C~N" + "|" * 4 + "DNR") == [
        ("0009-A5", "Vision impaired", True),
        ("0009-B6", "Pregnant", True),
        ("0433-C", "Confused", True),
    ]


def test_the_state_of_the_bed_tells_of_isolation_and_of_its_end():
    isolated, occupied = ("PV1|1|I|6268" + "|" * 37 + state for state in "IO")
    assert ("0116-I", "Isolation", True) in precautions("ADT^A02", isolated)
    assert ("0116-I", "Isolation", False) in precautions("ADT^A02", occupied)
    assert precautions("ADT^A02", PV1) == []


@pytest.mark.parametrize(
    ("obx", "expected"),
    [
        ("OBX|1|ST|X^Isolement contact^L||Oui||||||F", ("X", "Isolement contact: Oui", True)),
        ("OBX|1|ST|X^Isolement contact^L||Non||||||F", ("X", "Isolement contact", False)),
        ("OBX|1|ST|X^Risque de chute^L||élevé||||||D", ("X", "Risque de chute", False)),
        ("OBX|1|ST|X^Portage SARM^L||Négatif||||||F", ("X", "Portage SARM", False)),
    ],
)
def test_an_observation_may_be_a_precaution(obx, expected):
    assert precautions("ORU^R01", "OBR|1", obx) == [expected]


def test_a_laboratory_isolate_is_no_isolation():
    assert precautions("ORU^R01", "OBR|1", "OBX|1|ST|X^Isolation du virus^L||Oui||||||F") == []
