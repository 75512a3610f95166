"""Which page a picture shows: its two codes, read whichever way it was laid down."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
import zxingcpp

from permanence.paper.scans.rules.pictures import Grey, Points
from permanence.paper.sheets.rules import (
    CodeDamaged,
    CodeForeign,
    PageCode,
    PageWitness,
    SheetNumber,
    decode_code,
    decode_witness,
)

_WHOLE = zxingcpp.BarcodeFormat.QRCode
_WITNESS = zxingcpp.BarcodeFormat.DataMatrix
# A QR code of ours read at 300 dpi and more says nothing that 200 dpi does not say in half the time.
_ENOUGH = 2400
# Factors on the picture, tried in turn until a code answers; most pages need the first alone.
_LATER_TRIES = (0.72, 1.45)


class How(StrEnum):
    """By what a page is known."""

    BOTH = "both codes"
    CODE = "code"
    WITNESS = "witness"
    NOTHING = "nothing"
    DISAGREE = "codes disagree"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the codes of a picture say, and where they lie in it (four corners in pixels, or None)."""

    how: How
    code: PageCode | None = None
    witness: PageWitness | None = None
    code_at: Points | None = None
    witness_at: Points | None = None

    @property
    def number(self) -> SheetNumber | None:
        """The number of the sheet, when one is sure."""
        if self.how in {How.NOTHING, How.DISAGREE}:
            return None
        known = self.code or self.witness
        return known.number if known else None

    @property
    def page(self) -> int | None:
        """The page of the sheet, when one is sure."""
        known = self.code or self.witness
        return known.page if known and self.number else None


def identify(picture: Grey, *, thorough: bool = True) -> Sighting:
    """The codes of a picture in grey; never a number the check figures of its code do not confirm.

    Two codes of ours that name two pages make `DISAGREE`: two sheets on one glass, or a label stuck on another sheet.
    """
    shrink = min(1.0, _ENOUGH / max(picture.shape))
    first = _resized(picture, shrink)
    found = _codes(first, shrink, _WHOLE)
    if not found and thorough:
        found = _codes(first, shrink, _WITNESS)
        for factor in _LATER_TRIES if not found else ():
            found = _codes(_resized(first, factor), shrink * factor, _WHOLE, _WITNESS, hard=True)
            if found:
                break
    return _agreed(found)


def confirmed(sighting: Sighting, picture: Grey, witness_at: Points) -> Sighting:
    """The sighting with what the witness says, looked for only where it must lie (four corners in pixels)."""
    if sighting.witness or sighting.code is None:
        return sighting
    margin = 0.25 * float(np.ptp(witness_at[:, 0]))
    low = np.maximum(np.floor(witness_at.min(0) - margin), 0).astype(int)
    high = np.ceil(witness_at.max(0) + margin).astype(int)
    part = picture[low[1] : high[1], low[0] : high[0]]
    if min(part.shape) < 12:
        return sighting
    there = [seen for seen in _codes(np.ascontiguousarray(part), 1.0, _WITNESS) if isinstance(seen[0], PageWitness)]
    return _agreed([(sighting.code, sighting.code_at), *there]) if there else sighting


_Seen = tuple[PageCode | PageWitness, Points | None]


def _agreed(found: list[_Seen]) -> Sighting:
    pages = {(seen.number, seen.page) for seen, _ in found}
    if not pages:
        return Sighting(How.NOTHING)
    code = next(((seen, at) for seen, at in found if isinstance(seen, PageCode)), (None, None))
    witness = next(((seen, at) for seen, at in found if isinstance(seen, PageWitness)), (None, None))
    if len(pages) > 1:
        return Sighting(How.DISAGREE)
    how = How.BOTH if code[0] and witness[0] else How.CODE if code[0] else How.WITNESS
    return Sighting(how, code[0], witness[0], code[1], witness[1])


def _codes(picture: Grey, scale: float, *formats: Any, hard: bool = False) -> list[_Seen]:
    found: list[_Seen] = []
    for barcode in zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(list(formats)),
        try_downscale=hard,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    ):
        decode = decode_code if barcode.format == _WHOLE else decode_witness
        try:
            seen = decode(barcode.text)
        except (CodeForeign, CodeDamaged):
            continue
        found.append((seen, _corners(barcode.position) / scale))
    return found


def _corners(position: Any) -> Points:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return np.array([(corner.x, corner.y) for corner in corners], np.float32)


def _resized(picture: Grey, factor: float) -> Grey:
    if factor == 1.0:
        return picture
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how))
