"""The formats of messages, found by looking: a room of this wing that reads one hands its `FORMAT` over."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps

from permanence.exchange.feeds.rules.formats import Format

# Takes a file in: called with path, feed, by and occurred_at (tables also with profile), gives counts by name.
Importer = Callable[..., Any]


class FormatUnknown(LookupError):
    """No room of this box reads messages of this format."""


def format_named(name: str) -> Format:
    """A format by its name. Raises `FormatUnknown`."""
    try:
        return _formats()[name]
    except KeyError as unknown:
        raise FormatUnknown(name) from unknown


def format_names() -> list[str]:
    """The formats of which files can be taken in."""
    return sorted(_importers())


def importer_named(name: str) -> Importer:
    """What takes files of a format in: the `import_files` of its room's operations. Raises `FormatUnknown`."""
    try:
        return _importers()[name]
    except KeyError as unknown:
        raise FormatUnknown(name) from unknown


@cache
def _formats() -> dict[str, Format]:
    return {room.FORMAT.name: room.FORMAT for room in _rooms()}


@cache
def _importers() -> dict[str, Importer]:
    return {room.FORMAT.name: room.import_files for room in _rooms() if hasattr(room, "import_files")}


@cache
def _rooms() -> list[Any]:
    wing = __name__.rsplit(".", 3)[0]
    rooms = [room.name for room in apps.get_app_configs() if room.name.startswith(f"{wing}.")]
    modules = [import_module(f"{room}.operations") for room in rooms]
    return [module for module in modules if hasattr(module, "FORMAT")]
