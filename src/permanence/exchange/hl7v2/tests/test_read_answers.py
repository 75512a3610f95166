"""Answering a sender: the acknowledgement it can read, whatever it sent."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.exchange.hl7v2.rules import AckCode, Reason, Refusal, UnreadableMessage, acknowledge, parse
from permanence.exchange.hl7v2.rules.refusals import answer_to
from permanence.exchange.hl7v2.tests.speech import PID, said

AT = datetime(2026, 3, 7, 11, 0, 5, tzinfo=UTC)
REFUSAL = Refusal(Reason.NO_PATIENT, location="PID-3", detail="A01")


def answer(received, code=AckCode.ACCEPTED, errors=()) -> str:
    return acknowledge(received, code, control_id="ACK9", at=AT, errors=errors).decode()


def test_the_answer_goes_back_to_the_sender_under_its_own_number():
    header, msa, end = answer(said("ADT^A01", PID)).split("\r")
    assert header == (
        "MSH|^~\\&|DPI|CHT|GAM|CHT|20260307110005+0000||ACK^A01^ACK|ACK9|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR"
    )
    assert (msa, end) == ("MSA|AA|MSG1", "")


def test_an_error_says_where_what_and_for_people():
    text = answer(said("ADT^A01", PID), AckCode.ERROR, [REFUSAL])
    assert "MSA|AE|MSG1\r" in text
    told = "The message names no patient."
    assert f"ERR||PID^1^3|101^{told}^HL70357|E|||A01|{told}\r" in text


def test_the_words_for_people_are_in_their_language():
    message = said("ADT^A01", PID)
    text = acknowledge(
        message, AckCode.ERROR, control_id="1", at=AT, errors=[REFUSAL], say=lambda _: "Aucun patient é"
    ).decode()
    assert text.endswith("|Aucun patient é\r")


def test_before_version_2_5_the_error_stands_where_that_version_has_it():
    old = parse(b"MSH|^~\\&|A|B|C|D|2026||ADT^A01|7|P|2.3\r", charset="")
    text = answer(old, AckCode.ERROR, [REFUSAL])
    assert "|ACK|ACK9|P|2.3\r" in text
    assert "MSA|AE|7|The message names no patient.\r" in text
    assert "ERR|PID^1^3^101&The message names no patient.&HL70357\r" in text


def test_the_sender_s_own_delimiters_are_used():
    odd = parse(b"MSH#*:\\@#A#B#C#D#2026##ADT*A01#7*8#P#2.5\r", charset="")
    text = answer(odd, AckCode.REJECTED, [Refusal(Reason.UNSUPPORTED_EVENT, detail="a#b")])
    assert text.startswith("MSH#*:\\@#C#D#A#B#20260307110005+0000##ACK*A01*ACK#ACK9#P#2.5\r")
    assert "MSA#AR#7*8\r" in text
    assert "a\\F\\b" in text


@pytest.mark.parametrize("raw", [b"", b"PID|1\r", b"\xff\xfe\x00", b"<xml/>"])
def test_what_cannot_be_read_is_answered_all_the_same(raw):
    with pytest.raises(UnreadableMessage) as refused:
        parse(raw, charset="")
    text = answer(raw, answer_to(refused.value).ack_code, [refused.value])
    assert parse(text.encode(), charset="").event.type == "ACK"
    assert "MSA|AR\r" in text


def test_several_messages_in_one_are_refused_under_the_number_of_the_first():
    text = answer(b"MSH|^~\\&|A||||||ADT^A01|1|P|2.5\rMSH|^~\\&|A||||||ADT^A01|2|P|2.5\r", AckCode.REJECTED)
    assert "MSA|AR|1\r" in text


def test_each_reason_has_words_and_a_code():
    for reason in Reason:
        refusal = Refusal(reason)
        assert refusal.text.endswith(".")
        assert answer_to(refusal).code.isdecimal()
        assert answer_to(refusal).ack_code is not AckCode.ACCEPTED
        assert refusal.reason_code == reason.value


@given(st.text(max_size=80))
def test_any_header_is_answered_by_a_message_that_can_be_read(rest):
    message = b"MSH" + rest.encode("utf-8", errors="replace")
    try:
        read = parse(message, charset="")
    except UnreadableMessage:
        return
    text = acknowledge(read, AckCode.ERROR, control_id="1", at=AT, errors=[REFUSAL])
    assert parse(text, charset=read.charset_used).event.type == "ACK"
