"""What can be wrong with a row, said to people in their language."""

from permanence.exchange.feeds.rules.formats import FileUnusable
from permanence.exchange.tables.rules.wording import _

PROBLEMS: dict[str, str] = {
    "missing": _("is missing"),
    "not-a-date": _("is no date"),
    "year-of-two-figures": _("has a year of two figures that may be this century or the last"),
    "born-in-the-future": _("is in the future"),
    "far-date": _("is too far from today"),
    "not-an-hour": _("is no hour"),
    "no-hour": _("has no hour"),
    "not-a-length": _("is no length of time"),
    "not-a-sex": _("is no sex this box knows"),
    "unknown-state": _("is no state this box knows"),
    "number-cut": _("was cut by the spreadsheet: the figures are lost"),
    "spreadsheet-error": _("is an error of the spreadsheet"),
    "too-long": _("is too long"),
    "too-many-cells": _("has more cells than there are headings"),
    "ends-before-it-starts": _("is before the start"),
}

# Why a file is not taken in at all: nothing of it was applied.
FILE_PROBLEMS: dict[str, str] = {
    "empty": _("The file is empty."),
    "cut": _("The last line is cut off: the file is not whole. Send it again."),
    "quote": _("A quotation mark that opens near line {detail} is never closed."),
    "not-a-table": _("This is no table: save it as CSV (text) or as .xlsx."),
    "locked": _(
        "This is an old .xls, or a spreadsheet with a password: save it as .xlsx without a password, or as CSV."
    ),
    "damaged": _("The spreadsheet is damaged or not whole. Send it again."),
    "bomb": _("The spreadsheet unpacks to far more than a list can hold: it is refused."),
    "no-sheet": _("The spreadsheet has no sheet named {detail}."),
    "charset": _("The file does not hold the characters its profile says ({detail})."),
    "no-kind": _("No heading of this table is known: say of which kind it is, and what its columns are."),
    "kind": _("This profile reads another kind of table: {detail}."),
    "columns": _("Columns are missing for this profile: {detail}."),
    "lost": _("What was left to read of the file is gone: give it again."),
    "too-large": _("The file is larger than is taken in here: {detail} MB at most."),
}


class FileRefused(FileUnusable):
    """A file of which nothing is taken in; `code` is one of `FILE_PROBLEMS`, `detail` tells nothing of a patient."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(FILE_PROBLEMS[code], detail)
