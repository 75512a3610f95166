"""Workbooks read as far as they are asked for.

The library reads every shared text before the first row, walks through a sheet that does not say its size, and fills
the gap before a row that says it is the billionth: half a million rows take a minute before a preview can show ten.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

_ITEM, _TEXT, _RUN = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "r"))


class SharedTexts:
    """Texts by their number."""

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self._known: list[str] = []
        self._coming = _texts(archive, part)

    def __getitem__(self, number: int) -> str:
        """One text. Raises `IndexError`."""
        while len(self._known) <= number:
            text = next(self._coming, None)
            if text is None:
                raise IndexError(number)
            self._known.append(text)
        return self._known[number]


@dataclass(frozen=True, slots=True)
class LazySheet:
    """One sheet, not opened yet."""

    title: str
    visible: bool
    part: str


class LazyReader(ExcelReader):  # type: ignore[misc]
    """The library's own reader, which leaves texts and sheets until they are asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, read_only=True, data_only=True, keep_links=False)
        self.sheets: list[LazySheet] = []
        self.read()

    def read_strings(self) -> None:
        """Prepare the texts, and read none."""
        found: Any = self.package.find(SHARED_STRINGS)
        if found is not None:
            self.shared_strings = SharedTexts(self.archive, found.PartName[1:])

    def read_worksheets(self) -> None:
        """Note which sheets there are, and open none."""
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                self.sheets.append(LazySheet(sheet.name, sheet.state == "visible", rel.target))

    def rows(self, sheet: LazySheet, most_columns: int) -> Iterator[tuple[int, list[object]]]:
        """The rows of a sheet that hold something, with their numbers; cells beyond `most_columns` are left."""
        book = self.wb
        formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}  # noqa: SLF001 (as the library's own sheets do)
        with self.archive.open(sheet.part) as source:
            parser = WorkSheetParser(source, self.shared_strings, data_only=True, epoch=book.epoch, **formats)
            for number, cells in parser.parse():
                values: list[object] = []
                for cell in cells:
                    place = cell["column"] - 1
                    if len(values) <= place < most_columns:
                        values += [None] * (place - len(values))
                        values.append(cell["value"])
                yield number, values


def _texts(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    with archive.open(part) as source:
        events = iterparse(source, ("start", "end"))  # noqa: S314 (expat itself refuses entities that swell)
        _start, root = next(events)
        for event, element in events:
            if event == "end" and element.tag == _ITEM:
                yield _said(element)
                # What was read is dropped, or all of it would be in memory twice.
                root.clear()


def _said(item: Element) -> str:
    """The text of an item: its own, or that of its runs; how it is spoken in Japanese is not."""
    parts = [element for element in item if element.tag in {_TEXT, _RUN}]
    texts = [element.text if element.tag == _TEXT else element.findtext(_TEXT) for element in parts]
    return "".join(text or "" for text in texts).replace("x005F_", "")
