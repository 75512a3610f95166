"""Labels for printers that speak ZPL II (Zebra and its likes), at 203 dots an inch: 8 dots a millimetre.

Zebra, "ZPL II Programming Guide": ^CI28 is UTF-8, ^FH takes a character as `_` and its byte in hexadecimal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

DOTS_A_MM = 8
_EDGE = 12
_GAP = 5
# Capitals of the built-in scalable font are at most six tenths as wide as the font is high.
_WIDTH_OF_HEIGHT = 0.6
# A line whose letters would be smaller than the second takes another row instead.
_LARGEST_LETTER, _LOWEST_LETTER, _SMALLEST_LETTER = 36, 20, 12
_QUIET_MODULES = 20
_BAR_DOTS, _SQUARE_DOTS = 2, 4
# Holds 64 letters and figures.
_MOST_SQUARES = 32
_COMMANDS = {"^": "_5E", "~": "_7E", "_": "_5F", "\r": " ", "\n": " "}


class LabelTooSmall(ValueError):
    """A label this small holds no identity."""


@dataclass(frozen=True, slots=True)
class ZplLabel:
    """What a label says: lines of text from the most to the least important, and a number for the code.

    `modules` is how wide the number is in Code 128; None when it cannot be said so, or needs a square code.
    """

    lines: Sequence[str]
    number: str
    modules: int | None


def zpl(label: ZplLabel, copies: int, width_mm: float, height_mm: float) -> str:
    """The program that prints so many copies of a label of this size. Raises `LabelTooSmall`."""
    if width_mm < 38 or height_mm < 21:
        raise LabelTooSmall(width_mm, height_mm)
    width, height = int(width_mm * DOTS_A_MM), int(height_mm * DOTS_A_MM)
    code = _code(label, width, height)
    usable, room = width - 2 * _EDGE - code.across, height - 2 * _EDGE - code.down
    lines = [line for line in label.lines if line]
    fields, top = [], _EDGE
    for line, (size, rows) in zip(lines, _sizes(lines, usable, room), strict=True):
        fields.append(f"^FO{_EDGE},{top}^A0N,{size},{size}^FB{usable},{rows},0,L^FH^FD{escaped(line)}^FS")
        top += rows * size + _GAP
    body = "\n".join(filter(None, [*fields, code.command]))
    return f"^XA\n^CI28\n^PW{width}\n^LL{height}\n^LH0,0\n{body}\n^PQ{copies},0,1,Y\n^XZ\n"


def escaped(text: str) -> str:
    """The text with nothing in it that a printer takes for a command."""
    return "".join(_COMMANDS.get(letter, letter) for letter in text)


def _sizes(lines: Sequence[str], usable: int, room: int) -> list[tuple[int, int]]:
    """How high the letters of each line are, in dots, and over how many rows it runs: as large as all fit."""
    for largest in range(_LARGEST_LETTER, _SMALLEST_LETTER, -2):
        sizes = [_size(line, usable, largest) for line in lines]
        if sum(size * rows + _GAP for size, rows in sizes) <= room:
            return sizes
    return [_size(line, usable, _SMALLEST_LETTER) for line in lines]


def _size(line: str, usable: int, largest: int) -> tuple[int, int]:
    fits = int(usable / (_WIDTH_OF_HEIGHT * len(line)))
    if fits >= min(largest, _LOWEST_LETTER):
        return min(largest, fits), 1
    size = min(largest, _LOWEST_LETTER)
    # One row more than the letters need: words do not fill their rows.
    return size, -(-int(len(line) * _WIDTH_OF_HEIGHT * size) // usable) + 1


@dataclass(frozen=True, slots=True)
class _Code:
    """The command that draws a code, and what it takes of the label's width or height."""

    command: str = ""
    across: int = 0
    down: int = 0


def _code(label: ZplLabel, width: int, height: int) -> _Code:
    """Bars along the foot of the label, or a square code in its corner; nothing when the number is not ASCII."""
    if not label.number or not label.number.isascii():
        return _Code()
    said = f"^FH^FD{escaped(label.number)}^FS"
    if label.modules and (label.modules + _QUIET_MODULES) * _BAR_DOTS <= width:
        bars = height // 5
        at = f"^FO{_QUIET_MODULES // 2 * _BAR_DOTS},{height - _EDGE - bars}"
        return _Code(f"^BY{_BAR_DOTS},2,{bars}{at}^BCN,{bars},N,N,N,A{said}", down=bars)
    side = _MOST_SQUARES * _SQUARE_DOTS
    at = f"^FO{width - _EDGE - side},{height - _EDGE - side}"
    return _Code(f"{at}^BXN,{_SQUARE_DOTS},200{said}", across=side + _GAP)
