"""A whole ward in FHIR: whoever opens a chart reads what the record said, whatever came first."""

from datetime import timedelta
from uuid import UUID

import orjson
import pytest

from permanence.care.agenda import queries as agenda
from permanence.care.charts.rules import AllergyStatement
from permanence.care.patients import queries as patients
from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds import queries as known_feeds
from permanence.exchange.feeds.models import Message
from permanence.exchange.fhir import operations
from permanence.exchange.fhir.tests.made_up import (
    BY,
    NOW,
    SERVER,
    bundle,
    care,
    concept,
    doctor,
    encounter,
    everything,
    observation,
    patient,
    places,
    ref,
    resource,
)
from permanence.exchange.fhir.tests.reception import chart_of, fates, picture, receive, results
from permanence.foundation.ids import new_id

pytestmark = pytest.mark.django_db


def in_order():
    return [*places(), doctor(), patient(), encounter(), *care()]


def test_a_nurse_reads_what_the_record_said():
    assert set(fates(receive(*in_order()))) == {"applied"}
    assert picture() == [("V9001", "present", "Pneumologie", "12", "12P", "8001", "MARTIN")]
    chart = chart_of()
    assert [(one.label, one.severity, one.reaction) for one in chart.allergies] == [
        ("Pénicilline", "SV", "Choc anaphylactique")
    ]
    (treatment,) = chart.treatments
    assert (treatment.label, treatment.dose, treatment.route) == ("Paracétamol 1 g", "1 g", "voie orale")
    assert treatment.frequency == "1 g toutes les 6 h si douleur"
    assert treatment.last_given_at is not None
    assert [one.label for one in chart.precautions] == ["Isolement contact"]
    assert [(one.label, one.stated_by) for one in chart.code_status] == [("Ne pas réanimer", "Benoît Luc")]
    assert [(one.label, one.detail) for one in chart.devices] == [
        ("Sonde urinaire", ""), ("Stimulateur cardiaque", "Cardio SA, n° SN-77"),
    ]  # fmt: skip
    assert [(one.label, one.performed_by) for one in chart.procedures] == [("Fibroscopie bronchique", "Benoît Luc")]
    assert [one.label for one in chart.conditions] == ["Pneumopathie"]
    assert [(one.name, one.relationship, one.telephones) for one in chart.contacts.rows] == [
        ("MARTIN Paul", "Époux", ("06 00 00 00 01",))
    ]
    (current,) = chart.current
    assert (current.stay.attending_doctor, current.stay.reason) == ("Benoît Luc", "Pneumopathie")


def test_results_are_shown_as_they_were_written():
    raw = orjson.dumps(observation("o1", interpretation=[concept("HH")])).replace(b"6.3,", b"6.30,")
    receive(*places(), doctor(), patient(), encounter(), raw, *(one for one in care() if one["id"] == "o2"))
    assert results() == {
        "Potassium": ("6.30", "mmol/L", "HH", "", "F"),
        "Systolique": ("95", "mmHg", "", "", "F"),
        "Diastolique": ("50", "mmHg", "", "", "F"),
    }
    assert raw in [bytes(message.raw) for message in Message.objects.all()]


@pytest.mark.parametrize("order", ["first to last", "last to first"])
def test_resources_that_come_one_by_one_in_any_order_leave_the_same_picture(order):
    began = new_id()
    for one in in_order() if order == "first to last" else everything():
        receive(one)
    assert {count.reason for count in known_feeds.waiting_by_reason()} <= {"unknown-patient", "unknown-stay"}
    feeds.replay_waiting(since=began, by=BY, occurred_at=NOW)
    assert known_feeds.waiting_by_reason() == []
    assert [row[0] for row in picture()] == ["V9001"]
    assert [one.label for one in chart_of().allergies] == ["Pénicilline"]


def test_the_same_bytes_twice_are_known():
    receive(*in_order())
    again = receive(*in_order())
    assert all(receipt.duplicate for receipt in again)
    assert len(picture()) == 1


def test_what_is_about_nobody_known_waits_and_is_applied_once_the_patient_came():
    assert fates(receive(observation())) == ["unknown-patient"]
    assert patients.patient_count() == 0
    receive(patient())
    report = feeds.replay_waiting(since=UUID(int=0), by=BY, occurred_at=NOW)
    assert (report.applied, report.still_refused) == (1, 0)
    assert "Potassium" in results()


def test_an_allergy_of_an_unknown_stay_is_shown_after_all_when_tried_again():
    receive(patient())
    told = observation("o1", encounter=ref("Encounter", "elsewhere"))
    assert fates(receive(told)) == ["unknown-stay"]
    feeds.replay_waiting(since=UUID(int=0), by=BY, occurred_at=NOW)
    assert "Potassium" in results()


def test_ids_of_two_servers_never_meet():
    receive(patient("1", ipp="8001"), feed="DPI")
    other = {"resourceType": "Patient", "id": "1", "name": [{"family": "AUTRE"}]}
    receive(other, feed="LABO")
    receive(resource("AllergyIntolerance", "a", code={"text": "Iode"}, patient=ref("Patient", "1")), feed="LABO")
    assert patients.patient_count() == 2
    assert chart_of("8001").allergy_statement is AllergyStatement.NOT_SAID


def test_two_ids_of_one_server_are_two_patients_until_it_says_otherwise():
    ins = {"type": concept("INS-NIR"), "system": "urn:oid:1.2.250.1.213.1.4.10", "value": "251049999999922"}
    receive(patient("1", identifier=[ins]))
    receive(patient("2", identifier=[ins]))
    assert patients.patient_count() == 2


def test_an_id_says_nothing_when_nobody_says_whose_it_is():
    assert fates(receive({"resourceType": "Patient", "id": "1", "name": [{"family": "X"}]}, feed="")) == ["no-sender"]
    unique = {"resourceType": "Patient", "id": "0a8e3d5e-4a3f-4f9d-9a51-6d6b8a4f6a01", "name": [{"family": "X"}]}
    assert fates(receive(unique, feed="")) == ["applied"]


def test_the_number_of_the_insured_makes_no_patient_of_two():
    nss = {"type": concept("NH"), "system": "urn:oid:1.2.250.1.213.1.4.8", "value": "180017500000000"}
    twins = [
        patient(str(n), ipp=f"900{n}", identifier=[nss, {"system": "urn:oid:1.2.250.1.999.1", "value": f"900{n}"}])
        for n in (1, 2)
    ]
    receive(*twins)
    assert patients.patient_count() == 2
    assert all(row.ins is None for row in patients.patients({p.id for p in patients.search("MARTIN")}).values())


def test_a_bundle_s_own_numbers_lead_where_its_server_s_would_not():
    uuid = "urn:uuid:6099858f-4c54-4c3e-a3f3-01e678457cc0"
    post = {"method": "POST", "url": "x"}
    told = {"fullUrl": uuid, "resource": patient("placeholder"), "request": post}
    seen = {"fullUrl": "urn:uuid:f956bd10-bc23-44e3-9cb9-26a94feef08f", "request": post,
            "resource": observation("o1", subject={"reference": uuid})}  # fmt: skip
    assert fates(receive(told, seen)) == ["applied", "applied"]
    assert fates(receive(observation("o2", subject=ref("Patient", "placeholder")))) == ["unknown-patient"]


def test_a_patient_named_by_a_number_alone_is_found():
    receive(patient())
    logical = {"identifier": {"system": "urn:oid:1.2.250.1.999.1", "value": "8001"}}
    conditional = {"reference": "Patient?identifier=urn:oid:1.2.250.1.999.1|8001"}
    assert fates(receive(observation("o1", subject=logical), observation("o2", subject=conditional))) == ["applied"] * 2


def test_one_patient_that_replaces_another_is_one_patient_with_both_numbers():
    receive(patient("1", ipp="8001"), patient("2", ipp="8002"))
    receive(resource("AllergyIntolerance", "a", code={"text": "Iode"}, patient=ref("Patient", "2")))
    link = [{"other": ref("Patient", "1"), "type": "replaced-by"}]
    receive(patient("2", ipp="8002", active=False, link=link))
    assert patients.patient_count() == 1
    assert [one.label for one in chart_of("8001").allergies] == ["Iode"]


def test_a_newer_version_replaces_what_it_says():
    receive(*places(), doctor(), patient(), encounter())
    later = (NOW + timedelta(hours=1)).isoformat()
    receive(patient("p1", said=later, name=[{"use": "official", "family": "DURAND", "given": ["Élise"]}]),
            encounter("e1", said=later, status="finished",
                      period={"start": "2026-03-08T10:00:00+01:00", "end": "2026-03-10T09:30:00+01:00"}),
            at=NOW + timedelta(hours=2))  # fmt: skip
    assert picture() == []
    chart = chart_of()
    assert chart.person.birth_family == "DURAND"
    (line,) = chart.stays
    assert line.stay.discharged_at.isoformat() == "2026-03-10T08:30:00+00:00"


def test_an_allergy_that_was_refuted_is_no_longer_shown():
    told = next(one for one in care() if one["id"] == "a1")
    receive(patient(), told)
    refuted = told | {"meta": {"lastUpdated": "2026-03-10T07:30:00Z"}, "verificationStatus": concept("refuted")}
    receive(refuted)
    assert chart_of().allergies == ()


def test_no_known_allergy_is_something_said():
    none = resource(
        "AllergyIntolerance", "n", code=concept("716186003", "No known allergy"), patient=ref("Patient", "p1")
    )
    receive(patient(), none)
    assert chart_of().allergy_statement is AllergyStatement.NONE_KNOWN


def test_an_appointment_says_who_where_and_when():
    receive(*in_order())
    (patient_id,) = [one.id for one in patients.search("8001")]
    (row,) = agenda.appointments(patient=patient_id)
    assert (row.practitioner, row.place, row.reason, row.minutes) == ("Benoît Luc", "Pneumologie", "Contrôle", 30)


def test_a_deleted_person_waits_for_a_person_and_stays():
    receive(patient())
    gone = {"fullUrl": f"{SERVER}/Patient/p1", "request": {"method": "DELETE", "url": "Patient/p1"}}
    assert fates(receive(gone)) == ["deletion-of-a-person"]
    assert patients.patient_count() == 1


def test_a_bundle_inside_a_message_is_not_taken_for_one_resource():
    assert fates(receive(bundle(patient()), b"[]", b"{}", b"{", b"")) == [
        "several-messages", "no-resource-type", "no-resource-type", "not-json", "empty",
    ]  # fmt: skip


def deletion(type_, id_):
    return {"fullUrl": f"{SERVER}/{type_}/{id_}", "request": {"method": "DELETE", "url": f"{type_}/{id_}"},
            "response": {"status": "204", "lastModified": "2026-03-10T07:30:00Z"}}  # fmt: skip


def test_what_a_history_deletes_is_taken_back(tmp_path):
    entries = bundle(*everything(), kind="history")
    entries["entry"] = [
        *(deletion(*one) for one in [("Encounter", "e1"), ("AllergyIntolerance", "a1"), ("Observation", "o1"),
                                     ("Flag", "f1"), ("MedicationRequest", "t1"), ("Appointment", "z1"),
                                     ("Procedure", "x1"), ("Device", "v1"), ("Condition", "c1"), ("Basic", "never")]),
        *entries["entry"],
    ]  # fmt: skip
    file = tmp_path / "history.json"
    file.write_bytes(orjson.dumps(entries))
    report = operations.import_files(path=file, by=BY, occurred_at=NOW)
    assert (report.waiting, report.received) == (0, 32)
    assert picture() == []
    chart = chart_of()
    assert chart.allergies == ()
    assert (chart.treatments, chart.precautions, chart.conditions, chart.procedures) == ((), (), (), ())
    assert [one.label for one in chart.devices] == ["Sonde urinaire"]
    assert results()["Potassium"][4] == "W"
    assert [one.state for one in agenda.appointments(patient=chart.person.id)] == ["cancelled"]
