"""Finds and reads the demonstration pack."""

import os
from pathlib import Path

from permanence.command.exercises.rules.pack import Pack, PackUnreadable, read_pack

# packs/ lies beside src/ in a checkout, and beside the rooms where the product was installed from a wheel.
_CANDIDATES = (Path(__file__).resolve().parents[5] / "packs", Path(__file__).resolve().parents[3] / "packs")


def folder() -> Path:
    """The folder of all packs: PERMANENCE_PACKS, else the one that came with the product."""
    named = os.environ.get("PERMANENCE_PACKS")
    candidates = (Path(named),) if named else _CANDIDATES
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise PackUnreadable(f"no folder of packs at {candidates[0]}")


def demo_pack() -> Pack:
    """The made-up hospital. Raises `PackUnreadable` when a file is missing or wrong."""
    place = folder() / "demo"
    return read_pack(
        {file.name: file.read_text(encoding="utf-8") for file in sorted(place.iterdir()) if file.is_file()}
    )
