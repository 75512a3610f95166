"""Screens of the sheets; none shows a patient's data: what a sheet is, where it lies, who has it."""

from permanence.paper.sheets.web.views.copies import answer, copies
from permanence.paper.sheets.web.views.deeds import record
from permanence.paper.sheets.web.views.lists import listing, on_paper, patience, status
from permanence.paper.sheets.web.views.lookup import lookup
from permanence.paper.sheets.web.views.stock import stock, wanted

__all__ = ["answer", "copies", "listing", "lookup", "on_paper", "patience", "record", "status", "stock", "wanted"]
