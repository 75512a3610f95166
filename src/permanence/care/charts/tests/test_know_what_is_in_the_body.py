"""Devices, procedures and what was decided of resuscitation: what holds, and what was said without holding any more."""

from datetime import timedelta, timezone

import pytest
from django.utils import translation

from permanence.care.charts import queries
from permanence.care.charts.models import CodeStatus, Device
from permanence.care.charts.operations import DeviceStatus, ProcedureStatus
from permanence.care.charts.queries import Known
from permanence.care.charts.tests.conftest import FEED, admit, at, code_status, device, known, precaution, procedure
from permanence.care.patients import operations as patients
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry


def in_place(summary):
    return [line.label for line in summary().devices]


def test_a_device_is_in_place_until_it_is_said_to_be_out(patient, summary):
    device(patient, "PICC line", body_site="bras gauche", starts_at=at(8))
    (line,) = summary().devices
    assert (line.label, line.body_site, line.starts_at) == ("PICC line", "bras gauche", at(8))
    device(patient, "PICC line", DeviceStatus.COMPLETED, body_site="bras gauche", hour=12)
    assert in_place(summary) == []
    assert Device.objects.count() == 2


def test_the_order_of_telling_decides_nothing(patient, summary):
    device(patient, "Sonde urinaire", DeviceStatus.STOPPED, hour=12)
    device(patient, "Sonde urinaire", hour=10)
    assert in_place(summary) == []
    device(patient, "Sonde urinaire", hour=14)
    assert in_place(summary) == ["Sonde urinaire"]


def test_a_device_said_again_is_kept_once(patient, summary):
    device(patient, "Stimulateur cardiaque", starts_at=at(1), hour=9)
    paris = timezone(timedelta(hours=1))
    device(patient, "Stimulateur cardiaque", starts_at=at(1).astimezone(paris), hour=11)
    assert Device.objects.count() == 1
    assert summary().devices[0].said_at == at(11)


def test_two_lines_of_one_kind_are_two_devices(patient, summary):
    device(patient, "Cathéter", body_site="bras gauche"), device(patient, "Cathéter", body_site="bras droit")
    assert in_place(summary) == ["Cathéter", "Cathéter"]


def test_a_device_past_its_end_is_out_and_one_on_hold_is_still_in(patient, summary):
    device(patient, "Drain", ends_at=at(10))
    device(patient, "Pompe", DeviceStatus.ON_HOLD)
    assert in_place(summary) == ["Pompe"]


def test_no_device_and_nothing_said_are_two_things(patient, summary):
    assert summary().known.devices is Known.NOT_SAID
    device(patient, "", code="no-known-devices")
    assert (summary().known.devices, summary().devices) == (Known.NONE, ())
    device(patient, "Drain", hour=10)
    assert (summary().known.devices, in_place(summary)) == (Known.LISTED, ["Drain"])


def test_procedures_are_shown_with_how_far_they_went_the_newest_first(patient, summary):
    procedure(patient, "Appendicectomie", performed_at=at(2), performed_by="MARTIN ANNE")
    procedure(patient, "Coronarographie", ProcedureStatus.PREPARATION, performed_at=at(60))
    procedure(patient, "Fibroscopie", ProcedureStatus.NOT_DONE, performed_at=at(3))
    assert [(line.label, line.status.value) for line in summary().procedures] == [
        ("Coronarographie", "preparation"),
        ("Appendicectomie", "completed"),
    ]


def test_a_procedure_said_in_error_is_gone_and_another_of_the_same_kind_stays(patient, summary):
    for hour in (2, 4):
        procedure(patient, "Ponction lombaire", number=f"A{hour}", performed_at=at(hour))
    procedure(patient, "Ponction lombaire", ProcedureStatus.ENTERED_IN_ERROR, number="A4", performed_at=at(4), hour=10)
    assert [line.performed_at for line in summary().procedures] == [at(2)]
    assert summary().known.procedures is Known.LISTED


def test_what_was_done_in_another_stay_is_not_on_this_page(patient, stay, summary):
    other = admit(patient, "V2")
    procedure(patient, "Ailleurs", stay=other), procedure(patient, "Ici", stay=stay)
    device(patient, "Ailleurs", stay=other)
    assert [line.label for line in summary().procedures] == ["Ici"]
    assert (in_place(summary), summary().known.devices) == ([], Known.NOT_SAID)


def test_a_decision_says_who_took_it_and_when(patient, summary):
    code_status(patient, "pas de réanimation", resuscitate=False, stated_by="MARTIN ANNE", stated_at=at(5))
    (line,) = summary().code_status
    assert (line.value, line.resuscitate, line.stated_by, line.stated_at) == (
        "pas de réanimation", False, "MARTIN ANNE", at(5),
    )  # fmt: skip
    assert not summary().code_status_contradictory


def test_contradictory_decisions_are_both_shown(patient, summary):
    code_status(patient, "pas de réanimation", resuscitate=False, stated_by="MARTIN ANNE", hour=9)
    code_status(patient, "réanimation complète", resuscitate=True, stated_by="BENALI KARIM", hour=12)
    assert [line.value for line in summary().code_status] == ["réanimation complète", "pas de réanimation"]
    assert summary().code_status_contradictory


def test_a_doctor_changes_his_own_decision(patient, summary):
    code_status(patient, "pas de réanimation", resuscitate=False, stated_by="MARTIN ANNE", hour=9)
    code_status(patient, "réanimation complète", resuscitate=True, stated_by="MARTIN ANNE", hour=12)
    assert [line.value for line in summary().code_status] == ["réanimation complète"]
    assert not summary().code_status_contradictory
    assert CodeStatus.objects.count() == 2


def test_a_decision_taken_back_is_not_a_decision_never_sent(patient, summary):
    assert summary().known.code_status is Known.NOT_SAID
    code_status(patient, "pas de réanimation", resuscitate=False)
    code_status(patient, "pas de réanimation", resuscitate=False, active=False, hour=12)
    assert (summary().code_status, summary().known.code_status) == ((), Known.NONE)


def test_a_decision_stands_first_on_the_lists_of_a_ward(patient, stay):
    precaution(patient, "Isolement contact")
    code_status(patient, "pas de dialyse"), code_status(patient, "", code="0433-N", label="DNR", resuscitate=False)
    with translation.override("en"):
        alert = queries.alerts([stay])[stay]
    assert {line.label for line in alert.precautions[:2]} == {"DO NOT RESUSCITATE", "Limitation: pas de dialyse"}
    assert alert.precautions[2].label == "Isolement contact"


def test_what_was_told_of_a_merged_file_is_the_survivors(patient, summary):
    other = known("800002")
    device(other, "Stimulateur cardiaque"), procedure(other, "Pontage"), code_status(other, "LATA")
    kept, gone = (patients.IdentifierFact("CHX", number, "PI") for number in ("800001", "800002"))
    link = patients.LinkFact(patients.LinkKind.MERGE, (kept,), (gone,), at(10), new_id())
    patients.receive_links(facts=[link], by=FEED)
    page = summary()
    assert [line.label for line in (*page.devices, *page.procedures)] == ["Stimulateur cardiaque", "Pontage"]
    assert len(page.code_status) == 1


@pytest.mark.parametrize(
    ("tell", "kind"),
    [(device, "charts.devices_received"), (procedure, "charts.procedures_received"),
     (code_status, "charts.code_statuses_received")],
)  # fmt: skip
def test_it_is_in_the_ledger_without_its_words(patient, tell, kind):
    tell(patient, "Mot secret")
    entry = LedgerEntry.objects.get(kind=kind)
    assert entry.subject == str(patient)
    assert "secret" not in str(entry.facts)
