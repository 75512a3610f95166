"""The verbs of the sheets."""

from permanence.paper.sheets.operations.copies import CopyAnswered, answer_copy, report_copy
from permanence.paper.sheets.operations.limits import set_out_limit, set_stock
from permanence.paper.sheets.operations.numbering import (
    SheetRequest,
    SheetsUnknown,
    adopt,
    allocate,
    record_printed,
    record_replaced,
)
from permanence.paper.sheets.operations.passing import (
    Receiver,
    declare_lost,
    file_away,
    issue,
    record_checked,
    record_found,
    record_read,
    send_home,
    undo,
    void,
)
from permanence.paper.sheets.operations.patients import NotAPerson, attach_patient
from permanence.paper.sheets.operations.returning import BackReport, PageBack, PageTwice, record_back
from permanence.paper.sheets.rules import (
    CopyVerdict,
    Holder,
    PatientProof,
    Refusal,
    RefusalReason,
    SheetNumber,
    SheetsRefused,
)

__all__ = [
    "BackReport",
    "CopyAnswered",
    "CopyVerdict",
    "Holder",
    "NotAPerson",
    "PageBack",
    "PageTwice",
    "PatientProof",
    "Receiver",
    "Refusal",
    "RefusalReason",
    "SheetNumber",
    "SheetRequest",
    "SheetsRefused",
    "SheetsUnknown",
    "adopt",
    "allocate",
    "answer_copy",
    "attach_patient",
    "declare_lost",
    "file_away",
    "issue",
    "record_back",
    "record_checked",
    "record_found",
    "record_printed",
    "record_read",
    "record_replaced",
    "report_copy",
    "send_home",
    "set_out_limit",
    "set_stock",
    "undo",
    "void",
]
