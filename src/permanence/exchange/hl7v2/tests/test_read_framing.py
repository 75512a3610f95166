"""Cutting a connection's bytes and files into messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.exchange.hl7v2.rules import MessageTooLarge, MllpDeframer, frame, parse, split_file

ONE = b"MSH|^~\\&|A||||20260307||ADT^A01|1|P|2.5\rPID|1||1\r"
TWO = b"MSH|^~\\&|A||||20260307||ADT^A03|2|P|2.5\rPID|1||2\r"


def test_frames_are_cut_and_unwrapped():
    assert MllpDeframer().feed(frame(ONE) + frame(TWO)) == [ONE, TWO]


def test_a_message_is_handed_over_when_its_end_comes():
    deframer = MllpDeframer()
    assert deframer.feed(b"\x0b" + ONE) == []
    assert deframer.pending == len(ONE)
    assert deframer.feed(b"\x1c\r") == [ONE]
    assert deframer.pending == 0


@pytest.mark.parametrize("between", [b"", b"\r", b"\r\n", b"\n", b"\x00\x00", b"hello\r\n", b"\x1c\r"])
def test_garbage_between_frames_is_passed_over(between):
    assert MllpDeframer().feed(between + frame(ONE) + between + frame(TWO) + between) == [ONE, TWO]


def test_a_missing_last_return_is_tolerated():
    deframer = MllpDeframer()
    assert deframer.feed(b"\x0b" + ONE + b"\x1c") == [ONE]
    assert deframer.feed(b"\x0b" + TWO + b"\x1c\x0b" + ONE + b"\x1c") == [TWO, ONE]


def test_a_separator_inside_a_message_is_content():
    strange = ONE + b"NTE|1||a\x1cb\r"
    assert MllpDeframer().feed(frame(strange) + frame(TWO)) == [strange, TWO]


def test_a_frame_given_up_for_another_is_not_taken_for_a_message():
    deframer = MllpDeframer()
    assert deframer.feed(b"\x0b" + ONE[:20] + frame(TWO)) == [TWO]
    assert deframer.passed_over == 20


def test_empty_frames_are_no_messages():
    assert MllpDeframer().feed(b"\x0b\x1c\r" + frame(ONE)) == [ONE]


def test_a_message_larger_than_the_limit_is_refused_after_what_came_before_it():
    deframer = MllpDeframer(limit=60)
    assert deframer.feed(frame(ONE) + b"\x0b" + b"x" * 100) == [ONE]
    with pytest.raises(MessageTooLarge):
        deframer.feed(b"x")
    with pytest.raises(MessageTooLarge):
        MllpDeframer(limit=60).feed(b"\x0b" + b"x" * 100 + b"\x1c\r")


def test_garbage_never_fills_the_memory():
    deframer = MllpDeframer(limit=60)
    for _ in range(100):
        assert deframer.feed(b"x" * 50) == []
    assert deframer.pending == 0
    assert deframer.passed_over == 5000


content = st.binary(min_size=1, max_size=60).map(lambda data: data.replace(b"\x1c", b"!").replace(b"\x0bMSH", b"?"))


@given(st.lists(content, max_size=6), st.lists(st.integers(1, 40), max_size=40))
def test_however_the_bytes_arrive_the_messages_are_the_same(messages, sizes):
    stream = b"".join(map(frame, messages))
    deframer = MllpDeframer()
    received, at = [], 0
    for size in [*sizes, len(stream) + 1]:
        received += deframer.feed(stream[at : at + size])
        at += size
    assert received == messages
    assert deframer.passed_over == 0


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "between",
    [b"", b"\n", b"\n\n", b"// *** the next one\n", b"/*\n * a note\n */\n", b"# note\n\n", b"\x1a", b"------\n"],
)
def test_a_file_of_several_messages_is_cut_between_them(ending, between):
    one, two = (message.replace(b"\r", ending) for message in (ONE, TWO))
    assert split_file(between + one + between + two + between) == [one, two]


def test_a_last_line_without_end_is_kept_as_it_is():
    assert split_file(ONE + TWO[:-1]) == [ONE, TWO[:-1]]


def test_a_byte_order_mark_is_no_part_of_a_message():
    assert split_file(b"\xef\xbb\xbf" + ONE + b"\xef\xbb\xbf" + TWO) == [ONE, TWO]


def test_a_batch_gives_its_messages():
    batch = b"FHS|^~\\&|A\rBHS|^~\\&|A\r" + ONE + TWO + b"BTS|2\rBHS|^~\\&|B\r" + ONE + b"BTS|1\rFTS|2\r"
    assert split_file(batch) == [ONE, TWO, ONE]
    assert split_file(b"FHS|^~\\&|A\rFTS|0\r") == []


def test_a_capture_of_a_connection_gives_its_messages():
    assert split_file(frame(ONE) + frame(TWO)) == [ONE, TWO]
    assert split_file(b"12:00 in " + frame(ONE) + b"\n12:01 in " + frame(TWO) + b"\n") == [ONE, TWO]


def test_a_file_of_wide_characters_gives_wide_messages():
    pieces = split_file((ONE + TWO).decode().encode("utf-16"))
    assert [parse(piece, charset="").control_id for piece in pieces] == ["1", "2"]


def test_what_has_no_header_is_one_piece_to_be_refused():
    assert split_file(b"PID|1||1\rPV1|1|I\r") == [b"PID|1||1\rPV1|1|I\r"]
    assert split_file(b"nothing of the kind") == [b"nothing of the kind"]
    assert split_file(b"PID|1||1\r" + ONE) == [b"PID|1||1\r", ONE]
    assert split_file(b"\r\n \n") == []
    assert split_file(b"") == []


def test_a_text_that_goes_on_over_lines_stays_in_its_message():
    text = ONE + b"OBX|1|TX|a||first\nsecond line\n"
    assert split_file(text + TWO) == [text, TWO]


def test_a_header_inside_a_document_starts_nothing():
    document = ONE + b"OBX|1|ED|a||^^^Base64^AAAA\nMSH+AAAA\nMSHA|BB\r"
    assert split_file(document) == [document]


@given(st.lists(st.sampled_from([ONE, TWO, ONE.replace(b"\r", b"\r\n")]), max_size=5), st.binary(max_size=30))
def test_messages_of_a_file_are_never_lost(messages, noise):
    harmless = noise.replace(b"\r", b"").replace(b"\n", b"").replace(b"\x1c", b"").replace(b"\x0b", b"")
    pieces = split_file(b"".join(messages) + b"//" + harmless + b"\n")
    assert pieces == messages if messages else len(pieces) <= 1
