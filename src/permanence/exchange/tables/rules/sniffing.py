"""What a text file of a table is written in: its characters and what parts its cells."""

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import islice

DELIMITERS = (";", ",", "\t", "|")
# Bytes that are letters in the code pages of MS-DOS and controls or signs in those of Windows, and the reverse.
_DOS_LETTERS = frozenset(b"\x80\x81\x82\x83\x84\x85\x87\x88\x89\x8a\x8b\x8c\x90\x93\x94\x96\x97")
_WINDOWS_LETTERS = frozenset(range(0xC0, 0x100))
_LOOKED_AT_LINES = 60
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def marked_charset(head: bytes) -> str:
    """The charset that the first bytes of a file say, empty when they say none."""
    marked = next((charset for mark, charset in _MARKS if head.startswith(mark)), "")
    if not marked and len(head) > 3 and head[1:4:2] == b"\0\0":
        return "utf-16-le"
    return marked


def single_byte_charset(body: bytes) -> str:
    """Windows Western, or MS-DOS Western where its letters are more: for bytes that are no UTF-8."""
    counts = Counter(body)
    dos = sum(counts[byte] for byte in _DOS_LETTERS)
    windows = sum(counts[byte] for byte in _WINDOWS_LETTERS)
    return "cp850" if dos > windows else "cp1252"


def delimiter_of(text: str) -> str:
    """What parts the cells: the sign that cuts most lines into the same number of pieces, more than one."""
    return max(DELIMITERS, key=lambda sign: (_evenness(text, sign), -DELIMITERS.index(sign)))


def _evenness(text: str, sign: str) -> float:
    try:
        rows = list(islice(csv.reader(text.splitlines(keepends=True), delimiter=sign), _LOOKED_AT_LINES))
    except csv.Error:
        return 0.0
    # The last may be cut where the sample ends.
    widths = Counter(len(row) for row in rows[: max(1, len(rows) - 1)] if any(row))
    width, lines = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]), default=(1, 0))
    return 0.0 if width < 2 else lines / max(1, widths.total()) + min(width, 50) / 1000


def is_blank(row: Sequence[str]) -> bool:
    """Whether a row says nothing."""
    return not any(cell.strip() for cell in row)
