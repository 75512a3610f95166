"""Codes that rooms put on bands, labels and lists, as their templates take them."""

from dataclasses import asdict
from typing import Any

from permanence.paper.press.adapters import barcodes

# At the 0.19 mm a module that laser printers keep apart, more than this is wider than a label.
_WIDEST_LINEAR = 220


def barcode(text: str) -> dict[str, Any] | None:
    """What `barcodes.typ` draws for a number; None when there is no number, or none that a code can say.

    `matrix` is always there; `linear` is None when the number is too long for it, or holds letters it has not.
    """
    if not text.strip() or "\0" in text:
        return None
    return {"text": text, "linear": _linear(text), "matrix": asdict(barcodes.matrix(text))}


def _linear(text: str) -> dict[str, Any] | None:
    try:
        outline = barcodes.linear(text)
    except ValueError:
        return None
    return asdict(outline) if outline.across <= _WIDEST_LINEAR else None
