"""Numbers for patients who come while nobody can give them one: unique across boxes and desks that see nobody."""

import re
from dataclasses import dataclass

from permanence.paper.sheets.rules import ALPHABET, check_character

_LETTER = "P"
_DIGITS = 5
_SHAPE = re.compile(rf"{_LETTER}([{ALPHABET}]{{4}})(\d{{{_DIGITS},15}})([{ALPHABET}])")
# What people write and say for a character of the alphabet.
_HEARD = str.maketrans("OIL", "011", " -.\u00a0\u2011\u2013")
# Set before the number when its check character is made, so that no sheet's number ever passes for one of these.
_SALT = "N"
MOST_IN_A_BLOCK = 200


class NotAProvisionalNumber(ValueError):
    """The text is no provisional number, or a character of it was misread."""


class BlockSizeWrong(ValueError):
    """A block holds at least one number, and no more than a desk can lose at once."""


@dataclass(frozen=True, slots=True, order=True)
class ProvisionalNumber:
    """The box that gave the number, and its place in that box's count."""

    origin: str
    counter: int

    @property
    def compact(self) -> str:
        """`PK7Q200451X`: as a code carries it."""
        body = f"{_LETTER}{self.origin}{self.counter:0{_DIGITS}d}"
        return body + check_character(_SALT + body)

    @property
    def spoken(self) -> str:
        """`P-K7Q2-00451-X`: as printed, written and read aloud."""
        text = self.compact
        return f"{text[0]}-{text[1:5]}-{text[5:-1]}-{text[-1]}"


def provisional_number(text: str) -> ProvisionalNumber:
    """The number a person typed or read, in any case, with or without dashes. Raises `NotAProvisionalNumber`."""
    match = _SHAPE.fullmatch(text.strip().upper().translate(_HEARD))
    if match is None:
        raise NotAProvisionalNumber(text)
    origin, digits, check = match.groups()
    number = ProvisionalNumber(origin, int(digits))
    if number.compact != f"{_LETTER}{origin}{digits}{check}":
        raise NotAProvisionalNumber(text)
    return number


def check_block_size(count: int) -> None:
    """Raises `BlockSizeWrong`."""
    if not 1 <= count <= MOST_IN_A_BLOCK:
        raise BlockSizeWrong(count)
