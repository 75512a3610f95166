"""What is answered to a sender: an ACK in the sender's own delimiters and charset."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

from permanence.exchange.hl7v2.rules.refusals import AckCode, Reason, Refusal, UnreadableMessage, answer_to
from permanence.exchange.hl7v2.rules.syntax import Syntax
from permanence.exchange.hl7v2.rules.tokens import Message, parse

_VERSION = re.compile(r"\d(?:\.\d){1,3}")
_PLAIN = "MSH|^~\\&|||||||ACK||P|2.5\r"


def acknowledge(
    received: Message | bytes,
    code: AckCode,
    *,
    control_id: str,
    at: datetime,
    errors: Sequence[Refusal] = (),
    say: Callable[[str], str] = str,
) -> bytes:
    """The acknowledgement of a message, segments ended by CR.

    `control_id` is the acknowledgement's own, at most 20 characters; `at` is aware and is written with its offset;
    `say` puts the refusals' texts into the sender's language. Bytes that are no message get a plain header and an empty
    MSA-2. Source: HL7 v2.5 chapter 2 (MSA, ERR); before 2.5 the error is in MSA-3 and ERR-1.
    """
    message = received if isinstance(received, Message) else _read(received)
    syntax = message.syntax
    segments = [_header(message, control_id, at), _answer(message, code, errors, say)]
    segments += [_error(message, error, say) for error in errors]
    text = "".join(segment.rstrip(syntax.field) + "\r" for segment in segments)
    return text.encode(syntax.charset, errors="replace")


def _read(raw: bytes) -> Message:
    try:
        return parse(raw, charset="utf-8")
    except UnreadableMessage as unreadable:
        if unreadable.reason is Reason.SEVERAL_MESSAGES:
            first = raw[raw.find(b"MSH") :].splitlines()[0]
            return parse(first, charset="utf-8")
        return parse(_PLAIN.encode(), charset="utf-8")


@lru_cache(maxsize=256)
def _version(said: str) -> tuple[int, ...]:
    return tuple(int(part) for part in said.split(".")) if _VERSION.fullmatch(said) else (2, 5)


def _header(message: Message, control_id: str, at: datetime) -> str:
    syntax = message.syntax
    trigger = message.event.trigger if _version(message.version) >= (2, 3, 1) else ""
    before, between, after = _unchanging(message.header.raws(3, 4, 5, 6, 11, 12, 17, 18, 19), trigger, syntax)
    return f"{before}{_stamp(at, syntax)}{between}{syntax.escaped(control_id)}{after}"


@lru_cache(maxsize=256)
def _unchanging(came: tuple[str, ...], trigger: str, syntax: Syntax) -> tuple[str, str, str]:
    """What is the same in every answer to a sender: before the hour, between it and the number, and after that."""
    application, facility, to_application, to_facility, processing, version, *country = came
    kind = syntax.component.join(("ACK", syntax.escaped(trigger), "ACK")) if trigger else "ACK"
    # A wrong MSH-2 is not sent back: what this acknowledgement says is what it does.
    before = ("MSH", syntax.declared, to_application, to_facility, application, facility, "")
    after = ("", processing or "P", version or syntax.escaped("2.5"), "", "", "", "", *country)
    return syntax.field.join(before), syntax.field.join(("", "", kind, "")), syntax.field.join(after)


@lru_cache(maxsize=16)
def _stamp(at: datetime, syntax: Syntax) -> str:
    return syntax.escaped(at.strftime("%Y%m%d%H%M%S%z"))


def _answer(message: Message, code: AckCode, errors: Sequence[Refusal], say: Callable[[str], str]) -> str:
    text = message.syntax.escaped(say(errors[0].text)) if errors and _version(message.version) < (2, 5) else ""
    return message.syntax.field.join(("MSA", code.value, message.header.raw(10), text))


def _error(message: Message, error: Refusal, say: Callable[[str], str]) -> str:
    syntax = message.syntax
    code = answer_to(error).code
    condition = syntax.component.join((code, syntax.escaped(error.text), "HL70357"))
    segment, _, field = error.location.partition("-")
    if _version(message.version) < (2, 5):
        inner = syntax.subcomponent.join((code, syntax.escaped(error.text), "HL70357"))
        return syntax.field.join(("ERR", syntax.component.join((segment, "1" if segment else "", field, inner))))
    where = syntax.component.join((segment, "1", field)).rstrip(syntax.component) if segment else ""
    diagnostic, told = syntax.escaped(error.detail), syntax.escaped(say(error.text))
    return syntax.field.join(("ERR", "", where, condition, "E", "", "", diagnostic, told))
