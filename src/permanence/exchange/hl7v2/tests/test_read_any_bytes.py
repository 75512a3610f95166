"""Whatever comes, nothing breaks: bytes are messages, or are refused by name."""

import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permanence.exchange.hl7v2.rules import AckCode, Message, Refusal, acknowledge, parse, split_file
from permanence.exchange.hl7v2.rules.events import _ADT, _ANY_TRIGGER, _MDM, _SIU
from permanence.exchange.hl7v2.rules.translate import (
    appointments_of,
    chart_facts_of,
    identities_of,
    links_of,
    movements_of,
    visit_of,
)
from permanence.exchange.hl7v2.tests.speech import CONTEXT, PATIENT, PID, PV1, RECEIVED_AT, STAY, header

EVENTS = sorted(
    [f"ADT^{trigger}" for trigger in _ADT]
    + [f"SIU^{trigger}" for trigger in _SIU]
    + [f"MDM^{trigger}" for trigger in _MDM]
    + [f"{kind}^X01" for kind in _ANY_TRIGGER]
    + ["ACK^A01", "BAR^P01", "ADT^A29", ""]
)
SEGMENTS = (
    "EVN PID PD1 MRG PV1 PV2 ZBE ZFD AL1 IAM DG1 PRB ORC OBR OBX NTE RXO RXE RXR RXA RXD RXG RXC TQ1 TXA SCH RGS AIS AIG"
    " AIL AIP NK1 PRT Z99"
).split()
VALUES = st.sampled_from(
    [
        "",
        '""',
        "1",
        "A",
        "D",
        "Y",
        "N",
        "I",
        "INSERT",
        "CANCEL",
        "NM",
        "SN",
        "ED",
        "TX",
        "CWE",
        "DT",
        "20260307",
        "19410000",
        "L",
    ]
    + [
        "A^B^C^D&E&F^G",
        "1~2",
        "\\X41\\",
        "\\",
        "^",
        "~",
        "&",
        "20260307110000+0100",
        "42^^^CHT&1.2.3&ISO^PI",
        "é",
        "\x00",
        "9" * 5000,
    ]
) | st.text(max_size=12)
fields = st.lists(VALUES, max_size=30).map("|".join)
segments = st.tuples(st.sampled_from(SEGMENTS), fields).map("|".join) | st.sampled_from([PID, PV1])
messages = st.tuples(st.sampled_from(EVENTS).map(header), st.lists(segments, max_size=12)).map(
    lambda parts: [parts[0], *parts[1]]
)


def translate(message: Message) -> None:
    patients = tuple(uuid.uuid4() for _ in identities_of(message, CONTEXT))
    links_of(message, CONTEXT)
    movements_of(message, CONTEXT, patients)
    visit_of(message, CONTEXT)
    if patients:
        chart_facts_of(message, CONTEXT, patients[0], STAY)
    appointments_of(message, CONTEXT, patients[0] if patients else None)


def survives(raw: bytes) -> None:
    for piece in split_file(raw):
        try:
            translate(parse(piece, charset=""))
        except Refusal as refusal:
            assert acknowledge(piece, refusal.ack_code, control_id="1", at=RECEIVED_AT, errors=[refusal])


@given(messages, st.sampled_from(["\r", "\n", "\r\n"]), st.sampled_from(["utf-8", "latin-1", "utf-16"]))
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_message_however_odd_breaks_its_translation(lines, ending, codec):
    survives(ending.join(lines).encode(codec, errors="replace"))


@given(messages, st.integers(0, 400), st.integers(0, 40), st.binary(max_size=20))
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_damage_breaks_the_reading(lines, at, length, noise):
    whole = "\r".join(lines).encode(errors="replace")
    survives(whole[:at] + noise + whole[at + length :])


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"MSH|^~\\&|" + data))
def test_no_bytes_whatever_break_the_reading(raw):
    survives(raw)
    acknowledge(raw, AckCode.REJECTED, control_id="1", at=RECEIVED_AT)
    try:
        assert parse(raw, charset="").raw == raw
    except Refusal as refusal:
        assert refusal.text


def test_a_patient_is_translated_at_all():
    message = parse("\r".join([header("ADT^A01"), PID, PV1]).encode(), charset="")
    translate(message)
    assert movements_of(message, CONTEXT, (PATIENT,)).movements
