"""Coded values as people read them (HL7 data types CE, CWE, CNE, CQ)."""

from typing import NamedTuple

from permanence.exchange.hl7v2.rules.segments import NULL, Repetition, Segment, remembered


class Coded(NamedTuple):
    """A code and its words; words without a code, or a code without words, give the one as the other's label."""

    code: str
    label: str

    def __bool__(self) -> bool:
        return bool(self.label)


NOTHING = Coded("", "")


@remembered
def coded(value: Repetition) -> Coded:
    """One CE or CWE: its code (else the alternate one) and its words (else the original or alternate ones)."""
    code = value.text(1) or value.text(4)
    words = value.text(2) or value.text(9) or value.text(5)
    if NULL in (code, words):
        code, words = code.replace(NULL, ""), words.replace(NULL, "")
    return Coded(code, words or code)


def coded_in(segment: Segment, n: int) -> Coded:
    """The first repetition of a coded field."""
    return coded(segment.repetition(n)) if segment.raw(n) else NOTHING


def label_in(segment: Segment, n: int) -> str:
    """The words of a coded field's first repetition, else its code."""
    return coded_in(segment, n).label


def labels_in(segment: Segment, n: int) -> str:
    """The words of every repetition of a coded field, on one line."""
    return ", ".join(dict.fromkeys(value.label for value in map(coded, segment.repetitions(n)) if value))
