"""The rooms that say whether they are ready, found by looking: a room with `readiness_checks()` in its queries."""

import logging
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise

from permanence.foundation.readiness import Check

_log = logging.getLogger(__name__)


def said_by_rooms() -> Iterator[tuple[str | Promise, list[Check] | None]]:
    """Each room's name and what it says; None where it cannot, because one broken room must not silence the others."""
    for room in apps.get_app_configs():
        if not room.name.startswith("permanence.") or find_spec(f"{room.name}.queries") is None:
            continue
        ask = getattr(import_module(f"{room.name}.queries"), "readiness_checks", None)
        if ask is None:
            continue
        try:
            said: list[Check] | None = list(ask())
        except Exception:  # noqa: BLE001 (whatever breaks in a room is shown as that room's failure)
            _log.exception("%s cannot say whether it is ready", room.name)
            said = None
        yield room.verbose_name, said
