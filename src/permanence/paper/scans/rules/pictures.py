"""Pictures in grey as arrays, and the light taken out of them."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

# Rows by columns, 0 black to 255 white.
Grey = NDArray[Any]
# n by 2, x then y.
Points = NDArray[Any]
Floats = NDArray[Any]

# All fields are looked at in this one scale, whatever the copier's.
READING_DPI = 200
PX_A_MM = READING_DPI / 25.4
_LIGHT_SHRINK = 8
# Two-tone: nothing between black and white but what JPEG makes at edges.
_MOST_GREYS = 0.012


def levelled(picture: Grey) -> Grey:
    """The picture with its paper white everywhere: shadows and stains divided out, ink kept.

    The paper's brightness around a point is the brightest that is near (9 mm), smoothed; stains have soft edges and
    are wide, strokes are thin.
    """
    height, width = picture.shape
    small = cv2.resize(picture, (width // _LIGHT_SHRINK, height // _LIGHT_SHRINK), interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, 3)
    light = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    light = cv2.GaussianBlur(light, (0, 0), 2)
    light = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(picture, np.maximum(light, 40), scale=255), np.uint8)


def is_two_tone(picture: Grey) -> bool:
    """Whether the copier gave black and white only: pencil and pale ink are lost, and nothing shows it."""
    part = picture[::3, ::3]
    greys = np.count_nonzero((part > 40) & (part < 215)) / part.size
    black_or_white = np.count_nonzero((part < 6) | (part > 249)) / part.size
    return bool(greys < _MOST_GREYS and black_or_white > 0.97)
