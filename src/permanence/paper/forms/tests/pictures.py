"""Pages as a scanner at 200 dpi sees them, and where the rules around a field are in them."""

import cv2
import numpy as np
import pypdfium2

from permanence.paper.forms.rules import Field

DPI = 200
_PIXELS_A_MM = DPI / 25.4
_NEAR = 5


def pages(pdf: bytes) -> list[np.ndarray]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72, grayscale=True).to_numpy().reshape(-1, _width(page)) for page in document]


def _width(page: pypdfium2.PdfPage) -> int:
    return page.render(scale=DPI / 72, grayscale=True).width


def marks_in(picture: np.ndarray) -> dict[int, tuple[float, float]]:
    """The top left corner of each mark found, in millimetres."""
    reader = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    corners, numbers, _rejected = reader.detectMarkers(picture)
    return {
        int(number): tuple(float(x) / _PIXELS_A_MM for x in found[0][0])
        for number, found in zip(numbers.ravel(), corners, strict=True)
    }


def off_by(picture: np.ndarray, field: Field) -> float:
    """How far, in millimetres, the worst of the four rules lies from where the layout says that a field ends."""
    x, y, width, height = (figure * _PIXELS_A_MM for figure in field.box_mm)
    middle, centre = round(y + height / 2), round(x + width / 2)
    across, down = picture[middle], picture[:, centre]
    found = [(_dark(across, x), x), (_dark(across, x + width), x + width), (_dark(down, y), y),
             (_dark(down, y + height), y + height)]  # fmt: skip
    return max(abs(dark - wanted) for dark, wanted in found) / _PIXELS_A_MM


def ink_in(picture: np.ndarray, field: Field, margin_mm: float = 0.5) -> float:
    """The share of dark pixels inside a field."""
    x, y, width, height = field.box_mm
    left, right = round((x + margin_mm) * _PIXELS_A_MM), round((x + width - margin_mm) * _PIXELS_A_MM)
    top, bottom = round((y + margin_mm) * _PIXELS_A_MM), round((y + height - margin_mm) * _PIXELS_A_MM)
    return float((picture[top:bottom, left:right] < 128).mean())


def _dark(line: np.ndarray, near: float) -> float:
    start = round(near) - _NEAR
    return start + int(np.argmin(line[start : start + 2 * _NEAR])) + 0.5
