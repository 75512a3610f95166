"""The rooms of the house, read from the folders themselves."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

HOUSE = Path(__file__).resolve().parent.parent
# From the ground up; each wing may import only the wings before it.
WINGS = ("foundation", "vault", "paper", "people", "care", "money", "exchange", "command")


@cache
def rooms() -> tuple[str, ...]:
    """Dotted names of all rooms, wing by wing: a room is a folder with an `apps.py`."""
    return tuple(
        f"permanence.{wing}.{apps.parent.name}" for wing in WINGS for apps in sorted((HOUSE / wing).glob("*/apps.py"))
    )


def furniture(name: str) -> Iterator[tuple[str, ModuleType]]:
    """The rooms that have this piece of furniture (`cli`, `paper`, `queries`, `web.urls`), with the piece."""
    for room in rooms():
        path = HOUSE.parent / Path(*room.split("."), *name.split("."))
        if path.with_suffix(".py").exists() or (path / "__init__.py").exists():
            yield room, import_module(f"{room}.{name}")
