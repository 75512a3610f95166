"""The geometry of an A4 sheet of labels, as its maker states it."""

from dataclasses import dataclass

A4_ACROSS, A4_DOWN = 210.0, 297.0
# What holds a name, a birth date and a readable code.
_NARROWEST, _LOWEST = 38.0, 21.0
_SLACK = 0.6


class LabelSheetWrong(ValueError):
    """The text describes no sheet of labels that fits on A4 and holds an identity."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Labels across and down, the size of one, the margins left and above, the gaps between; millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    gap_across: float = 0
    gap_down: float = 0


# 40 labels of 52.5 x 29.7 mm without a margin: sold everywhere, and a plain sheet is cut into it by eye.
PLAIN_SHEET = LabelSheet(4, 10, 52.5, 29.7)


def label_sheet(text: str) -> LabelSheet:
    """`columns,rows,width,height[,left,top[,gap across,gap down]]` in millimetres; `4,10,52.5,29.7` when empty.

    Raises `LabelSheetWrong`.
    """
    if not text.strip():
        return PLAIN_SHEET
    try:
        columns, rows, *sizes = text.split(",")
        sheet = LabelSheet(int(columns), int(rows), *(float(size) for size in sizes))
    except (ValueError, TypeError) as wrong:
        raise LabelSheetWrong(text) from wrong
    across = sheet.left + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap_across
    down = sheet.top + sheet.rows * sheet.height + (sheet.rows - 1) * sheet.gap_down
    fits = across <= A4_ACROSS + _SLACK and down <= A4_DOWN + _SLACK and min(sheet.columns, sheet.rows) > 0
    if not fits or sheet.width < _NARROWEST or sheet.height < _LOWEST or min(sheet.left, sheet.top) < 0:
        raise LabelSheetWrong(text)
    return sheet
