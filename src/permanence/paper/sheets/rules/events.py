"""What may befall a sheet, and where that leaves it."""

from collections.abc import Collection
from enum import StrEnum


class SheetEventKind(StrEnum):
    """What befell a sheet."""

    PRINTED = "printed"
    # A newer print of the same subject exists: this one may still lie in the ward.
    REPLACED = "replaced"
    # Never to be used: not printed after all, or destroyed.
    VOIDED = "voided"


# After one of these the sheet is no more counted as what is on paper.
ENDINGS = frozenset({SheetEventKind.REPLACED, SheetEventKind.VOIDED})


def state_of(events: Collection[SheetEventKind]) -> SheetEventKind | None:
    """The event that says how a sheet stands: void outweighs replaced, which outweighs printed; None: only numbered."""
    for kind in (SheetEventKind.VOIDED, SheetEventKind.REPLACED, SheetEventKind.PRINTED):
        if kind in events:
            return kind
    return None
