"""The rooms' paper doors, found by looking: a room with a `paper.py` hands its `PRINTABLES` to the press."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def paper_doors() -> Iterator[ModuleType]:
    """The `paper` module of every installed room that has one."""
    for room in apps.get_app_configs():
        if room.name.startswith("permanence.") and find_spec(f"{room.name}.paper") is not None:
            yield import_module(f"{room.name}.paper")
