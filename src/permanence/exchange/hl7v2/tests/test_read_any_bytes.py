"""Whatever comes, nothing breaks: bytes are messages, or are refused by name."""

import uuid
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permanence.exchange.hl7v2.rules import (
    AckCode,
    Message,
    Refusal,
    UnreadableMessage,
    acknowledge,
    parse,
    split_file,
)
from permanence.exchange.hl7v2.rules.refusals import answer_to
from permanence.exchange.hl7v2.rules.translate import (
    appointments_of,
    chart_facts_of,
    identities_of,
    links_of,
    movements_of,
    visit_of,
)
from permanence.exchange.hl7v2.tests.speech import CONTEXT, PATIENT, PID, PV1, RECEIVED_AT, STAY, header

ADT = [f"ADT^A{number:02}" for number in range(1, 63)]
SIU = [f"SIU^S{number}" for number in range(12, 27)]
MDM = [f"MDM^T{number:02}" for number in range(1, 12)]
ORDERS = [f"{kind}^O01" for kind in ("ORU", "RDE", "RAS", "RGV", "ORM", "OML", "OUL", "PPR", "ACK", "BAR")]
EVENTS = [*ADT, *SIU, *MDM, *ORDERS, "ADT^Z99", ""]
# fmt: off
SEGMENTS = [
    "EVN", "PID", "PD1", "MRG", "PV1", "PV2", "ZBE", "ZFD", "AL1", "IAM", "DG1", "PRB", "ORC", "OBR", "OBX", "NTE",
    "RXO", "RXE", "RXR", "RXA", "RXD", "RXG", "TQ1", "TXA", "SCH", "AIS", "AIG", "AIL", "AIP", "NK1",
]
VALUES = [
    "", '""', "1", "A", "D", "Y", "N", "I", "INSERT", "CANCEL", "NM", "SN", "ED", "TX", "CWE", "DT", "20260307", "L",
    "19410000", "A^B^C^D&E&F^G", "1~2", "\\X41\\", "\\", "^", "~", "&", "20260307110000+0100", "é", "\x00", "9" * 5000,
    "42^^^CHT&1.2.3&ISO^PI",
]
# fmt: on
fields = st.lists(st.sampled_from(VALUES) | st.text(max_size=12), max_size=30).map("|".join)
segments = st.tuples(st.sampled_from(SEGMENTS), fields).map("|".join) | st.sampled_from([PID, PV1])
messages = st.tuples(st.sampled_from(EVENTS).map(header), st.lists(segments, max_size=12)).map(
    lambda parts: [parts[0], *parts[1]]
)
unhurried = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)


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
            acknowledge(piece, answer_to(refusal).ack_code, control_id="1", at=RECEIVED_AT, errors=[refusal])


@given(messages, st.sampled_from(["\r", "\n", "\r\n"]), st.sampled_from(["utf-8", "latin-1", "utf-16"]))
@unhurried
def test_no_message_however_odd_breaks_its_translation(lines, ending, codec):
    survives(ending.join(lines).encode(codec, errors="replace"))


@given(messages, st.integers(0, 400), st.integers(0, 40), st.binary(max_size=20))
@unhurried
def test_no_damage_breaks_the_reading(lines, at, length, noise):
    whole = "\r".join(lines).encode(errors="replace")
    survives(whole[:at] + noise + whole[at + length :])


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"MSH|^~\\&|" + data))
@unhurried
def test_no_bytes_whatever_break_the_reading(raw):
    survives(raw)
    acknowledge(raw, AckCode.REJECTED, control_id="1", at=RECEIVED_AT)
    with suppress(UnreadableMessage):
        assert parse(raw, charset="").raw == raw


def test_an_ordinary_message_goes_all_the_way():
    message = parse("\r".join([header("ADT^A01"), PID, PV1]).encode(), charset="")
    translate(message)
    assert movements_of(message, CONTEXT, (PATIENT,)).movements
