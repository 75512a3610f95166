"""From what a reader said of single boxes and cells to what was read at each place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from permanence.paper.desk.rules.places import Place
from permanence.paper.forms.rules import FieldKind, Reading

# Values of the reader that only say that somebody must look.
_TICKED, _INK = "true", "ink"
_LOOK = frozenset({"scratched", "circled", "#"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader said of one box, one cell, one frame."""

    kind: str
    option: str | None
    value: str
    confidence: float
    sure: bool


def put_together(place: Place, seen: Sequence[Seen]) -> tuple[Reading, float, bool]:
    """The reading of a place, how sure it is, and whether nobody needs to look.

    Somebody does when a box or a cell is in doubt, a frame holds ink, or a field of the place was not seen at all.
    """
    ticks = [one for one in seen if one.kind == FieldKind.TICK]
    cells = [one for one in seen if one.kind == FieldKind.COMB]
    frames = [one for one in seen if one.kind == FieldKind.TEXT]
    inked = any(one.value == _INK for one in frames)
    ticked = frozenset(one.option or "" for one in ticks if one.value == _TICKED)
    text = None if inked or not place.framed else ""
    reading = Reading(ticked, tuple(one.value for one in cells), text)
    whole = len(ticks) == len(place.choices) and len(cells) == place.cells and bool(frames) is place.framed
    sure = whole and not inked and all(one.sure and one.value not in _LOOK for one in seen)
    return reading, _product(one.confidence for one in seen), sure


def _product(factors: Iterable[float]) -> float:
    product = 1.0
    for factor in factors:
        product *= factor
    return product
