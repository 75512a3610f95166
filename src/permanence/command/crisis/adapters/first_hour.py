"""Reads what a night manager is told in the first hour: `first-hour/<language>.json` of the packs."""

from typing import Any

import orjson

from permanence.foundation import packs

_ELSE = "fr"


def first_hour_pack(language: str) -> dict[str, Any]:
    """The pack of a language, the French one where there is none. Raises OSError and ValueError when it is broken."""
    folder = packs.folder() / "first-hour"
    wanted = folder / f"{language}.json"
    pack: dict[str, Any] = orjson.loads((wanted if wanted.exists() else folder / f"{_ELSE}.json").read_bytes())
    return pack
