"""Excel workbooks (.xlsx, .xlsm): one sheet, row by row, values and never formulas."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from permanence.exchange.tables.adapters import packed
from permanence.exchange.tables.rules.problems import FileRefused
from permanence.exchange.tables.rules.values import text_of

# A sheet may say that it is 16,384 columns wide; no list is.
_MOST_COLUMNS = 200
_DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
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
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _DAMAGED as error:
        raise FileRefused("damaged") from error
    try:
        names = tuple(workbook.sheetnames)
        if sheet and sheet not in names:
            raise FileRefused("no-sheet", sheet)
        chosen = workbook[sheet] if sheet else _first(workbook)
        yield chosen.title, names, _rows(chosen)
    finally:
        workbook.close()


def _first(workbook: Any) -> Any:
    sheets = [one for one in workbook.worksheets if getattr(one, "sheet_state", "visible") == "visible"]
    if not sheets:
        raise FileRefused("damaged")
    return sheets[0]


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    # What the sheet says of its own size is often wrong, and may be hostile.
    sheet.reset_dimensions()
    try:
        for place, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), start=1):
            texts = [text_of(cell).replace("\0", "") for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                yield place, texts
    except _DAMAGED as error:
        raise FileRefused("damaged") from error
