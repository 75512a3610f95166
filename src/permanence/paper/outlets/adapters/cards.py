"""Drawing a card with Typst, with the house's fonts and nothing of the machine."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import typst

_HOUSE = Path(__file__).resolve().parents[3]
_CARD = _HOUSE / "paper" / "outlets" / "templates" / "outlets" / "sealed_card.typ"
_FONTS = _HOUSE / "paper" / "press" / "templates" / "press" / "fonts"


def draw(words: Mapping[str, Any]) -> bytes:
    """The card as a PDF of one A4 page."""
    inputs = {"job": orjson.dumps(words).decode()}
    pdf = typst.compile(
        _CARD, root=_HOUSE, font_paths=[_FONTS], ignore_system_fonts=True, sys_inputs=inputs, pdf_standards=["a-2b"]
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no PDF")
    return pdf
