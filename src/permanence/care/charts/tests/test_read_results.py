"""The last result of each test is the one shown, its danger first."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.care.charts import operations
from permanence.care.charts.models import Report
from permanence.care.charts.operations import ReportFact
from permanence.care.charts.tests.conftest import FEED, at, code_status, device, report, result
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry


def values(summary):
    return [(line.code, line.value) for line in summary().results]


def test_the_newest_result_of_each_code_is_shown(patient, summary):
    report(patient, result("K", "4.1"), result("NA", "140"), hour=10)
    report(patient, result("K", "4.4"), hour=12)
    assert sorted(values(summary)) == [("K", "4.4"), ("NA", "140")]


def test_a_result_told_late_does_not_hide_a_newer_one(patient, summary):
    report(patient, result("K", "4.4"), hour=12)
    report(patient, result("K", "4.1"), hour=10)
    assert values(summary) == [("K", "4.4")]


def test_dangers_come_first_then_what_is_abnormal(patient, summary):
    report(patient, result("NA", "140"), result("CL", "120", "H"), result("K", "6.9", "HH"))
    lines = summary().results
    assert [line.code for line in lines] == ["K", "CL", "NA"]
    assert [(line.critical, line.abnormal) for line in lines] == [(True, True), (False, True), (False, False)]


def test_a_device_or_a_decision_observed_is_no_result_as_well(patient, summary):
    report(patient, result("K", "4.1"), result("SU", "CH 16"), result("LATA", "pas de dialyse"))
    assert len(values(summary)) == 3
    device(patient, "Sonde urinaire", code="SU"), code_status(patient, "pas de dialyse", code="LATA")
    assert values(summary) == [("K", "4.1")]


def test_a_corrected_report_replaces_what_it_corrects_and_both_are_kept(patient, summary):
    report(patient, result("K", "6.9", "HH"), number="55", hour=10)
    report(patient, result("K", "4.9", status="C"), number="55", hour=10, status="C")
    assert values(summary) == [("K", "4.9")]
    assert Report.objects.count() == 2


def test_a_withdrawn_result_is_not_shown(patient, summary):
    report(patient, result("K", "6.9", status="W"), result("NA", "140"))
    assert values(summary) == [("NA", "140")]


def test_the_hour_of_the_sample_counts_more_than_the_hour_of_the_report(patient, summary):
    report(patient, result("K", "4.1", hour=9), hour=20)
    report(patient, result("K", "4.4", hour=11), hour=12)
    (line,) = summary().results
    assert (line.value, line.observed_at) == ("4.4", at(11))


def test_what_the_laboratory_remarks_is_kept_beside_the_result(patient, summary):
    report(patient, result("K", "6.9", "HH")._replace(note="Hémolysé, à recontrôler"), result("NA", "140"))
    assert [line.note for line in summary().results] == ["Hémolysé, à recontrôler", ""]


def test_reports_kept_without_remarks_are_still_read(patient, summary):
    report(patient, result("K", "4.4"))
    Report.objects.update(results='[["K", "K", "4.4", "mmol/L", "3.5-5", "", "F", null]]')
    assert values(summary) == [("K", "4.4")]


def test_many_reports_cost_as_many_queries_as_one(patient):
    facts = [
        ReportFact(patient, None, str(n), "IONO", "Ionogramme", "F", (result("K", "4"),) * 20, at(n), new_id())
        for n in range(40)
    ]
    with CaptureQueriesContext(connection) as one:
        operations.receive_reports(facts=facts[:1], by=FEED)
    with CaptureQueriesContext(connection) as many:
        operations.receive_reports(facts=facts[1:], by=FEED)
    assert len(many) == len(one)
    entry = LedgerEntry.objects.filter(kind="charts.reports_received").last()
    assert '"count":39' in entry.facts
