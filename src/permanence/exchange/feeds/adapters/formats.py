"""The formats of messages, found by looking: a room of this wing that reads one hands its `FORMAT` over."""

from functools import cache
from importlib import import_module

from django.apps import apps

from permanence.exchange.feeds.rules.formats import Format


class FormatUnknown(LookupError):
    """No room of this box reads messages of this format."""


def format_named(name: str) -> Format:
    """A format by its name. Raises `FormatUnknown`."""
    try:
        return _formats()[name]
    except KeyError as unknown:
        raise FormatUnknown(name) from unknown


@cache
def _formats() -> dict[str, Format]:
    wing = __name__.rsplit(".", 3)[0]
    rooms = [room.name for room in apps.get_app_configs() if room.name.startswith(f"{wing}.")]
    modules = [import_module(f"{room}.operations") for room in rooms]
    found: list[Format] = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {one.name: one for one in found}
