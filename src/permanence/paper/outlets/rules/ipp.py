"""The Internet Printing Protocol as bytes: requests written, answers read (RFC 8010, names of RFC 8011)."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum


class Operation(IntEnum):
    """What is asked of a printer (RFC 8011, 5.4.15)."""

    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B


class Tag(IntEnum):
    """How a value is written (RFC 8010, 3.5)."""

    OPERATION_GROUP = 0x01
    JOB_GROUP = 0x02
    END = 0x03
    PRINTER_GROUP = 0x04
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49


class JobState(IntEnum):
    """How a job stands at its printer (RFC 8011, 5.3.7)."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


NOT_FOUND = 0x0406
NOT_POSSIBLE = 0x0404
BUSY = 0x0507
_LAST_SUCCESS = 0x00FF
_VERSION = (2, 0)
_FIRST_VALUE_TAG = 0x10
_NUMBERS = {Tag.INTEGER, Tag.ENUM}

Value = str | int | bool
Attribute = tuple[Tag, str, Value | Sequence[Value]]


class NotIpp(ValueError):
    """The answer is cut short, or is something else."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a printer said: a status, and attributes by name, those of all groups together."""

    status: int
    attributes: Mapping[str, Sequence[Value]] = field(default_factory=dict)

    @property
    def succeeded(self) -> bool:
        """Whether the operation was carried out, perhaps with attributes ignored."""
        return self.status <= _LAST_SUCCESS

    def first(self, name: str) -> Value | None:
        """The first value of an attribute, or None."""
        return next(iter(self.attributes.get(name, ())), None)

    def number(self, name: str) -> int | None:
        """An attribute that is a number, or None."""
        value = self.first(name)
        return value if isinstance(value, int) else None

    def words(self, name: str) -> tuple[str, ...]:
        """An attribute's values that are words, without the word for nothing."""
        return tuple(str(value) for value in self.attributes.get(name, ()) if value != "none")


def request(
    operation: Operation, serial: int, attributes: Sequence[Attribute], job_attributes: Sequence[Attribute] = ()
) -> bytes:
    """A request, which the document follows as it is; charset and language come first, as they must."""
    head = struct.pack(">BBHI", *_VERSION, operation, serial)
    first: list[Attribute] = [
        (Tag.CHARSET, "attributes-charset", "utf-8"),
        (Tag.LANGUAGE, "attributes-natural-language", "en"),
    ]
    body = bytes([Tag.OPERATION_GROUP]) + b"".join(_written(one) for one in [*first, *attributes])
    if job_attributes:
        body += bytes([Tag.JOB_GROUP]) + b"".join(_written(one) for one in job_attributes)
    return head + body + bytes([Tag.END])


def answer(text: bytes) -> Answer:
    """An answer read; raises `NotIpp`."""
    try:
        (status,) = struct.unpack_from(">H", text, 2)
        attributes: dict[str, list[Value]] = {}
        for name, value in _values(text):
            attributes.setdefault(name, []).append(value)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise NotIpp from fault
    return Answer(status, attributes)


def _written(attribute: Attribute) -> bytes:
    tag, name, given = attribute
    values: Sequence[Value] = [given] if isinstance(given, str | int) else given
    written = b""
    for place, value in enumerate(values):
        label = name.encode("ascii") if place == 0 else b""
        text = _bytes_of(tag, value)
        written += struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(text)) + text
    return written


def _bytes_of(tag: Tag, value: Value) -> bytes:
    if tag is Tag.BOOLEAN:
        return bytes([bool(value)])
    return struct.pack(">i", value) if tag in _NUMBERS else str(value).encode()


def _values(text: bytes) -> Iterator[tuple[str, Value]]:
    """Each value with the name of its attribute; a further value of the same attribute has no name of its own."""
    at, name = 8, ""
    while (tag := text[at]) != Tag.END:
        at += 1
        if tag < _FIRST_VALUE_TAG:
            continue
        label, at = _field(text, at)
        value, at = _field(text, at)
        name = label.decode("ascii") or name
        yield name, _read(tag, value)


def _field(text: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", text, at)
    end = at + 2 + length
    if end > len(text):
        raise NotIpp
    return text[at + 2 : end], end


def _read(tag: int, value: bytes) -> Value:
    if tag in _NUMBERS and len(value) == 4:
        (number,) = struct.unpack(">i", value)
        return int(number)
    if tag == Tag.BOOLEAN:
        return value == b"\x01"
    return value.decode(errors="replace")
