"""Reading a message: separators, line ends, values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.exchange.hl7v2.rules import Reason, UnreadableMessage, parse
from permanence.exchange.hl7v2.rules.syntax import syntax_of
from permanence.exchange.hl7v2.tests.speech import PID, header, said

ADT = "MSH|^~\\&|A|B|C|D|20260307||ADT^A01^ADT_A01|77|P|2.5\rEVN|A01|20260307\rPID|1||42^^^CHT^PI||NOM^Prénom\r"


def test_values_are_found_by_segment_field_repetition_component_and_subcomponent():
    message = said("ADT^A01", PID)
    assert message.field("PID", 3) == "000042"
    assert message.field("PID", 3, component=4) == "CHT"
    assert message.field("PID", 3, component=4, subcomponent=2) == "750000001"
    assert message.field("PID", 3, repetition=1) == "279035121518989"
    assert message.field("PID", 3, repetition=9) == ""
    assert message.field("PID", 99) == ""
    assert message.field("NK1", 2) == ""


def test_header_fields_are_numbered_as_hl7_numbers_them():
    message = parse(ADT.encode(), charset="")
    assert message.header.raw(1) == "|"
    assert message.header.raw(2) == "^~\\&"
    assert (message.control_id, message.event, message.sent_at, message.version) == (
        "77",
        ("ADT", "A01"),
        "20260307",
        "2.5",
    )


@pytest.mark.parametrize("ending", ["\r", "\n", "\r\n", "\r\r\n"])
def test_any_line_end_is_read_the_same(ending):
    message = parse(ADT.replace("\r", ending).encode(), charset="")
    assert [segment.name for segment in message.segments] == ["MSH", "EVN", "PID"]
    assert message.field("PID", 5, component=2) == "Prénom"


@pytest.mark.parametrize(
    "before",
    ["\ufeff", "\n\n", "// exported on Monday\n", "/* a\n * comment\n */\n", "\x0b", "   ", "FHS|^~\\&|\rBHS|^~\\&|\r"],
)
def test_what_lies_before_the_header_is_passed_over(before):
    assert parse((before + ADT).encode(), charset="").event == ("ADT", "A01")


def test_the_bytes_are_kept_as_they_came():
    raw = ("\ufeff// note\n" + ADT).encode()
    assert parse(raw, charset="").raw == raw


def test_a_text_with_line_feeds_of_its_own_stays_one_value():
    message = parse(
        b"MSH|^~\\&|||||||ORU^R01|1|P|2.5\rOBX|1|TX|1^t||first line\nTHE second: a|b\n\nlast||||||F\rNTE|1\r",
        charset="",
    )
    assert message.field("OBX", 5) == "first line\nTHE second: a"
    assert [segment.name for segment in message.segments] == ["MSH", "OBX", "NTE"]


@pytest.mark.parametrize(
    "mess",
    [
        "PID|1||42\\r\nPV1|1|I\\r",
        'PID|1||42\\rPV1|1|I\\r"',
        'PID|1||42\\r\\nPV1|1|I\\r\\n";',
        "PID|1||42\\nPV1|1|I",
        "PID|1||42<cr>\nPV1|1|I<CR>\n",
        "PID|1||42<CR>PV1|1|I<CR>",
    ],
)
def test_line_ends_that_somebody_wrote_out_are_understood(mess):
    message = parse(("MSH|^~\\&|||||||ADT^A01|1|P|2.5\\r\n" + mess).encode(), charset="")
    assert message.version == "2.5"
    assert message.field("PID", 3) == "42"
    assert message.field("PV1", 2) == "I"


def test_a_backslash_before_a_letter_inside_a_value_is_no_line_end():
    message = parse(b"MSH|^~\\&|||||||ADT^A01|1|P|2.5\rOBX|1|RP|x||\\\\srv\\reports\\r1.pdf||||||F\r", charset="")
    assert message.first("OBX").texts(5) == ["\\\\srv\\reports\\r1.pdf"]


@pytest.mark.parametrize(
    ("start", "component", "repetition"),
    [
        ("MSH|^~\\&|", "^", "~"),
        ("MSH|^~\\&#|", "^", "~"),
        ("MSH|^~\\\\&|", "^", "~"),
        ("MSH|^~\\&amp;|", "^", "~"),
        ("MSH|^\u02dc\\&|", "^", "\u02dc"),
        ("MSH|^Ëœ\\&|", "^", "Ëœ"),
        ("MSH|^~}|", "^", "~"),
        ("MSH|^~&|", "^", "~"),
        ("MSH|^|", "^", "~"),
        ("MSH||", "^", "~"),
        ("MSH#*:\\@#", "*", ":"),
        ("MSH$%~\\&$", "%", "~"),
        ("MSH^~|\\&^", "~", "|"),
    ],
)
def test_the_declared_delimiters_hold_whatever_they_are(start, component, repetition):
    field = start[3]
    fields = [f"1{component}2{repetition}3{component}4", "x"]
    text = start + field.join(["A", "B", "C", "D", "20260307", "", f"ADT{component}A01", "77", "P", "2.5"])
    message = parse(f"{text}\rZZZ{field}{field.join(fields)}\r".encode(), charset="")
    assert message.event == ("ADT", "A01")
    assert [found.components() for found in message.first("ZZZ").repetitions(1)] == [["1", "2"], ["3", "4"]]
    assert message.field("ZZZ", 2) == "x"


@pytest.mark.parametrize(
    ("msh_9", "evn", "event"),
    [
        ("ADT^A01", "A08", ("ADT", "A01")),
        ("ADT", "A08", ("ADT", "A08")),
        ("ADT^", "", ("ADT", "")),
        ("ADT^^ADT_A03", "", ("ADT", "A03")),
        ("ADT_A04", "", ("ADT", "A04")),
        ("adt^a05", "", ("ADT", "A05")),
        ("", "A01", ("", "A01")),
    ],
)
def test_the_event_is_in_the_header_or_else_in_evn(msh_9, evn, event):
    assert parse(f"MSH|^~\\&|||||||{msh_9}|1\rEVN|{evn}\r".encode(), charset="").event == event


@pytest.mark.parametrize("short", ["MSH|", "MSH|^~\\&", "MSH|^~\\&|A|B", "MSH|^~\\&|||||||ADT^A01"])
def test_a_truncated_header_is_a_message_without_control_id(short):
    assert parse(short.encode(), charset="").control_id == ""


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\r\n \x00", Reason.EMPTY),
        (b"PID|1||42\r", Reason.NO_HEADER),
        (b"hello", Reason.NO_HEADER),
        (b"MSHX|^~\\&|", Reason.NO_HEADER),
        (b"<ADT_A01 xmlns='urn:hl7-org:v2xml'/>", Reason.XML),
        (ADT.encode() * 2, Reason.SEVERAL_MESSAGES),
    ],
)
def test_what_is_no_single_message_is_refused_by_name(raw, reason):
    with pytest.raises(UnreadableMessage) as refused:
        parse(raw, charset="")
    assert refused.value.reason is reason
    assert refused.value.text


def test_nul_characters_are_left_out_of_values():
    assert parse(ADT.replace("NOM", "N\x00OM").encode(), charset="").field("PID", 5) == "NOM"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", "a|b^c&d~e\\f"),
        ("one\\.br\\two\\.sp\\three", "one\ntwo\nthree"),
        ("\\H\\bold\\N\\ plain", "bold plain"),
        ("\\X0D0A\\\\X41\\", "\nA"),
        ("\\XC3\\\\XA9\\t\\XC3A9\\", "été"),
        ("\\XE9\\", "é"),
        ("\\X00\\x", "x"),
        ("\\.in+4\\text\\.ti-2\\", "text"),
        ("C:\\temp\\file", "C:\\temp\\file"),
        ("50\\50", "50\\50"),
        ("\\\\", "\\\\"),
    ],
)
def test_escape_sequences_are_read_and_anything_else_is_left(written, meant):
    message = parse(f"MSH|^~\\&|||||||ADT^A01|1|P|2.5\rZZZ|{written}\r".encode(), charset="")
    assert message.first("ZZZ").text(1) == meant.strip()


plain_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("|^~\\&\n"), max_size=40)


@given(plain_text, st.sampled_from([("|", "^~\\&"), ("#", "*:!@"), ("|", "^\u02dc\\&")]))
def test_any_text_escaped_is_read_back(text, signs):
    syntax = syntax_of(*signs, "utf-8")
    assert syntax.unescaped(syntax.escaped(text)) == text


@given(st.lists(st.lists(plain_text, min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_values_written_in_a_field_are_read_back(values):
    syntax = syntax_of("|", "^~\\&", "utf-8")
    field = "~".join("^".join(syntax.escaped(value) for value in components) for components in values)
    message = parse(f"{header('ADT^A01')}\rZZZ|{field}|end\r".encode(), charset="")
    read = [found.components() for found in message.first("ZZZ").repetitions(1)]
    # A repetition with nothing in it is no repetition; the space around a value is no part of it.
    assert read == [[value.strip() for value in components] for components in values if components != [""]]
    assert message.field("ZZZ", 2) == "end"


def test_large_and_deep_messages_are_read_in_one_go():
    repetitions = "~".join(f"{n}^^^CHT^PI" for n in range(10_000))
    document = "QUJD" * 5_000_000
    message = parse(
        f"{header('ORU^R01')}\rPID|1||{repetitions}\rOBX|1|ED|x||^^^Base64^{document}\r".encode(), charset=""
    )
    assert len(message.first("PID").repetitions(3)) == 10_000
    assert len(message.field("OBX", 5, component=5)) == len(document)
