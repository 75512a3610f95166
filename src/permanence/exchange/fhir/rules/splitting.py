"""Resources in files: where each begins and ends, so that its very bytes are kept.

Only strings and brackets are looked at, without recursion, in whatever can be searched by a regular expression: a file
of hundreds of megabytes is mapped, never read into memory. Only the places of its entries are remembered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap
from typing import NamedTuple

Buffer = bytes | mmap

# The last alternative meets a string that never ends: without it, each escaped quote in one would be tried again.
_TOKENS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|"', re.DOTALL)
_MARK = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n,"
_ADDRESS = re.compile(rb'"url"\s*:\s*"/?(?:https?://[^"]*/)?([A-Za-z]+)/')
_NAME = re.compile(r"[A-Z][A-Za-z]{2,60}")
# What others refer to comes before what refers to it.
_ORDER = (
    ("Organization",),
    ("Location", "HealthcareService"),
    ("Practitioner", "Medication", "Device"),
    ("PractitionerRole",),
    ("Patient",),
    ("RelatedPerson", "Encounter"),
)
_RANKS = {name: rank for rank, names in enumerate(_ORDER) for name in names}
_LAST = len(_ORDER)


class Piece(NamedTuple):
    """Where a message lies: its bytes are `buffer[start:end]`; `type` is the resource's, empty when not found."""

    start: int
    end: int
    type: str


def rank_of(type_: str) -> int:
    """In which order resources of a type are applied."""
    return _RANKS.get(type_, _LAST)


def pieces_in(buffer: Buffer) -> Iterator[Piece]:
    """Every message of a text that holds one JSON object, or several one after the other.

    A bundle gives its entries, each before those that refer to it, a history the oldest first; anything else is one
    message. What comes after the last object that is whole is one more message, for a person to look at.
    """
    at = 3 if buffer[:3] == _MARK else 0
    while (at := _next_sign(buffer, at)) < len(buffer):
        if buffer[at : at + 1] != b"{":
            yield Piece(at, len(buffer), "")
            return
        found = _Object.scan(buffer, at)
        yield from found.pieces(buffer)
        at = found.end


def bundle_kind(buffer: Buffer) -> str:
    """The type of a text that is one bundle (`transaction`, `collection`...); empty when it is something else."""
    at = _next_sign(buffer, 3 if buffer[:3] == _MARK else 0)
    if buffer[at : at + 1] != b"{":
        return ""
    found = _Object.scan(buffer, at)
    return (found.kind or "collection") if found.whole and found.type == "Bundle" else ""


def lines_in(buffer: Buffer) -> Iterator[Piece]:
    """Every message of an NDJSON file: a line is one resource, or a whole bundle; a broken line harms no other."""
    at = 3 if buffer[:3] == _MARK else 0
    while at < len(buffer):
        end = buffer.find(b"\n", at)
        end = len(buffer) if end < 0 else end
        line = buffer[at:end]
        start, stop = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        if b'"Bundle"' in line:
            yield from (Piece(start + one.start, start + one.end, one.type) for one in pieces_in(buffer[start:stop]))
        elif start < stop:
            yield Piece(start, stop, "")
        at = end + 1


@dataclass(slots=True)
class _Object:
    """One JSON object of the text, and the objects in its `entry`; `end` is the end of the text when it never ends."""

    start: int
    end: int = 0
    whole: bool = False
    type: str = ""
    kind: str = ""
    entries: list[Piece] = field(default_factory=list)
    # Where an entry begins that never ends.
    broken_at: int = -1

    @classmethod
    def scan(cls, buffer: Buffer, start: int) -> "_Object":
        """Walk from an opening brace to the one that closes it."""
        found = cls(start, len(buffer))
        _Walk(buffer, found).walk()
        return found

    def pieces(self, buffer: Buffer) -> Iterator[Piece]:
        """The messages in it."""
        if self.type != "Bundle" and not (self.entries and not self.whole):
            yield Piece(self.start, self.end, self.type)
            return
        entries = self.entries[::-1] if self.kind == "history" else self.entries
        yield from sorted((_named(buffer, one) for one in entries), key=lambda one: rank_of(one.type))
        if not self.whole:
            start = self.broken_at if self.broken_at >= 0 else self.entries[-1].end if self.entries else self.start
            start = _next_sign(buffer, start)
            if self.end > start:
                yield Piece(start, self.end, "")


class _Walk:
    """A walk over the tokens of one object: how deep it is, and which name led there."""

    def __init__(self, buffer: Buffer, found: _Object) -> None:
        self._buffer = buffer
        self._found = found
        self._depth = 0
        # The last string at depth 1, and whether the array under it is the bundle's entries.
        self._name = b""
        self._in_entries = False
        self._wanted = ""
        self._entry_at = -1
        self._entry_type = b""

    def walk(self) -> None:
        """Until the object closes, or its text ends."""
        for match in _TOKENS.finditer(self._buffer, self._found.start):
            start, end = match.span()
            if end - start > 1:
                # Most strings lie deeper, and some are files of their own: they are not even copied.
                if self._depth == 1 or (self._depth == 4 and self._in_entries):
                    self._string(match.group())
                continue
            token = match.group()
            if token == b'"':
                break
            if token in b"{[":
                self._open(start, token)
            else:
                self._close(end)
            if self._depth == 0:
                self._found.end, self._found.whole = end, True
                return
        self._found.broken_at = self._entry_at

    def _string(self, token: bytes) -> None:
        if self._depth == 1:
            self._top(token)
        elif self._wanted == "entry":
            self._entry_type, self._wanted = token, ""
        elif token == b'"resourceType"':
            self._wanted = "entry"

    def _top(self, token: bytes) -> None:
        if self._wanted:
            value = token[1:-1].decode("utf-8", "replace")
            if self._wanted == "type":
                self._found.kind = value
            else:
                self._found.type = value
            self._wanted = ""
        elif token in {b'"resourceType"', b'"type"'}:
            self._wanted = token[1:-1].decode()
        self._name = token

    def _open(self, at: int, token: bytes) -> None:
        self._depth += 1
        if self._depth == 2:
            self._in_entries = token == b"[" and self._name == b'"entry"'
            self._wanted = ""
        elif self._depth == 3 and self._in_entries and token == b"{":
            self._entry_at, self._entry_type = at, b""

    def _close(self, end: int) -> None:
        self._depth -= 1
        if self._depth == 2 and self._entry_at >= 0:
            type_ = self._entry_type[1:-1].decode("utf-8", "replace")
            self._found.entries.append(Piece(self._entry_at, end, type_))
            self._entry_at = -1
        elif self._depth == 1:
            self._in_entries = False


def _named(buffer: Buffer, entry: Piece) -> Piece:
    """An entry with its type, which one without a resource (a deletion) says by its address."""
    if _NAME.fullmatch(entry.type):
        return entry
    found = _ADDRESS.search(buffer, entry.start, entry.end)
    return entry._replace(type=found[1].decode() if found else "")


def _next_sign(buffer: Buffer, at: int) -> int:
    while at < len(buffer) and buffer[at : at + 1] in _SPACE:
        at += 1
    return at
