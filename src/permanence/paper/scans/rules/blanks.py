"""A blank page as it is looked for: its picture in reading scale, its fields, and what lies fixed on it."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp

from permanence.paper.forms.rules import PAGE_MM, Field, FieldKind
from permanence.paper.scans.rules.pictures import PX_A_MM, Grey, Points

SIZE_PX = (round(PAGE_MM[0] * PX_A_MM), round(PAGE_MM[1] * PX_A_MM))
# Half of READING_DPI: enough to find out by how much a part of the page lies off.
COARSE = 2
# Where the press puts both codes of a page that comes back, left, top and side in millimetres (measured on its pages).
_QR_MM, _MATRIX_MM = (171.5, 8.0, 22.0), (18.0, 278.0, 11.0)
_PATCH_PX = 84
_STEP_PX = 70
_STRUCTURE = 9.0
# Print in a scan is wider than on the blank page, by blur and by what registering leaves.
_PRINT_REACH = np.ones((5, 5), np.uint8)


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of the blank page with enough print on it to be found again; corner and size in pixels."""

    x: int
    y: int
    picture: Grey

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle, in pixels of the picture it was cut from."""
        return self.x + self.picture.shape[1] / 2, self.y + self.picture.shape[0] / 2


@dataclass(frozen=True, slots=True, eq=False)
class Blank:
    """A page of an edition of a form, ready to be compared with scans; pixels are of READING_DPI."""

    picture: Grey
    print_: Grey  # as darkness, spread by as much as its print may be off in a scan
    fields: tuple[Field, ...]
    boxes: Points  # n by 4: x, y, width, height in pixels
    code_at: Points
    witness_at: Points
    coarse: tuple[Patch, ...]
    fine: tuple[Patch, ...]


def prepared(picture: Grey, fields: tuple[Field, ...]) -> Blank:
    """A blank from the grey picture of the printed page in any resolution, and the fields that lie on it."""
    grey = np.asarray(cv2.resize(picture, SIZE_PX, interpolation=cv2.INTER_AREA), np.uint8)
    boxes = np.array([field.box_mm for field in fields], np.float32).reshape(-1, 4) * PX_A_MM
    code_at, witness_at = (_code_at(picture, kind, usual) for kind, usual in ((_QR, _QR_MM), (_MATRIX, _MATRIX_MM)))
    small = np.asarray(cv2.resize(grey, None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA), np.uint8)
    hidden = [code_at, witness_at]
    spread = cv2.GaussianBlur(cv2.dilate(255 - grey, _PRINT_REACH), (3, 3), 0)
    return Blank(
        grey,
        np.asarray(spread, np.uint8),
        fields,
        boxes,
        code_at,
        witness_at,
        _coarse(small, hidden),
        _fine(grey, fields, boxes),
    )


_QR, _MATRIX = zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix


def _code_at(picture: Grey, kind: Any, usual: tuple[float, float, float]) -> Points:
    """The corners of a code on the blank; a blank without codes leaves them the place the press gives them."""
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([kind])):
        at = code.position
        corners = [(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        return np.asarray(np.array(corners, np.float32) * (SIZE_PX[0] / picture.shape[1]))
    x, y, side = usual
    square = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    return np.array(square, np.float32) * PX_A_MM


def _coarse(small: Grey, hidden: list[Points]) -> tuple[Patch, ...]:
    """Patches all over the page; codes differ from sheet to sheet, so no patch shows one."""
    patches = []
    for y in range(8, small.shape[0] - _PATCH_PX, _STEP_PX):
        for x in range(8, small.shape[1] - _PATCH_PX, _STEP_PX):
            part = small[y : y + _PATCH_PX, x : x + _PATCH_PX]
            if _structured(part) and not any(_over(at / COARSE, x, y) for at in hidden):
                patches.append(Patch(x, y, np.ascontiguousarray(part)))
    return tuple(patches)


def _over(at: Points, x: int, y: int) -> bool:
    low, high = at.min(0), at.max(0)
    return bool(low[0] < x + _PATCH_PX and high[0] > x and low[1] < y + _PATCH_PX and high[1] > y)


def _structured(part: Grey) -> bool:
    """Whether the print fixes the patch both across and down."""
    across = float(np.abs(np.diff(part.mean(0))).max())
    down = float(np.abs(np.diff(part.mean(1))).max())
    return min(across, down) > 2 and float(part.std()) > _STRUCTURE


def _fine(grey: Grey, fields: tuple[Field, ...], boxes: Points) -> tuple[Patch, ...]:
    """One patch a field, of its rule and what is printed around it; of a wide frame, its top left corner."""
    patches = []
    for field, (x, y, w, h) in zip(fields, boxes, strict=True):
        edge = 9 if field.kind is FieldKind.TICK else 6
        left, top = int(max(0, round(x) - edge)), int(max(0, round(y) - edge))
        right, bottom = round(min(x + w, x + 60) + edge), round(min(y + h, y + 60) + edge)
        patches.append(Patch(left, top, np.ascontiguousarray(grey[top:bottom, left:right])))
    return tuple(patches)
