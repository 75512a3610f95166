"""Table files of any kind, opened as rows of texts in bounded memory."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from permanence.exchange.tables.adapters import documents, workbooks
from permanence.exchange.tables.rules.problems import FileRefused
from permanence.exchange.tables.rules.sniffing import delimiter_of, marked_charset, single_byte_charset

_PIECE = 1 << 20
_SAMPLE = 1 << 16
# A cell may hold a remark of some lines; one that swallows this many is a quotation mark nobody closed.
_MOST_LINES_OF_A_ROW = 200
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Row = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is written, as far as a person says; an empty text is found by looking."""

    charset: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """A file being read: how it is written, its rows with their line or row number, and its sheets if it has any."""

    manner: Manner
    rows: Iterator[Row]
    sheets: tuple[str, ...] = ()


@contextmanager
def opened(path: Path, manner: Manner) -> Iterator[OpenedTable]:
    """A table file open for reading, row by row. Raises `FileRefused`, then or while it is read, and `OSError`."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head.strip():
        raise FileRefused("empty")
    if head.startswith(_OLD_OFFICE):
        raise FileRefused("locked")
    if head.startswith(_ZIP):
        reader = documents if documents.is_document(path) else workbooks
        with reader.opened(path, manner.sheet) as (sheet, sheets, rows):
            yield OpenedTable(Manner(sheet=sheet), rows, sheets)
        return
    charset = manner.charset or _charset(path, head)
    if b"\0" in head and not charset.startswith("utf-16"):
        raise FileRefused("not-a-table")
    with path.open(encoding=charset, newline="") as text, closing(text):
        delimiter = manner.delimiter or delimiter_of(_sample(text))
        text.seek(0)
        yield OpenedTable(Manner(charset, delimiter), _lines(text, delimiter, charset, _ends_whole(path)))


def _charset(path: Path, head: bytes) -> str:
    """As marked, else UTF-8 when all of the file is, else a code page of the West."""
    if marked := marked_charset(head):
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return single_byte_charset(head if not head.isascii() else piece)
    return "utf-8"


def _sample(text: TextIO) -> str:
    try:
        return text.read(_SAMPLE)
    except UnicodeDecodeError as other:
        raise FileRefused("charset", other.encoding) from other


def _lines(text: Iterator[str], delimiter: str, charset: str, ends_whole: bool) -> Iterator[Row]:  # noqa: FBT001 (private)
    reader = csv.reader(text, delimiter=delimiter)
    width = line = 0
    last: Sequence[str] = ()
    try:
        for cells in reader:
            if reader.line_num - line > _MOST_LINES_OF_A_ROW:
                raise FileRefused("quote", str(line + 1))
            if last:
                yield line, last
            line, last = reader.line_num, [cell.replace("\0", "") for cell in cells]
            width = max(width, len(last))
    except csv.Error as error:
        raise FileRefused("quote", str(line + 1)) from error
    except UnicodeDecodeError as other:
        raise FileRefused("charset", charset) from other
    if last and not ends_whole and len(last) < width:
        raise FileRefused("cut")
    if last:
        yield line, last


def _ends_whole(path: Path) -> bool:
    """Whether the last line is ended: a file whose writer died in the middle of a line is not."""
    with path.open("rb") as file:
        file.seek(-min(4, path.stat().st_size), 2)
        return any(sign in file.read() for sign in (b"\n", b"\r"))
