"""Draws the cards: one A4 page an envelope, the code below the fold. They are handed over and kept nowhere."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import typst

_HOUSE = Path(__file__).resolve().parents[3]
_TEMPLATE = _HOUSE / "command" / "first_hour" / "templates" / "first_hour" / "envelope.typ"
_FONTS = _HOUSE / "paper" / "press" / "templates" / "press" / "fonts"


def draw(words: Mapping[str, Any], cards: Sequence[Mapping[str, Any]]) -> bytes:
    """The cards as one PDF."""
    job = orjson.dumps({**words, "cards": list(cards)}).decode()
    pdf = typst.compile(_TEMPLATE, root=_HOUSE, font_paths=[_FONTS], ignore_system_fonts=True, sys_inputs={"job": job})
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no PDF")
    return pdf
