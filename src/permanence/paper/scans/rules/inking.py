"""What a pen left on a page: what the scan has there and the blank page has not."""

from dataclasses import dataclass

import cv2
import numpy as np

from permanence.paper.forms.rules import FieldKind
from permanence.paper.scans.rules.blanks import Blank
from permanence.paper.scans.rules.pictures import PX_A_MM, Floats, Grey
from permanence.paper.scans.rules.registering import Registration

# A mark's window reaches far enough beyond a box of 4.5 mm to see a ring drawn around it.
TICK_WINDOW_PX = 72
# A cell's window shows what its own figure needs beyond the rule, and little of the next cell's.
_CELL_EDGE_PX = 4


@dataclass(frozen=True, slots=True)
class Window:
    """A field as the scan shows it and the ink on it, both as darkness 0 to 255, in reading scale."""

    seen: Grey
    ink: Grey


def windows(registration: Registration, blank: Blank, places: list[int]) -> list[Window]:
    """The windows of some fields of a page, given by their places among the blank's fields."""
    found = []
    for place in places:
        x, y, w, h = (float(one) for one in blank.boxes[place])
        dx, dy = (float(one) for one in registration.shifts[place])
        centre = x + w / 2 - 0.5, y + h / 2 - 0.5
        size = _size(blank, place, w, h)
        seen = 255 - cv2.getRectSubPix(registration.page, size, (centre[0] + dx, centre[1] + dy))
        print_there = cv2.getRectSubPix(blank.print_, size, centre)
        found.append(Window(np.asarray(seen, np.uint8), np.asarray(cv2.subtract(seen, print_there), np.uint8)))
    return found


def paper_noise(page: Grey) -> float:
    """How grainy the paper looks: the median difference of neighbours where nothing is printed, in greys."""
    part = page[::7].astype(np.int16)
    return float(np.abs(part[:, 4::4] - part[:, 3:-1:4]).mean())


def contrast_of(ink: Floats) -> float:
    """How dark the ink of a window is: nearly its darkest, which grains of dust and noise are not."""
    return float(np.quantile(ink, 0.985))


def _size(blank: Blank, place: int, w: float, h: float) -> tuple[int, int]:
    if blank.fields[place].kind is FieldKind.TICK:
        return TICK_WINDOW_PX, TICK_WINDOW_PX
    return round(w) + 2 * _CELL_EDGE_PX, round(h) + 2 * _CELL_EDGE_PX


def share_inked(window: Window, inner_mm: float = 0.5) -> float:
    """Which part of a frame, away from its rule, holds ink a person would see."""
    edge = round(inner_mm * PX_A_MM)
    inside = window.ink[edge:-edge, edge:-edge]
    if inside.size == 0:
        return 0.0
    smooth = cv2.GaussianBlur(inside, (0, 0), 1.2)
    return float(np.count_nonzero(smooth > 38) / smooth.size)
