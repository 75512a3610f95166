"""Reading the characters of a message: what it declares, what the feed declares, what the bytes say."""

import pytest

from permanence.exchange.feeds.rules.charset import codec_of
from permanence.exchange.hl7v2.rules import acknowledge, parse
from permanence.exchange.hl7v2.rules.refusals import AckCode
from permanence.exchange.hl7v2.tests.speech import RECEIVED_AT


def raw(declared: str, name: bytes) -> bytes:
    return b"MSH|^~\\&|||||||ADT^A01|1|P|2.5||||||" + declared.encode() + b"\rPID|||||" + name + b"\r"


def read(declared: str, name: bytes, feed: str = "") -> tuple[str, str, bool]:
    message = parse(raw(declared, name), charset=feed)
    return message.field("PID", 5), message.charset_used, message.charset_suspect


@pytest.mark.parametrize(
    ("declared", "name", "expected", "codec"),
    [
        ("UNICODE UTF-8", "Zoé".encode(), "Zoé", "utf-8"),
        ("UTF-8", "Zoé".encode(), "Zoé", "utf-8"),
        ("8859/1", "Zoé".encode("latin-1"), "Zoé", "latin-1"),
        ("8859/1", "Cœur 1€".encode("cp1252"), "Cœur 1€", "cp1252"),
        ("8859/15", "Cœur 1€".encode("iso8859-15"), "Cœur 1€", "iso8859-15"),
        ("ISO-8859-15", "Zoé".encode("iso8859-15"), "Zoé", "iso8859-15"),
        ("8859/1~UNICODE UTF-8", "Zoé".encode("latin-1"), "Zoé", "latin-1"),
        ("ASCII", b"Zoe", "Zoe", "ascii"),
        ("windows-1252", "Zoé…".encode("cp1252"), "Zoé…", "cp1252"),
        ("8859/2", "Łódź".encode("iso8859-2"), "Łódź", "iso8859-2"),
        ("ISO IR87", "山田".encode("iso2022_jp"), "山田", "iso2022_jp"),
        ("GB 18030-2000", "王".encode("gb18030"), "王", "gb18030"),
    ],
)
def test_a_right_declaration_is_followed(declared, name, expected, codec):
    assert read(declared, name) == (expected, codec, False)


@pytest.mark.parametrize(
    ("feed", "name", "codec"),
    [
        ("", "Zoé".encode(), "utf-8"),
        ("iso8859-15", "Zoé".encode("latin-1"), "iso8859-15"),
        ("cp1252", b"Zo\xe9", "cp1252"),
    ],
)
def test_without_a_declaration_the_feed_says(feed, name, codec):
    assert read("", name, feed) == ("Zoé", codec, False)


def test_the_message_wins_over_its_feed():
    assert read("8859/1", "Zoé".encode("latin-1"), "utf-8") == ("Zoé", "latin-1", False)


@pytest.mark.parametrize(
    ("declared", "name", "codec"),
    [
        ("UNICODE UTF-8", b"Zo\xe9", "cp1252"),
        ("8859/1", "Zoé".encode(), "utf-8"),
        ("ASCII", "Zoé".encode(), "utf-8"),
        ("ASCII", b"Zo\xe9", "cp1252"),
        ("KLINGON", "Zoé".encode(), "utf-8"),
        ("UNICODE UTF-16", "Zoé".encode(), "utf-8"),
    ],
)
def test_a_wrong_declaration_is_read_right_and_flagged(declared, name, codec):
    assert read(declared, name) == ("Zoé", codec, True)


def test_an_unknown_declaration_falls_back_on_the_feed():
    assert read("KLINGON", b"Zo\xe9", "iso8859-15") == ("Zoé", "iso8859-15", True)


def test_bytes_that_no_charset_explains_are_kept_visible():
    message = parse(raw("UNICODE UTF-8", b"Zo\xe9\x81"), charset="")
    assert message.field("PID", 5).startswith("Zoé")
    assert message.charset_suspect


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16"])
def test_wide_characters_are_told_by_the_first_bytes(codec):
    wide = raw("UNICODE UTF-16", "Zoé".encode()).decode().encode(codec)
    assert parse(wide, charset="utf-8").field("PID", 5) == "Zoé"


def test_the_answer_is_written_in_the_charset_of_the_question():
    question = b"MSH|^~\\&|A|B|H\xf4pital|C|||ADT^A01|1|P|2.5||||||8859/1\r"
    answer = acknowledge(parse(question, charset=""), AckCode.ACCEPTED, control_id="1", at=RECEIVED_AT)
    assert b"|H\xf4pital|" in answer
    assert b"|8859/1\r" in answer


@pytest.mark.parametrize(
    "name", ["utf-8", "UTF8", "iso8859-1", "ISO-8859-15", "latin-1", "cp1252", "windows-1252", "8859/1"]
)
def test_the_names_that_people_give_a_feed_are_known(name):
    assert codec_of(name)


def test_a_name_of_no_charset_is_told():
    assert codec_of("unicode_escape") is None
    assert codec_of("zip") is None
