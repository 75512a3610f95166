"""Where resources lie in files: their very bytes, in the order of what refers to what, however broken the file."""

import itertools
import mmap
import re

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.exchange.fhir.rules.splitting import bundle_kind, lines_in, pieces_in
from permanence.exchange.fhir.tests.made_up import bundle, encounter, observation, patient, places


def bytes_of(buffer, find=pieces_in):
    return [buffer[piece.start : piece.end] for piece in find(buffer)]


def types_of(buffer, find=pieces_in):
    return [piece.type for piece in find(buffer)]


def test_an_entry_is_its_very_bytes():
    entry = b'{ "fullUrl" : "urn:x",\n  "resource": {"resourceType":"Observation","valueQuantity":{"value":6.30}} }'
    text = b'{"resourceType":"Bundle","type":"collection","entry":[' + entry + b"]}"
    assert bytes_of(text) == [entry]


def test_what_others_refer_to_comes_first():
    text = orjson.dumps(bundle(observation(), encounter(), patient(), *places()))
    assert types_of(text) == ["Location", "Location", "Location", "Patient", "Encounter", "Observation"]


def test_a_history_is_read_from_its_end():
    versions = [patient("p1", family=name) for name in ("THIRD", "SECOND", "FIRST")]
    text = orjson.dumps(bundle(*versions, kind="history"))
    assert [orjson.loads(one)["resource"]["name"][0]["family"] for one in bytes_of(text)] == [
        "FIRST",
        "SECOND",
        "THIRD",
    ]


def test_a_deletion_has_the_type_of_its_address():
    text = b'{"resourceType":"Bundle","entry":[{"request":{"method":"DELETE","url":"Flag/9"}}]}'
    assert types_of(text) == ["Flag"]


def test_brackets_and_quotes_in_strings_are_no_structure():
    odd = orjson.dumps({"resourceType": "Basic", "id": "1", "note": 'a "] } [ { \\ '})
    assert bytes_of(b'{"entry":[{"resource":' + odd + b'}],"resourceType":"Bundle"}') == [b'{"resource":' + odd + b"}"]


def test_a_single_resource_with_entries_of_its_own_stays_whole():
    text = b'{"resourceType":"List","entry":[{"item":{"reference":"Patient/1"}}]}'
    assert bytes_of(text) == [text]


def test_a_second_list_of_entries_is_not_lost():
    text = b'{"resourceType":"Bundle","entry":[{"resource":{"id":"1"}}],"entry":[{"resource":{"id":"2"}}]}'
    assert bytes_of(text) == [b'{"resource":{"id":"1"}}', b'{"resource":{"id":"2"}}']


def test_half_a_bundle_gives_its_whole_entries_and_the_rest_as_one_more():
    text = orjson.dumps(bundle(*(observation(str(n)) for n in range(5))))
    whole, half = bytes_of(text), bytes_of(text[: len(text) * 3 // 5])
    assert half[:2] == whole[:2]
    assert whole[len(half) - 1].startswith(half[-1])


def test_a_string_that_never_ends_is_left_to_a_person():
    text = b'{"resourceType":"Patient","id":"' + b'\\"' * 200_000
    assert bytes_of(text) == [text]


def test_several_objects_one_after_the_other_are_several_messages():
    assert types_of(b'\xef\xbb\xbf {"resourceType":"Patient"} \n{"resourceType":"Flag"} rest') == [
        "Patient",
        "Flag",
        "",
    ]


def test_a_broken_line_harms_no_other():
    lines = b'{"resourceType":"Patient"}\r\n\n{"broken\n  {"resourceType":"Flag"}  '
    assert bytes_of(lines, lines_in) == [b'{"resourceType":"Patient"}', b'{"broken', b'{"resourceType":"Flag"}']


def test_a_line_may_be_a_bundle():
    line = orjson.dumps(bundle(observation(), patient()))
    assert types_of(b'{"resourceType":"Flag"}\n' + line + b"\n", lines_in) == ["", "Patient", "Observation"]


def test_a_mapped_file_is_split_as_bytes_are(tmp_path):
    path = tmp_path / "bundle.json"
    text = orjson.dumps(bundle(*(observation(str(n)) for n in range(300))))
    path.write_bytes(text)
    with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert bytes_of(mapped) == bytes_of(text)


@pytest.mark.parametrize(("text", "kind"), [
    (b'{"resourceType":"Bundle","type":"transaction"}', "transaction"),
    (b' {"type":"batch","entry":[],"resourceType":"Bundle"}', "batch"),
    (b'{"resourceType":"Bundle"}', "collection"),
    (b'{"resourceType":"Bundle","type":"batch","entry":[', ""),
    (b'{"resourceType":"Patient","type":"batch"}', ""),
    (b"<Bundle/>", ""),
    (b"", ""),
])  # fmt: skip
def test_a_bundle_says_its_kind(text, kind):
    assert bundle_kind(text) == kind


@given(st.binary(max_size=300) | st.text(alphabet='{}[]",:\\ entryresourceTypeBundle1', max_size=200).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_nothing_of_any_bytes_is_lost_or_told_twice(text):
    for find in (pieces_in, lines_in):
        spans = sorted((piece.start, piece.end) for piece in find(text))
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
        if b"Bundle" not in text and b"entry" not in text:
            covered = b"".join(text[start:end] for start, end in spans)
            blank = re.compile(rb"[\s,]|\xef\xbb\xbf")
            assert blank.sub(b"", covered) == blank.sub(b"", text)
