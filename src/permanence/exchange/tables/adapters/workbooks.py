"""Excel workbooks (.xlsx, .xlsm): one sheet, row by row, values and never formulas."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl.utils.exceptions import InvalidFileException

from permanence.exchange.tables.adapters import packed
from permanence.exchange.tables.adapters.lazy_workbooks import LazyReader, LazySheet
from permanence.exchange.tables.rules.problems import FileRefused
from permanence.exchange.tables.rules.values import text_of

# A sheet may say that it is 16,384 columns wide; no list is.
_MOST_COLUMNS = 200
_DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
)

Opened = tuple[str, tuple[str, ...], Iterator[tuple[int, Sequence[str]]]]


@contextmanager
def opened(path: Path, sheet: str) -> Iterator[Opened]:
    """The sheet of this name, or the first visible one: its name, all names, its rows. Raises `FileRefused`."""
    packed.check(path).close()
    try:
        reader = LazyReader(path)
    except _DAMAGED as error:
        raise FileRefused("damaged") from error
    with closing(reader.archive):
        chosen = _chosen(reader.sheets, sheet)
        yield chosen.title, tuple(one.title for one in reader.sheets), _rows(reader, chosen)


def _chosen(sheets: Sequence[LazySheet], name: str) -> LazySheet:
    wanted = [one for one in sheets if one.title == name] if name else [one for one in sheets if one.visible]
    if not wanted:
        raise FileRefused("no-sheet", name) if name else FileRefused("damaged")
    return wanted[0]


def _rows(reader: LazyReader, sheet: LazySheet) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        for place, cells in reader.rows(sheet, _MOST_COLUMNS):
            texts = [text_of(cell).replace("\0", "") for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                yield place, texts
    except _DAMAGED as error:
        raise FileRefused("damaged") from error
