"""Reads the telephone numbers of the first hours: `fr/numbers.toml` of the packs."""

import tomllib
from typing import Any

from permanence.foundation import packs


def numbers_pack() -> list[dict[str, Any]]:
    """The groups of numbers, in order. Raises OSError and ValueError when the pack is broken."""
    text = (packs.folder() / "fr" / "numbers.toml").read_text(encoding="utf-8")
    groups: list[dict[str, Any]] = tomllib.loads(text)["group"]
    return groups
