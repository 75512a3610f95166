"""Where a message starts and ends: MLLP on a connection, messages and batches in a file."""

import re
from itertools import pairwise

START = b"\x0b"
END = b"\x1c"
LIMIT = 32 * 1024 * 1024
_AFTER_END = b"\r\n\x0b"
_ABANDONED = b"\x0bMSH"


class MessageTooLarge(Exception):
    """A connection sent more than `limit` bytes without ending its message."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"a message is larger than {limit} bytes")


class MllpDeframer:
    """Cuts what a connection sends into messages, however the bytes arrive.

    `limit` bounds a message in bytes. `passed_over` counts the bytes outside frames, line ends apart, and those of
    frames given up by their sender, which started another before ending one: nobody was told these had arrived.
    Source: HL7 Minimal Lower Layer Protocol, release 1.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.passed_over = 0
        self._pending = bytearray()
        self._inside = False
        self._scanned = 0
        self._overflowed = False

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that these bytes complete, without their frame, empty ones left out.

        A frame ends at FS; its last CR may be missing, and garbage may lie between frames. Raises MessageTooLarge once
        the messages completed before it were handed over; the connection is then of no more use.
        """
        if self._overflowed:
            raise MessageTooLarge(self.limit)
        self._pending += data
        messages: list[bytes] = []
        while (message := self._next()) is not None:
            if len(message) > self.limit:
                self._overflowed = True
                break
            if message:
                messages.append(message)
        self._overflowed = self._overflowed or len(self._pending) > self.limit + 2
        if self._overflowed and not messages:
            raise MessageTooLarge(self.limit)
        return messages

    @property
    def pending(self) -> int:
        """How many bytes of an unfinished message are held."""
        return len(self._pending)

    def _next(self) -> bytes | None:
        if not self._inside and not self._enter():
            return None
        end = self._end()
        if end < 0:
            self._scanned = max(len(self._pending) - 1, 0)
            return None
        message = bytes(self._pending[:end])
        del self._pending[: end + 1]
        self._inside, self._scanned = False, 0
        abandoned = message.rfind(_ABANDONED)
        if abandoned >= 0:
            self.passed_over += abandoned
            message = message[abandoned + 1 :]
        return message

    def _enter(self) -> bool:
        start = self._pending.find(START)
        garbage = self._pending if start < 0 else self._pending[:start]
        self.passed_over += len(garbage.strip(b"\r\n"))
        if start < 0:
            self._pending.clear()
            return False
        del self._pending[: start + 1]
        self._inside, self._scanned = True, 0
        return True

    def _end(self) -> int:
        """Where FS ends the frame: before CR, LF or VT, or last of all that came. Elsewhere it is content."""
        at = self._pending.find(END, self._scanned)
        while at >= 0:
            if at + 1 == len(self._pending) or self._pending[at + 1] in _AFTER_END:
                return at
            at = self._pending.find(END, at + 1)
        return -1


def frame(message: bytes) -> bytes:
    """The message as MLLP sends it."""
    return START + message + END + b"\r"


_HEADER = re.compile(rb"MSH(?:[^A-Za-z0-9\s+/=]|[ \t]*(?:[\r\n]|\Z))")
_LINE = rb"(?:\A|(?<=[\r\n\x0b\x1c]))[ \t\x1a]*"
_BATCH_LINE = re.compile(_LINE + rb"(?:FHS|BHS|BTS|FTS)(?:[^A-Za-z0-9\s][^\r\n]*|[ \t]*(?=[\r\n]|\Z))")
_SEGMENT = re.compile(_LINE + rb"[A-Z][A-Z0-9]{2}\|")
_END_OF_FRAME = re.compile(rb"\x1c(?=[\r\n]|\Z)")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_INDENTS = b" \t\x1a"
# No header is indented further.
_FARTHEST_INDENT = 80
_REMARKS = (b"//", b"/*", b"*", b"#", b"--", b"==", b";", b"<!--")
_MARKS = b"\r\n\t \x00\x0b\x1c\x1a"


def split_file(data: bytes) -> list[bytes]:
    """The messages a file holds, each byte for byte; a file without any header is one piece, to be refused by name.

    Read: one message or many, CR, LF or CRLF, batches (FHS, BHS, BTS, FTS), MLLP captures, comments between messages,
    UTF-8 byte order marks, UTF-16. Segments before the first header are a piece of their own: nothing is lost.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] in (b"M\x00S\x00", b"\x00M\x00S"):
        return _split_wide(data)
    headers = [found.start() for found in _HEADER.finditer(data) if _starts_line(data, found.start())]
    bounds = [*headers, len(data)]
    before = data[: bounds[0]].removeprefix(_BYTE_ORDER_MARK)
    pieces = [_trimmed(before)] if _SEGMENT.search(_BATCH_LINE.sub(b"", before)) else []
    pieces += [_trimmed(data[start:end]) for start, end in pairwise(bounds)]
    rest = data.removeprefix(_BYTE_ORDER_MARK).strip(_MARKS)
    return pieces or ([data] if _BATCH_LINE.sub(b"", rest).strip(_MARKS) else [])


def _split_wide(data: bytes) -> list[bytes]:
    codec = "utf-16-be" if data[:1] in (b"\xfe", b"\x00") else "utf-16-le"
    text = data.decode(codec, errors="replace").removeprefix("\ufeff")
    return [piece.decode().encode(codec) for piece in split_file(text.encode())]


def _starts_line(data: bytes, at: int) -> bool:
    """Whether a header stands at the start of a line or of a frame, but for an indent or a byte order mark."""
    nearest = max(at - _FARTHEST_INDENT, 0)
    before = data[nearest:at].rstrip(_INDENTS).removesuffix(_BYTE_ORDER_MARK).rstrip(_INDENTS)
    return before.endswith((b"\r", b"\n", START, END)) if before else nearest == 0


def _trimmed(piece: bytes) -> bytes:
    """A message without what follows its last segment: batch trailers, comments, blank lines, frame marks."""
    for mark in (_BATCH_LINE, _END_OF_FRAME):
        found = mark.search(piece)
        piece = piece[: found.start()] if found else piece
    body = piece.rstrip(_MARKS).removesuffix(_BYTE_ORDER_MARK).rstrip(_MARKS)
    while (last := _last_line_at(body)) > 0 and body[last:].strip(_MARKS).startswith(_REMARKS):
        body = body[:last].rstrip(_MARKS)
    ending = piece[len(body) : len(body) + 2]
    if ending != b"\r\n" or (b"\r" in body and b"\r\n" not in body):
        ending = ending[:1].strip(b" \t\x00\x0b\x1c\x1a")
    return body + ending


def _last_line_at(body: bytes) -> int:
    return max(body.rfind(b"\r"), body.rfind(b"\n"))
