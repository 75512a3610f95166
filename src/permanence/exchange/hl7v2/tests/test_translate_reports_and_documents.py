"""Results, files, documents and orders."""

import pytest

from permanence.exchange.hl7v2.rules import Reason, Refusal
from permanence.exchange.hl7v2.tests.speech import PATIENT, PID, PV1, STAY, charted, paris

OBR = "OBR|1|P1^DPI|L77^LABO|NFS^Numération^L|||20260307060000|||||||||||||||20260307083000|||F"


def reports(*segments: str):
    return charted("ORU^R01", PID, *segments).reports


def value(obx_2: str, obx_5: str) -> str:
    return reports(OBR, f"OBX|1|{obx_2}|X^Analyse^L||{obx_5}||||||F")[0].results[0].value


def test_a_report_has_its_number_its_hour_and_its_lines():
    (report,) = reports(
        "ORC|RE|P1|L77",
        OBR,
        "OBX|1|NM|HB^Hémoglobine^L||7,2|g/dL^gramme par décilitre|12-16|LL~A|||C|||20260307061500",
        "NTE|1||Contrôlé",
        "NTE|2||sur tube citraté",
        "OBX|2|NM|PLQ^Plaquettes^L||221|G/L|150-400|N|||F",
    )
    assert (report.patient, report.stay, report.order_number) == (PATIENT, STAY, "L77")
    assert (report.code, report.label, report.status) == ("NFS", "Numération", "F")
    assert report.occurred_at == paris(2026, 3, 7, 8, 30)
    first, second = report.results
    assert (first.code, first.label, first.value, first.unit, first.reference_range) == (
        "HB",
        "Hémoglobine",
        "7,2",
        "g/dL",
        "12-16",
    )
    assert (first.flag, first.status, first.observed_at) == ("LL", "C", paris(2026, 3, 7, 6, 15))
    assert first.note == "Contrôlé\nsur tube citraté"
    assert (second.observed_at, second.note) == (paris(2026, 3, 7, 6), "")


@pytest.mark.parametrize(
    ("kind", "sent", "read"),
    [
        ("NM", "140", "140"),
        ("NM", "60~120", "60, 120"),
        ("SN", ">^100", ">100"),
        ("SN", "^1^:^128", "1:128"),
        ("SN", "^2^+", "2+"),
        ("CWE", "260348001^Présent^SCT", "Présent"),
        ("CE", "^^^27^Rare^L", "Rare"),
        ("ST", "a & b ^ c", "a & b ^ c"),
        ("TX", "ligne une~ligne deux", "ligne une\nligne deux"),
        ("FT", "un\\.br\\deux", "un\ndeux"),
        ("DT", "20260307", "2026-03-07"),
        ("TM", "0830", "08:30"),
        ("XCN", "7^MOREL^Anne", "7 MOREL Anne"),
        ("", "12", "12"),
        ("NM", '""', ""),
        ("NM", "", ""),
    ],
)
def test_a_value_is_read_by_its_type(kind, sent, read):
    assert value(kind, sent) == read


def test_a_text_sent_line_by_line_is_one_text():
    (report,) = reports(
        OBR, *(f"OBX|{n}|TX|CR^Compte rendu^L|{n}|ligne {n}||||||F" for n in (1, 2, 3)), "OBX|4|ST|Z^Fin^L||x"
    )
    assert [result.value for result in report.results] == ["ligne 1\nligne 2\nligne 3", "x"]


def test_the_remarks_on_the_lines_of_a_text_all_stay_with_it():
    lines = [line for n in (1, 2, 3) for line in (f"OBX|{n}|TX|CR^Compte rendu^L||ligne {n}", f"NTE|1||remarque {n}")]
    ((result,),) = [report.results for report in reports(OBR, *lines)]
    assert result.note == "remarque 1\nremarque 2\nremarque 3"


def test_each_request_of_a_message_is_one_report():
    found = reports(OBR, "OBX|1|NM|A^a||1", OBR.replace("L77", "L78"), "OBX|1|NM|B^b||2", OBR.replace("L77", "L79"))
    assert [(report.order_number, [result.code for result in report.results]) for report in found] == [
        ("L77", ["A"]),
        ("L78", ["B"]),
        ("L79", []),
    ]


def test_a_report_dated_after_its_message_is_dated_by_it():
    assert reports(OBR.replace("20260307083000", "20290101"), "OBX|1|NM|A^a||1")[0].occurred_at == paris(2026, 3, 7, 9)


def test_what_an_admission_observes_is_a_report_without_a_number():
    (report,) = charted("ADT^A01", PID, PV1, "OBX|1|NM|29463-7^Poids^LN||71|kg|||||F").reports
    assert (report.order_number, report.results[0].value) == ("", "71")


def test_a_report_without_anything_is_refused():
    with pytest.raises(Refusal) as refused:
        reports()
    assert (refused.value.reason, refused.value.location) == (Reason.NO_CONTENT, "OBR")


def test_files_become_documents_and_routing_is_no_result():
    facts = charted(
        "ORU^R01",
        PID,
        OBR,
        "OBX|1|ED|11502-2^CR de biologie^LN||LABO^text^XML^Base64^QUJD||||||F",
        "OBX|2|ED|11502-2^Le même en PDF^LN||^application^pdf^Base64^QUJD||||||F",
        "OBX|3|CE|MASQUE_PS^Masqué^MetaDMPMSS||N||||||F",
        "OBX|4|CE|DESTDMP^Destinataire DMP||Y||||||F",
        "OBX|5|ED|CORPSMAIL_PS^Corps du mail||^text^^Base64^QUJD||||||F",
    )
    assert facts.reports == ()
    assert [(fact.number, fact.kind, fact.title, fact.status) for fact in facts.documents] == [
        ("L77", "11502-2", "CR de biologie", "F"),
        ("L77/2", "11502-2", "Le même en PDF", "F"),
    ]


def test_a_report_may_bring_results_and_a_file():
    facts = charted("ORU^R01", PID, OBR, "OBX|1|NM|A^a||1", "OBX|2|RP|I^Image||http://pacs.example/1^^IM^JPEG||||||F")
    assert [result.code for result in facts.reports[0].results] == ["A"]
    assert [document.title for document in facts.documents] == ["Image"]


def documents(event: str, *segments: str):
    return charted(event, PID, *segments).documents


def test_a_document_has_its_number_what_it_replaces_and_its_title():
    txa = "TXA|1|18748-4^CR d'imagerie^LN|TEXT|20260307||||||||DOC2^RIS|DOC1^RIS||||LA"
    (fact,) = documents("MDM^T10", PV1, txa, "OBX|1|ED|18748-4^CR de scanner^LN||^text^XML^Base64^QUJD||||||F")
    assert (fact.number, fact.replaces, fact.kind, fact.status) == ("DOC2", "DOC1", "18748-4", "LA")
    assert (fact.title, fact.stay) == ("CR de scanner", STAY)


def test_a_document_taken_back_is_cancelled():
    assert documents("MDM^T11", "TXA|1|CR|TEXT|||||||||DOC2||||||AU")[0].status == "CA"


def test_a_document_message_without_document_is_refused():
    with pytest.raises(Refusal) as refused:
        documents("MDM^T02", PV1)
    assert refused.value.location == "TXA"


@pytest.mark.parametrize("event", ["OML^O21", "OMG^O19", "ORM^O01", "OUL^R22"])
def test_an_order_is_kept_as_a_document(event):
    (fact,) = documents(event, "ORC|NW|P1^DPI|F1", "OBR|1|P1^DPI|F1|IONO^Ionogramme^L")
    assert (fact.number, fact.kind, fact.title, fact.status) == ("P1", event, "Ionogramme", "NW")


def test_orders_are_told_apart_in_either_order_of_segments():
    after = documents("OML^O21", "ORC|NW|1", "OBR|1|1||A^a", "ORC|CA|2", "OBR|1|2||B^b", "OBR|2|3||C^c")
    before = documents("OUL^R22", "OBR|1|1||A^a", "ORC|NW|1", "OBR|1|2||B^b", "ORC|CA|2")
    assert [(fact.number, fact.title, fact.status) for fact in after] == [
        ("1", "a", "NW"),
        ("2", "b", "CA"),
        ("3", "c", ""),
    ]
    assert [(fact.number, fact.title, fact.status) for fact in before] == [("1", "a", "NW"), ("2", "b", "CA")]


def test_an_order_of_drugs_is_a_treatment_and_no_document():
    facts = charted("ORM^O01", PID, "ORC|NW|1", "RXO|A^Aspirine|1", "ORC|NW|2", "OBR|1|2||B^b")
    assert [treatment.label for treatment in facts.treatments] == ["Aspirine"]
    assert [document.title for document in facts.documents] == ["b"]


def test_an_order_message_without_order_is_refused():
    with pytest.raises(Refusal):
        documents("OML^O21", PV1)
