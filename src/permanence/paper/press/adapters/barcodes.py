"""Barcodes for other machines than this box, as outlines a template draws."""

import re
from dataclasses import dataclass

import zxingcpp

_PATH = re.compile(r'<path d="([^"]*)"')
_SIZE = re.compile(r'<svg width="(\d+)" height="(\d+)"')
_COMMAND = re.compile(r"([A-Za-z])")


@dataclass(frozen=True, slots=True)
class Outline:
    """A code in black: an SVG path over so many modules across and down, without its quiet zone."""

    path: str
    across: int
    down: int


def linear(text: str) -> Outline:
    """Code 128, one dimension: what every reader in a hospital understands. Raises `ValueError` outside ASCII."""
    if not text.isascii():
        raise ValueError("Code 128 says ASCII")
    return _outline(zxingcpp.create_barcode(text, zxingcpp.Code128))


def matrix(text: str) -> Outline:
    """A square Data Matrix: small, and read round a wrist where a long code bends away."""
    return _outline(zxingcpp.create_barcode(text, zxingcpp.DataMatrix, force_square=True))


def _outline(code: zxingcpp.Barcode) -> Outline:
    svg: str = code.to_svg(add_quiet_zones=False)
    path, size = _PATH.search(svg), _SIZE.search(svg)
    if path is None or size is None:
        raise ValueError("the code has no outline")
    # Spaces between the commands: the press may break long words, and must not break these.
    return Outline(_COMMAND.sub(r" \1", path[1]).strip(), int(size[1]), int(size[2]))
