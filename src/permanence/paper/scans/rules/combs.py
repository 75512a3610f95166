"""Cells of combs: the figure in a cell as features, cut free of its rules and of its neighbours."""

import cv2
import numpy as np

from permanence.paper.scans.rules.inking import Window, contrast_of
from permanence.paper.scans.rules.pictures import Floats, Grey

FIGURES = tuple("0123456789")
EMPTY, OTHER = "", "#"
CLASSES = (*FIGURES, EMPTY, OTHER)
_SIDE, _FILL = 32, 26
_FAINTEST = 30.0
_LEAST_SHARE = 0.004
_WAYS = 8
AMOUNTS = 7
_PENCIL = 0.12


def normalised(window: Window) -> tuple[Grey, Floats]:
    """The figure in 32 x 32, as large as fits and in the middle; and its amounts."""
    ink = window.ink
    dark = contrast_of(ink)
    strong = ink > max(_FAINTEST, 0.4 * dark)
    kept, box = _own_strokes(strong)
    if box is None:
        return np.zeros((_SIDE, _SIDE), np.uint8), np.array([dark / 255, 0, 0, 0, 0, 0, ink.mean() / 40], np.float32)
    x, y, w, h = box
    soft = np.where(cv2.dilate(kept, np.ones((3, 3), np.uint8)) > 0, ink, 0)[y : y + h, x : x + w].astype(np.float32)
    soft = (soft * (255 / max(dark, _FAINTEST))).clip(0, 255).astype(np.uint8)
    factor = _FILL / max(w, h)
    size = max(1, round(w * factor)), max(1, round(h * factor))
    drawn = cv2.resize(soft, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    whole = np.zeros((_SIDE, _SIDE), np.uint8)
    left, top = (_SIDE - size[0]) // 2, (_SIDE - size[1]) // 2
    whole[top : top + size[1], left : left + size[0]] = drawn
    high, wide = ink.shape
    amounts = [
        dark / 255,
        kept.sum() / kept.size * 5,
        w / wide,
        h / high,
        w / max(h, 1),
        (y + h / 2) / high,
        ink.mean() / 40,
    ]
    return whole, np.array(amounts, np.float32)


def features(windows: list[Window], noise: float) -> Floats:
    """One row a window: directions of strokes in 8 x 8 places, the picture in 16 x 16, the amounts, the noise."""
    if not windows:
        return np.zeros((0, 64 * _WAYS + 256 + AMOUNTS + 1), np.float32)
    drawn, amounts = zip(*(normalised(window) for window in windows), strict=True)
    pictures = np.stack(drawn).astype(np.float32) / 255
    small = pictures.reshape(-1, 16, 2, 16, 2).mean((2, 4)).reshape(len(pictures), -1)
    grain = np.full((len(pictures), 1), noise / 10, np.float32)
    return np.concatenate([_directions(pictures), small, np.stack(amounts), grain], axis=1)


def _own_strokes(strong: Floats) -> tuple[Grey, tuple[int, int, int, int] | None]:
    """Strokes that belong to this cell: a scrap whose middle lies at the edge is the neighbour's, or a rule's."""
    count, labels, stats, centres = cv2.connectedComponentsWithStats(strong.astype(np.uint8), connectivity=8)
    high, wide = strong.shape
    kept = np.zeros(strong.shape, np.uint8)
    for one in range(1, count):
        x, y = centres[one]
        middle = 0.16 * wide < x < 0.84 * wide and 0.12 * high < y < 0.88 * high
        if stats[one, cv2.CC_STAT_AREA] >= _LEAST_SHARE * strong.size and middle:
            kept[labels == one] = 1
    if not kept.any():
        return kept, None
    x, y, w, h = cv2.boundingRect(kept)
    return kept, (x, y, w, h)


def _directions(pictures: Floats) -> Floats:
    """Histograms of gradient directions (Dalal and Triggs, 2005) in 8 x 8 places, softened over two directions each."""
    down = np.zeros_like(pictures)
    across = np.zeros_like(pictures)
    down[:, 1:-1] = pictures[:, 2:] - pictures[:, :-2]
    across[:, :, 1:-1] = pictures[:, :, 2:] - pictures[:, :, :-2]
    size = np.sqrt(down**2 + across**2)
    way = (np.arctan2(down, across) / (2 * np.pi) % 1) * _WAYS
    low = np.floor(way)
    part = way - low
    low = low.astype(int) % _WAYS
    count = len(pictures)
    rows, place = np.meshgrid(np.arange(_SIDE) // 4, np.arange(_SIDE) // 4, indexing="ij")
    where = (np.arange(count)[:, None, None] * 64 + rows * 8 + place) * _WAYS
    held = np.bincount((where + low).ravel(), (size * (1 - part)).ravel(), count * 64 * _WAYS)
    held += np.bincount((where + (low + 1) % _WAYS).ravel(), (size * part).ravel(), count * 64 * _WAYS)
    return np.asarray(np.sqrt(held.reshape(count, -1)), np.float32)


def contradicted(rows: Floats, labels: list[str]) -> list[bool]:
    """For each row of features whether a cell called empty holds a stroke, or ink as dark as pencil, all the same."""
    dark, kept = rows[:, -AMOUNTS - 1], rows[:, -AMOUNTS]
    return [
        label == EMPTY and (inked > 0 or darkest >= _PENCIL)
        for label, darkest, inked in zip(labels, dark, kept, strict=True)
    ]
