"""Finds and reads the demonstration pack."""

from pathlib import Path

from permanence.command.exercises.rules.pack import Pack, PackUnreadable, read_pack
from permanence.foundation import packs


def folder() -> Path:
    """The folder of all packs. Raises `PackUnreadable` when there is none."""
    place = packs.folder()
    if place.is_dir():
        return place
    raise PackUnreadable(f"no folder of packs at {place}")


def demo_pack() -> Pack:
    """The made-up hospital. Raises `PackUnreadable` when a file is missing or wrong."""
    place = folder() / "demo"
    return read_pack(
        {file.name: file.read_text(encoding="utf-8") for file in sorted(place.iterdir()) if file.is_file()}
    )
