"""Boxes: what features of a window say whether it is empty, ticked, scratched out or ringed."""

import cv2
import numpy as np

from permanence.paper.scans.rules.inking import TICK_WINDOW_PX, Window, contrast_of
from permanence.paper.scans.rules.pictures import PX_A_MM, Floats

CLASSES = ("empty", "ticked", "scratched", "circled")
_FINE, _ROUGH = 24, 12
# Ink fainter than this is not stretched to look like ink: it may be the paper.
_FAINTEST = 30.0
# Where among a row's last amounts the darkest spot and the inked share inside the box stand.
_SPOT, _SHARE, _DARK = -2, -3, -9
_PENCIL = 0.1
# A third of faint pencil: less than this is paper, and nobody wrote there. Around the box, ink of a ring or a letter.
_NO_SPOT, _NO_INK_AROUND = 0.035, 0.09
_HALF = TICK_WINDOW_PX // 2
_INNER = round(4.5 * PX_A_MM / 2) - 3


def features(windows: list[Window], noise: float) -> Floats:
    """One row a window: its ink in 24 x 24, what is seen in 12 x 12, how much ink lies in and around the box."""
    if not windows:
        return np.zeros((0, _FINE**2 + _ROUGH**2 + 9), np.float32)
    return np.stack([_row(window, noise) for window in windows])


def _row(window: Window, noise: float) -> Floats:
    ink = window.ink
    dark = contrast_of(ink)
    inside = ink[_HALF - _INNER : _HALF + _INNER, _HALF - _INNER : _HALF + _INNER]
    fine = cv2.resize(ink, (_FINE, _FINE), interpolation=cv2.INTER_AREA).astype(np.float32)
    rough = cv2.resize(window.seen, (_ROUGH, _ROUGH), interpolation=cv2.INTER_AREA).astype(np.float32)
    middle = cv2.resize(inside, (8, 8), interpolation=cv2.INTER_AREA).astype(np.float32)
    amounts = np.array(
        [
            dark / 255,
            noise / 10,
            inside.mean() / 40,
            float(np.quantile(inside, 0.9)) / 255,
            ink.mean() / 40,
            (ink.sum() - inside.sum()) / (ink.size - inside.size) / 40,
            float((inside > max(_FAINTEST, 0.5 * dark)).mean()),
            middle.max() / 255,
            float((middle > _FAINTEST).mean()),
        ],
        np.float32,
    )
    return np.concatenate([np.sqrt(fine / max(dark, _FAINTEST)).clip(0, 1.6).ravel(), rough.ravel() / 255, amounts])


def plainly_empty(rows: Floats, labels: list[str]) -> list[bool]:
    """For each row of features whether a box called empty has no ink in it nor around it, whatever is printed near."""
    bare = (rows[:, _SPOT] < _NO_SPOT) & (rows[:, _SHARE] <= 0) & (rows[:, _DARK] < _NO_INK_AROUND)
    return [label == "empty" and bool(one) for label, one in zip(labels, bare, strict=True)]


def contradicted(rows: Floats, labels: list[str]) -> list[bool]:
    """For each row of features whether plain ink inside the box speaks against the class it was given.

    A box called empty with a spot as dark as faint pencil in it, or called ticked with no ink at all, is a person's.
    """
    spots, share = rows[:, _SPOT], rows[:, _SHARE]
    return [
        (label == "empty" and spot >= _PENCIL) or (label == "ticked" and inked <= 0)
        for label, spot, inked in zip(labels, spots, share, strict=True)
    ]
