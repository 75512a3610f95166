"""OpenDocument spreadsheets (.ods): one table, row by row."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from permanence.exchange.tables.adapters import packed
from permanence.exchange.tables.rules.problems import FileRefused

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Empty cells and rows to the edge of the sheet are written as one, repeated.
_MOST_COLUMNS = 200

Opened = tuple[str, tuple[str, ...], Iterator[tuple[int, Sequence[str]]]]


def is_document(path: Path) -> bool:
    """Whether a zip is an OpenDocument spreadsheet."""
    try:
        with zipfile.ZipFile(path) as file:
            return file.read("mimetype")[: len(_MIMETYPE)] == _MIMETYPE if "mimetype" in file.namelist() else False
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


@contextmanager
def opened(path: Path, sheet: str) -> Iterator[Opened]:
    """The table of this name, or the first: its name, all names, its rows. Raises `FileRefused`."""
    with packed.check(path) as file:
        names = tuple(_names(file))
        if sheet and sheet not in names:
            raise FileRefused("no-sheet", sheet)
        if not names:
            raise FileRefused("damaged")
        yield sheet or names[0], names, _rows(file, sheet or names[0])


def _names(file: zipfile.ZipFile) -> Iterator[str]:
    for event, element in _events(file):
        if event == "start" and element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", "")
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            element.clear()


def _rows(file: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, Sequence[str]]]:
    inside, place = False, 0
    for event, element in _events(file):
        if element.tag == f"{_TABLE}table":
            if event == "end" and inside:
                return
            inside = event == "start" and element.get(f"{_TABLE}name", "") == sheet
            # Rows seen are dropped from their table, or the sheet would be whole in memory at its end.
            table = element
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            if inside:
                place += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                if texts := _texts(element):
                    yield place, texts
                table.clear()
            element.clear()


def _texts(row: Element) -> list[str]:
    texts: list[str] = []
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        times = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_COLUMNS - len(texts))
        texts += [_value(cell)] * times
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _value(cell: Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").replace("T00:00:00", "").replace("T", " ")
    if kind == "float":
        return cell.get(f"{_OFFICE}value", "").removesuffix(".0")
    return "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p")).replace("\0", "")


def _events(file: zipfile.ZipFile) -> Iterator[tuple[str, Element]]:
    try:
        with file.open("content.xml") as content:
            yield from iterparse(content, ("start", "end"))  # noqa: S314 (expat itself refuses entities that swell)
    except (ParseError, zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise FileRefused("damaged") from error
