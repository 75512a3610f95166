"""Pure decisions of the press: documents and their codes, archival PDF, what printers say, what a stick must hold."""

from permanence.paper.press.rules.documents import (
    DISK_FULL,
    Content,
    PartPlan,
    Returning,
    Sealed,
    age,
    age_at,
    breakable,
    file_name,
    in_chunks,
    page_codes,
    shortened,
)

__all__ = [
    "DISK_FULL",
    "Content",
    "PartPlan",
    "Returning",
    "Sealed",
    "age",
    "age_at",
    "breakable",
    "file_name",
    "in_chunks",
    "page_codes",
    "shortened",
]
