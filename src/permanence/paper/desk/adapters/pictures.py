"""Pages as pictures: kept on the disk by their digest, cut into crops on demand."""

import hashlib
import os
from pathlib import Path

import cv2
import numpy as np

from permanence.foundation import node

_MARGIN_MM = 2.5
_WIDEST_PX = 1100


def keep(content: bytes) -> str:
    """Keep a page set straight; gives its reference. The same picture twice is one file."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if not path.exists():
        aside = path.with_suffix(f".{os.getpid()}.part")
        aside.write_bytes(content)
        aside.replace(path)
    return digest


def page(reference: str) -> bytes | None:
    """A page by its reference; None when it is not here."""
    path = _path(reference)
    return path.read_bytes() if reference.isalnum() and path.exists() else None


def png(content: bytes) -> bytes | None:
    """A page as PNG, no wider than a screen needs; None for what is no picture."""
    picture = _grey(content)
    if picture is None:
        return None
    height, width = picture.shape[:2]
    if width > _WIDEST_PX:
        size = (_WIDEST_PX, height * _WIDEST_PX // width)
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return _encoded(picture)


def crop(content: bytes, box_mm: tuple[float, float, float, float], page_mm: tuple[float, float]) -> bytes | None:
    """A part of a page set straight, with a little around it, as PNG; None for what is no picture."""
    picture = _grey(content)
    if picture is None:
        return None
    height, width = picture.shape[:2]
    across, down = width / page_mm[0], height / page_mm[1]
    x, y, w, h = box_mm
    left, top = max(0, int((x - _MARGIN_MM) * across)), max(0, int((y - _MARGIN_MM) * down))
    right, bottom = int((x + w + _MARGIN_MM) * across) + 1, int((y + h + _MARGIN_MM) * down) + 1
    part = picture[top:bottom, left:right]
    return _encoded(part) if part.size else None


def _grey(content: bytes) -> "cv2.typing.MatLike | None":
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)


def _encoded(picture: "cv2.typing.MatLike") -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


def _path(reference: str) -> Path:
    folder = node.home() / "desk" / "pages"
    # Patients' data: for the account that runs the box, nobody else on the machine.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / reference
