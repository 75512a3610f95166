"""Pure decisions about scans: arrays in, readings out."""

from permanence.paper.forms.rules import Layout, layout_from_json
from permanence.paper.scans.rules.blanks import Blank, prepared
from permanence.paper.scans.rules.identifying import How, Sighting
from permanence.paper.scans.rules.pictures import READING_DPI, Grey
from permanence.paper.scans.rules.readers import Reader, reader_as_arrays, reader_from_arrays
from permanence.paper.scans.rules.reading import Doubt, FieldReading, FindBlank, PageReading, read_page

__all__ = [
    "READING_DPI",
    "Blank",
    "Doubt",
    "FieldReading",
    "FindBlank",
    "Grey",
    "How",
    "Layout",
    "PageReading",
    "Reader",
    "Sighting",
    "layout_from_json",
    "prepared",
    "read_page",
    "reader_as_arrays",
    "reader_from_arrays",
]
