"""Medication orders and what was given."""

import pytest

from permanence.exchange.hl7v2.rules import Reason, Refusal
from permanence.exchange.hl7v2.tests.speech import PATIENT, PID, STAY, charted, paris

RXE = "RXE||3400930^Paracétamol 1 g^CIP|1||g^gramme|CPR"


def treatments(event: str, *segments: str):
    return charted(event, PID, *segments).treatments


def test_a_prescription_of_version_2_5_is_read_whole():
    (fact,) = treatments(
        "RDE^O11",
        "ORC|NW|P77^DPI|F9^PHARMA|||||",
        "TQ1|1||Q8H",
        "RXO|X^autre chose|9",
        "RXR|PO^par sonde",
        RXE,
        "TQ1|1||Q6H&toutes les 6 heures^^^^6^h|0600~1200|||20260307060000|20260310060000",
        "RXR|PO^voie orale",
    )
    assert (fact.patient, fact.stay, fact.order_number, fact.status) == (PATIENT, STAY, "P77", "NW")
    assert (fact.label, fact.dose, fact.route) == ("Paracétamol 1 g", "1 gramme", "voie orale")
    assert fact.frequency == "toutes les 6 heures, 6 h, 0600, 1200"
    assert (fact.starts_at, fact.ends_at) == (paris(2026, 3, 7, 6), paris(2026, 3, 10, 6))
    assert fact.last_given_at is None


def test_a_prescription_of_version_2_3_has_its_timing_in_its_first_field():
    (fact,) = treatments("RDE^O01", "ORC|NW|P78", "RXE|2&gél^BID^^202603070800^202603090800|A^Amoxicilline|500|1000|mg")
    assert (fact.dose, fact.frequency) == ("500-1000 mg", "BID")
    assert (fact.starts_at, fact.ends_at) == (paris(2026, 3, 7, 8), paris(2026, 3, 9, 8))


def test_an_order_that_is_only_asked_is_read_from_the_request():
    (fact,) = treatments("OMP^O09", "ORC|NW|P79||||^TID", "RXO|B^Bromazépam^L|3||mg|||^si angoisse")
    assert (fact.label, fact.dose) == ("Bromazépam", "3 mg")
    assert fact.frequency == "si angoisse"


@pytest.mark.parametrize("control", ["CA", "DC", "HD", "RL", "XO"])
def test_the_order_control_code_is_told_as_it_is(control):
    assert treatments("RDE^O11", f"ORC|{control}|P77", RXE)[0].status == control


def test_each_order_is_one_treatment():
    facts = treatments("RDE^O11", "ORC|NW|1", RXE, "ORC|NW|2", "RXE||I^Insuline|4||UI")
    assert [(fact.order_number, fact.label) for fact in facts] == [("1", "Paracétamol 1 g"), ("2", "Insuline")]


def test_what_was_given_last_is_the_latest_administration():
    (fact,) = treatments(
        "RAS^O17",
        "ORC|RE|P77",
        "RXA|0|1|20260307080000|20260307081500|3400930^Paracétamol 1 g|1|g|||||||||||||CP",
        "RXA|0|2|20260307090000||3400930^Paracétamol 1 g|1|g|||||||||||||RE",
        "RXA|0|3|20260307040000||3400930^Paracétamol 1 g|1|g",
    )
    assert (fact.status, fact.last_given_at) == ("RE", paris(2026, 3, 7, 8, 15))
    assert fact.dose == "1 g"


def test_an_order_without_a_number_goes_by_its_drug():
    assert treatments("RDS^O13", "ORC|RE", "RXD|1|3400930^Paracétamol|20260307|10")[0].order_number == "3400930"


def test_a_treatment_message_without_treatment_is_refused():
    with pytest.raises(Refusal) as refused:
        treatments("RDE^O11", "ORC|NW|1")
    assert refused.value.reason is Reason.NO_CONTENT
