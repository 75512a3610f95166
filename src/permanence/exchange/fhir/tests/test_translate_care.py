"""What is known of a patient, as each kind of resource says it."""

import orjson
import pytest

from permanence.care.charts.rules import AdministrationStatus, DeviceStatus, ProcedureStatus
from permanence.exchange.fhir.operations import FORMAT
from permanence.exchange.fhir.rules.resources import parse
from permanence.exchange.fhir.tests.made_up import concept, context, observation, ref, resource

PATIENT, STAY = context().source, context().source
SUBJECT = {"subject": ref("Patient", "p1")}


def told(body):
    return FORMAT.charts(parse(orjson.dumps(body), ""), context(), PATIENT, STAY)


@pytest.mark.parametrize(("said", "value", "unit"), [
    ({"valueQuantity": {"value": 5, "comparator": "<", "unit": "mg/L"}}, "<5", "mg/L"),
    ({"valueQuantity": {"value": 7.40, "code": "[pH]"}}, "7.4", "[pH]"),
    ({"valueCodeableConcept": concept("260385009", "Négatif")}, "Négatif", ""),
    ({"valueString": "trouble"}, "trouble", ""),
    ({"valueBoolean": True}, "+", ""),
    ({"valueInteger": 15}, "15", ""),
    ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1 / 128", ""),
    ({"valueRange": {"low": {"value": 2, "unit": "g"}, "high": {"value": 4, "unit": "g"}}}, "2 - 4 g", ""),
    ({"valueTime": "08:00:00"}, "08:00:00", ""),
    ({"dataAbsentReason": concept("not-performed", "Non réalisé")}, "Non réalisé", ""),
])  # fmt: skip
def test_a_value_is_read_whatever_its_kind(said, value, unit):
    raw = observation("o") | {"valueQuantity": said.get("valueQuantity")} | said
    (report,) = told(raw).reports
    (result,) = report.results
    assert (result.value, result.unit) == (value, unit)


def test_numbers_are_shown_as_written():
    raw = orjson.dumps(observation("o")).replace(b"6.3,", b"6.300,")
    (report,) = FORMAT.charts(parse(raw, ""), context(), PATIENT, STAY).reports
    assert report.results[0].value == "6.300"


@pytest.mark.parametrize(
    ("code", "flag"), [("H", "H"), ("HH", "HH"), ("LU", "LL"), ("N", ""), ("POS", "A"), ("A", "A")]
)
def test_an_interpretation_is_a_flag(code, flag):
    (report,) = told(observation("o", interpretation=[concept(code)])).reports
    assert report.results[0].flag == flag


def test_a_range_says_whom_it_is_for_when_there_are_several():
    ranges = [
        {"low": {"value": 12}, "high": {"value": 16}, "appliesTo": [concept("F", "femme")]},
        {"low": {"value": 13}, "appliesTo": [concept("M", "homme")]},
    ]
    (report,) = told(observation("o", referenceRange=ranges)).reports
    assert report.results[0].reference_range == "12 - 16 (femme); >= 13 (homme)"


def test_a_group_of_observations_is_no_result():
    assert told(observation("o", valueQuantity=None, hasMember=[ref("Observation", "x")])).reports == ()


@pytest.mark.parametrize(("status", "order"), [
    ("active", "NW"), ("on-hold", "HD"), ("stopped", "DC"), ("completed", "DC"), ("entered-in-error", "CA"),
])  # fmt: skip
def test_an_order_stands_as_its_status_says(status, order):
    body = resource("MedicationRequest", "t", status=status, intent="order", **SUBJECT,
                    medicationCodeableConcept={"text": "Héparine"})  # fmt: skip
    (fact,) = told(body).treatments
    assert (fact.status, fact.label) == (order, "Héparine")


@pytest.mark.parametrize("body", [{"status": "draft", "intent": "order"}, {"status": "active", "intent": "proposal"}])
def test_what_is_only_thought_of_is_no_treatment(body):
    drug = {"medicationCodeableConcept": {"text": "Héparine"}}
    assert told(resource("MedicationRequest", "t", **body, **SUBJECT, **drug)).treatments == ()


def test_a_drug_that_must_not_be_given_is_a_precaution():
    body = resource("MedicationRequest", "t", status="active", intent="order", doNotPerform=True, **SUBJECT,
                    medicationCodeableConcept={"text": "Aspirine"})  # fmt: skip
    facts = told(body)
    assert facts.treatments == ()
    assert [(one.label, one.active) for one in facts.precautions] == [("NE PAS DONNER / DO NOT GIVE: Aspirine", True)]


def test_a_timing_without_words_is_put_into_words():
    dosage = {
        "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d", "when": ["AC"]}},
        "asNeededCodeableConcept": {"text": "douleur"},
        "doseAndRate": [{"doseRange": {"low": {"value": 1, "unit": "cp"}, "high": {"value": 2, "unit": "cp"}}}],
    }
    body = resource("MedicationStatement", "t", status="active", **SUBJECT, dosage=[dosage],
                    medicationCodeableConcept={"text": "Tramadol"})  # fmt: skip
    (fact,) = told(body).treatments
    assert (fact.dose, fact.frequency) == ("1 - 2 cp", "3 x / d, before meals, PRN (douleur)")


def test_a_contained_drug_is_found():
    body = resource("MedicationRequest", "t", status="active", intent="order", **SUBJECT,
                    contained=[{"resourceType": "Medication", "id": "m", "code": {"text": "Morphine"}}],
                    medicationReference={"reference": "#m"})  # fmt: skip
    assert [fact.label for fact in told(body).treatments] == ["Morphine"]


def test_a_dose_that_was_not_given_says_why():
    body = resource("MedicationAdministration", "g", status="not-done", **SUBJECT, statusReason=[{"text": "Refus"}],
                    medicationCodeableConcept={"text": "Héparine"},
                    effectiveDateTime="2026-03-10T06:00:00Z")  # fmt: skip
    (fact,) = told(body).administrations
    assert (fact.status, fact.reason) == (AdministrationStatus.NOT_DONE, "Refus")


@pytest.mark.parametrize(("body", "severity", "removed"), [
    ({"criticality": "high"}, "SV", False),
    ({"reaction": [{"severity": "mild"}, {"severity": "moderate"}]}, "MO", False),
    ({}, "U", False),
    ({"clinicalStatus": concept("resolved")}, "U", True),
    ({"verificationStatus": concept("entered-in-error")}, "U", True),
    ({"verificationStatus": concept("unconfirmed")}, "U", False),
])  # fmt: skip
def test_an_allergy_is_as_bad_as_it_was_said_to_be(body, severity, removed):
    (said,) = told(
        resource("AllergyIntolerance", "a", code={"text": "Noix"}, patient=ref("Patient", "p1"), **body)
    ).allergies
    assert [(one.severity, one.removed) for one in said.allergies] == [(severity, removed)]


@pytest.mark.parametrize(("body", "active"), [
    ({"clinicalStatus": concept("active")}, True), ({"clinicalStatus": concept("resolved")}, False),
    ({"verificationStatus": concept("refuted")}, False), ({"abatementDateTime": "2020"}, False), ({}, True),
])  # fmt: skip
def test_a_condition_holds_until_it_is_said_to_be_over(body, active):
    (fact,) = told(resource("Condition", "c", code={"text": "Asthme"}, **SUBJECT, **body)).conditions
    assert (fact.active, fact.stay) == (active, None)


def test_a_decision_on_resuscitation_is_told_by_an_observation_too():
    body = observation("o", code=concept("304251008", "Resuscitation status"), valueQuantity=None,
                       valueCodeableConcept=concept("304253006", "Not for resuscitation"))  # fmt: skip
    (fact,) = told(body).code_statuses
    assert (fact.resuscitate, fact.value) == (False, "Not for resuscitation")


def test_what_was_done_and_what_is_in_the_body():
    (done,) = told(resource("Procedure", "x", status="in-progress", code={"text": "Dialyse"}, **SUBJECT)).procedures
    assert done.status is ProcedureStatus.IN_PROGRESS
    use = resource("DeviceUseStatement", "u", status="completed", device={"display": "VVP"}, **SUBJECT,
                   bodySite={"text": "main droite"})  # fmt: skip
    (device,) = told(use).devices
    assert (device.label, device.body_site, device.status) == ("VVP", "main droite", DeviceStatus.COMPLETED)


def test_a_flag_about_papers_is_no_precaution():
    admin = resource("Flag", "f", status="active", code={"text": "Facture"}, category=[concept("admin")], **SUBJECT)
    over = resource("Flag", "f", status="inactive", code={"text": "Chute"}, **SUBJECT)
    assert told(admin).precautions == ()
    assert [one.active for one in told(over).precautions] == [False]


def test_a_document_stays_in_its_message():
    body = resource("DocumentReference", "d", status="current", type=concept("11488-4", "Compte rendu"), **SUBJECT,
                    content=[{"attachment": {"title": "CR", "data": "QQ=="}}])  # fmt: skip
    (fact,) = told(body).documents
    assert (fact.title, fact.kind, fact.number) == ("CR", "11488-4", "DPI|DocumentReference/d")
