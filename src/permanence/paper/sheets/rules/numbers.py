"""Numbers of sheets: readable aloud, and no single slip turns one into another."""

import re
from dataclasses import dataclass

# Crockford's base 32: no I, L, O, U. The characters are also the elements of GF(32), so the check is one of them.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ORIGIN_LENGTH = 4
COUNTER_LENGTH = 6
# Two figures at most: a sheet photocopied a hundred times is no more a question of its copies.
MOST_COPIES = 99
_SHAPE = re.compile(rf"([{ALPHABET}]{{{ORIGIN_LENGTH}}})(\d{{{COUNTER_LENGTH},15}})(?:C(\d{{1,2}}))?([{ALPHABET}])")
# What people write and say for a character of the alphabet.
_HEARD = str.maketrans("OIL", "011", " -.\u00a0\u2011\u2013")
# x^5 + x^2 + 1 is primitive over GF(2): powers of x run through all 31 non-zero elements.
_POLYNOMIAL = 0b100101


class NotASheetNumber(ValueError):
    """The text has not the shape of a sheet number."""


class CheckCharacterWrong(NotASheetNumber):
    """The shape is right but a character was misread, mistyped or swapped."""


@dataclass(frozen=True, slots=True, order=True)
class SheetNumber:
    """The box that gave the number, and its place in that box's count.

    `copy` counts the photocopies of that sheet that were found to be sheets of their own; 0: the sheet itself.
    """

    origin: str
    counter: int
    copy: int = 0

    @property
    def compact(self) -> str:
        """`K7Q2004512X`, of its second copy `K7Q2004512C2P`: as stored, and as the codes carry it."""
        body = f"{self.origin}{self.counter:0{COUNTER_LENGTH}d}" + (f"C{self.copy}" if self.copy else "")
        return body + check_character(body)

    @property
    def spoken(self) -> str:
        """`K7Q2-004512-X`, of its second copy `K7Q2-004512-C2-P`: as read aloud, group by group."""
        copy = f"C{self.copy}-" if self.copy else ""
        return f"{self.origin}-{self.counter:0{COUNTER_LENGTH}d}-{copy}{self.compact[-1]}"


def check_character(body: str) -> str:
    """The character that makes the weighted sum over GF(32) zero.

    Weights are the powers of a primitive element, all different up to 31 characters: every single wrong character and
    every swap of two characters, neighbours or not, changes the sum; one in 32 of all other slips does not.
    """
    total = 0
    for place, character in enumerate(reversed(body), start=1):
        total ^= _times_power(ALPHABET.index(character), place)
    return ALPHABET[total]


def parse_number(text: str) -> SheetNumber:
    """The number a person typed or read, in any case, with or without dashes, O for 0 and I or L for 1.

    Raises `NotASheetNumber`, or `CheckCharacterWrong` when the shape is right and a character is not.
    """
    match = _SHAPE.fullmatch(text.strip().upper().translate(_HEARD))
    if match is None:
        raise NotASheetNumber(text)
    origin, digits, copy, _check = match.groups()
    number = SheetNumber(origin, int(digits), int(copy or 0))
    if number.compact != match.group():
        raise CheckCharacterWrong(text)
    return number


def _times_power(element: int, power: int) -> int:
    for _ in range(power):
        element <<= 1
        if element & 0b100000:
            element ^= _POLYNOMIAL
    return element
