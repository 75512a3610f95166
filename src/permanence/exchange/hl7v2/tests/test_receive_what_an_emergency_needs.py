"""Messages of an admissions program and a patient record, up to the emergency summary they make."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.care.charts import queries as charts
from permanence.care.charts.models import Administration, CodeStatus, Device, Procedure
from permanence.care.patients.models import ContactList
from permanence.care.stays import queries as stays
from permanence.exchange.hl7v2.tests.reception import adt, outcomes, pv1, receive, written

pytestmark = pytest.mark.django_db
NK1 = "NK1|1|DURAND^JEANNE|SPO^épouse||^PRN^PH^^^^^^^^^0639980001||C^à prévenir"


def of_record(kind: str, number: str, ipp: str, visit: str, *segments: str, minute: int = 10) -> bytes:
    """A message of the patient record."""
    lines = [
        f"MSH|^~\\&|DPI|CHT|PERM|CHT|{written(minute)}||{kind}|{number}|P|2.5|||||FRA|UNICODE UTF-8|FR",
        f"PID|1||{ipp}^^^CHT&1.2.250.1.999.1&ISO^PI||DUPONT^ANNE^^^^^L||19620304|F",
        pv1(visit),
        *segments,
    ]
    return "".join(f"{line}\r" for line in lines).encode()


def story(ipp: str, visit: str) -> list[bytes]:
    at = written(5)
    pr1 = f"PR1|1||HHFA001^Appendicectomie^CCAM||{at}"
    rxa = f"RXA|0|1|{at}|{at}|^Héparine|2|g|||9^NGUYEN^Minh"
    return [
        adt("A01", f"{ipp}1", ipp, pv1(visit), pr1, NK1, "PD1||||88^PETIT^Paul"),
        of_record("RDE^O11", f"{ipp}2", ipp, visit, f"ORC|NW|P{ipp}", "RXE||^Héparine|1||g", "RXR|IV"),
        of_record("RAS^O17", f"{ipp}3", ipp, visit, f"ORC|RE|P{ipp}", rxa, minute=12),
        of_record(
            "ORU^R01", f"{ipp}4", ipp, visit, f"OBR|1||E{ipp}|EVAL|||{at}",
            "OBX|1|ST|LATA^Limitation de thérapeutique||pas de réanimation||||||F",
            f"OBR|2||D{ipp}|46264-8^Dispositifs en place^LN|||{at}",
            "OBX|1|ST|PM^Stimulateur cardiaque||thorax gauche||||||F",
        ),
    ]  # fmt: skip


def summary_of(visit: str) -> charts.EmergencySummary:
    (row,) = [row for row in stays.in_hospital() if row.visit_number == visit]
    (page,) = charts.emergency_summaries([row.id])
    return page


def test_what_messages_say_is_on_the_emergency_summary():
    assert set(outcomes(receive(*story("100", "V1")))) == {"applied"}
    page = summary_of("V1")
    assert [line.label for line in (*page.devices, *page.procedures)] == ["Stimulateur cardiaque", "Appendicectomie"]
    assert [(line.value, line.resuscitate) for line in page.code_status] == [("pas de réanimation", False)]
    (treatment,) = page.treatments
    assert (treatment.last_dose.dose, treatment.last_dose.given_by) == ("2 g", "NGUYEN Minh")
    assert [row.name for row in page.contacts.rows] == ["DURAND JEANNE", "PETIT Paul"]


def test_what_is_coded_for_the_accounts_is_on_the_emergency_summary_and_may_be_taken_back():
    dg1, pr1 = "DG1|1||K358^Appendicite aiguë^CIM10|||F", f"PR1|1||HHFA001^Appendicectomie^CCAM||{written(5)}"
    coded = of_record("BAR^P01^BAR_P01", "1002", "100", "V1", dg1, pr1, minute=20)
    assert set(outcomes(receive(adt("A01", "1001", "100", pv1("V1")), coded))) == {"applied"}
    page = summary_of("V1")
    assert [line.label for line in page.conditions] == ["Appendicite aiguë"]
    assert [line.label for line in page.procedures] == ["Appendicectomie"]
    wrong = (dg1 + "|" * 15 + "D", pr1 + "|" * 15 + "D")
    assert outcomes(receive(of_record("BAR^P12^BAR_P12", "1003", "100", "V1", *wrong, minute=30))) == ["applied"]
    page = summary_of("V1")
    assert (page.conditions, page.procedures) == ((), ())


def test_said_again_by_other_messages_it_is_kept_once():
    receive(*story("100", "V1"))
    again = [raw.replace(b"|P|2.5", b"X|P|2.5", 1) for raw in story("100", "V1")]
    assert set(outcomes(receive(*again))) == {"applied"}
    kept = [model.objects.count() for model in (Administration, CodeStatus, Device, Procedure)]
    assert (kept, ContactList.objects.count()) == ([1, 1, 1, 1], 2)


def test_twenty_patients_cost_as_many_queries_as_two():
    def asked(first: int, count: int) -> int:
        told = [raw for n in range(first, first + count) for raw in story(str(n), f"V{n}")]
        with CaptureQueriesContext(connection) as queries:
            assert set(outcomes(receive(*told))) == {"applied"}
        # executemany is one call; what it is given is counted in it.
        return len([one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    asked(100, 2)
    assert asked(200, 20) <= asked(300, 2) + 2
