"""Real files, where they lie beside the project, and an independent parser beside ours."""

from contextlib import suppress

import hl7
import pytest

from permanence.exchange.hl7v2.rules import Message, Refusal, parse, split_file
from permanence.exchange.hl7v2.tests.speech import CORPORA, PID, PV1, raw
from permanence.exchange.hl7v2.tests.test_read_any_bytes import translate

FILES = sorted(CORPORA.glob("*")) if CORPORA.is_dir() else []
OWN = [
    raw("ADT^A01", "EVN||20260307", PID, PV1, "AL1|1|DA|P^Pénicilline^L|SV|Urticaire~Œdème"),
    raw("ORU^R01", PID, "OBR|1|A^B|C|X^Y", "OBX|1|NM|1^Sodium^L||140|mmol/L|135-145|N|||F", "NTE|1||a & b|"),
]


def assert_read_alike(message: Message) -> None:
    """Every field and every component is the same text for python-hl7 and for us."""
    # It knows CR only and no liberty before or inside a segment, so it is given the segments as we cut them.
    theirs = hl7.parse("\r".join(segment.line for segment in message.segments) + "\r")
    assert [str(segment[0]) for segment in theirs] == [segment.name for segment in message.segments]
    for our, their in zip(message.segments, theirs, strict=True):
        assert len(our) == len(their) - 1
        for n in range(3 if our.name == "MSH" else 1, len(their)):
            assert our.raw(n) == str(their[n])
            # Escapes are compared in their own test: it gives line breaks and unknown sequences other meanings.
            if "\\" not in our.raw(n):
                assert _values(our.raw(n), our.repetitions(n)) == _leaves(their[n])


def _values(written: str, repetitions: list) -> list[list[str]]:
    return [repetition.components() for repetition in repetitions] if written else []


def _leaves(field: hl7.Field) -> list[list[str]]:
    """Of each repetition that holds something, each component by its first subcomponent."""
    found = [repetition if isinstance(repetition, hl7.Repetition) else [repetition] for repetition in field]
    return [[_first(component).strip() for component in repetition] for repetition in found if str(_joined(repetition))]


def _joined(repetition: list) -> str:
    return str(repetition) if isinstance(repetition, hl7.Container) else "".join(map(str, repetition))


def _first(component: object) -> str:
    return str(component[0]) if isinstance(component, hl7.Container) and len(component) else str(component)


@pytest.mark.parametrize("message", OWN)
def test_an_independent_parser_reads_our_messages_alike(message):
    assert_read_alike(parse(message, charset=""))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_real_file_is_cut_and_every_message_is_read_or_refused_by_name(file):
    data = file.read_bytes()
    pieces = split_file(data)
    assert pieces
    for piece in pieces:
        assert piece in data
        message = parse(piece, charset="")
        assert message.control_id
        with suppress(Refusal):
            translate(message)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_independent_parser_reads_real_files_alike(file):
    for piece in split_file(file.read_bytes()):
        message = parse(piece, charset="")
        if message.syntax.declared == "^~\\&" and message.header.raw(2) == "^~\\&":
            assert_read_alike(message)
