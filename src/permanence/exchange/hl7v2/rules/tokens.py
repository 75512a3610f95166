"""A message as its segments, from bytes that are kept as they came."""

import re
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from permanence.exchange.feeds.rules.charset import decode
from permanence.exchange.hl7v2.rules.refusals import Reason, UnreadableMessage
from permanence.exchange.hl7v2.rules.segments import Repetition, Segment
from permanence.exchange.hl7v2.rules.syntax import Syntax, syntax_of

_PAST_MSH_2 = 10
_LONGEST_CHARSET = 40
_HEADER = re.compile(rb"(?:^|[\r\n\x0b\x00])[ \t]*(?:\xef\xbb\xbf)?[ \t]*(MSH(?:[^A-Za-z0-9\s]|\s*$))")
# A line end written out by a person or a programmer: `\r`, `\n`, and `<cr>` as HL7's own examples have it.
_WRITTEN_END = re.compile(r"(?:\\[rn]|(?i:<cr>)){1,4}(?:(?=[A-Z][A-Z0-9]{2}\|)|[\"';,+ \t]*(?=\r|$))")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"M\x00", b"\x00M")


class Event(NamedTuple):
    """What kind of message this is: its type (ADT) and its trigger (A01), either empty when not said."""

    type: str
    trigger: str


class Message:
    """One HL7 v2 message.

    `raw` is what came, byte for byte. `charset_used` is the codec that gave `text`; `charset_suspect` says that the
    declaration did not fit the bytes.
    """

    __slots__ = ("_event", "_first", "charset_suspect", "charset_used", "header", "raw", "segments", "syntax", "text")

    def __init__(self, raw: bytes, text: str, lines: list[str], syntax: Syntax, *, charset_suspect: bool) -> None:
        self.raw = raw
        self.text = text
        self.syntax = syntax
        self.charset_used = syntax.charset
        self.charset_suspect = charset_suspect
        self.segments = [Segment(line, syntax) for line in lines]
        self.header = self.segments[0]
        self._first: dict[str, Segment] | None = None
        self._event: Event | None = None

    def first(self, name: str) -> Segment:
        """The first segment of that name; an empty one, false, when there is none."""
        first = self._first
        if first is None:
            first = self._first = {segment.name: segment for segment in reversed(self.segments)}
            first[""] = Segment("", self.syntax)
        return first.get(name) or first[""]

    def all(self, name: str) -> list[Segment]:
        """Every segment of that name, in order."""
        return [segment for segment in self.segments if segment.name == name] if self.first(name) else []

    def field(self, name: str, n: int, *, repetition: int = 0, component: int = 1, subcomponent: int = 1) -> str:
        """One value of the first segment of that name; empty when absent."""
        segment = self.first(name)
        if not repetition:
            return segment.text(n, component, subcomponent)
        found = segment.raw(n).split(self.syntax.repetition)
        return (
            Repetition(found[repetition], self.syntax).text(component, subcomponent) if repetition < len(found) else ""
        )

    @property
    def control_id(self) -> str:
        """MSH-10."""
        return self.header.text(10)

    @property
    def event(self) -> Event:
        """MSH-9; the trigger is EVN-1 where MSH-9 has none (before version 2.3), else MSH-9.3's."""
        if self._event is None:
            self._event = self._read_event()
        return self._event

    def _read_event(self) -> Event:
        type_, trigger = self.header.text(9, 1).upper(), self.header.text(9, 2).upper()
        if not trigger:
            type_, _, joined = type_.partition("_")
            trigger = joined or self.first("EVN").text(1).upper() or self.header.text(9, 3).upper().partition("_")[2]
        return Event(type_, trigger)

    @property
    def sent_at(self) -> str:
        """MSH-7 as it was written."""
        return self.header.text(7)

    @property
    def version(self) -> str:
        """MSH-12, its first component ("2.5")."""
        return self.header.text(12)


def parse(raw: bytes, *, charset: str) -> Message:
    """Read one message; `charset` is the feed's, used where MSH-18 is silent.

    Segments end by CR, LF or CRLF; a byte order mark, blank lines and comments before MSH are passed over; a line that
    starts no segment continues the segment before it. Raises UnreadableMessage when there is no header, or more than
    one. Time and memory grow with the size of the message, not with its repetitions.
    """
    body = raw[_start(raw) :] if raw[:4] != b"MSH|" else raw
    decoded = decode(body, declared=_declared_charset(body), feed=charset)
    text = decoded.text
    if "\x00" in text:
        text = text.replace("\x00", "")
    separator = text[3:4]
    if not separator or separator.isspace() or separator.isalnum():
        separator = "|"
    lines = _segment_lines(text, separator)
    if not lines or not lines[0].startswith("MSH"):
        raise UnreadableMessage(Reason.NO_HEADER)
    syntax = syntax_of(separator, lines[0][4:].split(separator, 1)[0][:12], decoded.charset)
    return Message(raw, text, lines, syntax, charset_suspect=decoded.suspect)


def _start(raw: bytes) -> int:
    """Where the header starts; raises UnreadableMessage when there is none."""
    if raw[:2] in _WIDE:
        return 0 if b"M\x00S\x00H" in raw[:12] or b"\x00M\x00S\x00H" in raw[:12] else _missing(raw)
    found = _HEADER.search(raw)
    return found.start(1) if found else _missing(raw)


def _missing(raw: bytes) -> int:
    stripped = raw.strip(b"\x00\r\n\t \xef\xbb\xbf")
    if not stripped:
        raise UnreadableMessage(Reason.EMPTY)
    raise UnreadableMessage(Reason.XML if stripped.startswith(b"<") else Reason.NO_HEADER)


def _declared_charset(body: bytes) -> str:
    """The first repetition of MSH-18, read before anything can be decoded."""
    end = min((at for at in (body.find(b"\r"), body.find(b"\n")) if at > 0), default=len(body))
    fields = body[:end].split(body[3:4] or b"|", 18)
    if len(fields) < 18 or not fields[17]:
        return ""
    mark = fields[1][1:2]
    first = fields[17].split(mark)[0] if mark else fields[17]
    return first.split(b"^")[0][:_LONGEST_CHARSET].decode("latin-1").strip()


def _segment_lines(text: str, separator: str) -> list[str]:
    if "\n" in text:
        text = text.replace("\r\n", "\r").replace("\n", "\r")
    if text.find("\\", _PAST_MSH_2) > 0 or "<" in text:
        text = _WRITTEN_END.sub("\r", text)
    lines = text.rstrip("\r").split("\r")
    starts = [line[:4] for line in lines]
    if not all(map(_starts_segment, starts, repeat(separator))):
        lines = _joined(lines, separator)
        starts = [line[:4] for line in lines]
    if starts.count("MSH" + separator) > 1:
        raise UnreadableMessage(Reason.SEVERAL_MESSAGES)
    return lines


def _joined(lines: list[str], separator: str) -> list[str]:
    """Lines that start no segment are put back behind the one they continue: a text with line feeds of its own."""
    groups: list[list[str]] = []
    for line in lines:
        bare = line.lstrip(" \t\x0b")
        if _starts_segment(bare[:4], separator):
            groups.append([bare])
        elif bare.strip("\x1c\x1a ") and groups:
            groups[-1].append(line)
    return ["\n".join(group) for group in groups]


@lru_cache(maxsize=1024)
def _starts_segment(start: str, separator: str) -> bool:
    """Whether a line that starts with these four characters is a segment: a name and a separator, or a name alone."""
    name = start[:3]
    return len(name) == 3 and name.isascii() and name.isalnum() and name.isupper() and start[3:] in {separator, ""}
