"""Reading elements of a resource that may lack anything, or hold anything: whatever is of a wrong type is not said."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Element = dict[str, Any]
NOTHING: Element = {}

_LONGEST_INSTANT = 40
_EARLIEST, _LATEST = datetime(1850, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_EXTENSIONS = "extension"


def element(of: Element, *path: str) -> Element:
    """The element at the end of a path, the first where several are; an empty one when there is none."""
    found: Any = of
    for name in path:
        found = (found if found.__class__ is dict else _first(found)).get(name)
    return found if found.__class__ is dict else _first(found)


def elements(of: Element, name: str) -> list[Element]:
    """Every element under a name."""
    found = of.get(name)
    if isinstance(found, list):
        return [one for one in found if isinstance(one, dict)]
    return [found] if isinstance(found, dict) else []


def text(of: Element, *path: str) -> str:
    """The text, number or truth at the end of a path, as one text; empty when there is none."""
    # On every element of every resource: exact classes are asked for first, which is what parsers give.
    found: Any = of
    for name in path:
        found = (found if found.__class__ is dict else _first(found)).get(name)
    if found is None:
        return ""
    if isinstance(found, list):
        found = next(iter(found), None)
    return as_text(found)


def texts(of: Element, name: str) -> list[str]:
    """Every text under a name."""
    found = of.get(name)
    return [one for one in map(as_text, found if isinstance(found, list) else [found]) if one]


def as_text(value: Any) -> str:
    """A primitive as people read it; PostgreSQL takes no NUL."""
    if isinstance(value, str):
        return (value.replace("\0", "") if "\0" in value else value).strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else ""


def truth(of: Element, name: str) -> bool | None:
    """A boolean, None when it is none."""
    found = of.get(name)
    return found if isinstance(found, bool) else None


def whole(of: Element, name: str) -> int | None:
    """A small whole number, None when it is none."""
    said = text(of, name)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else None


def instant(said: str, zone: tzinfo) -> datetime | None:
    """The instant in UTC that a date, dateTime or instant says, None when it says none.

    A day, a month or a year is its first instant in `zone`, which also holds where no offset is given.
    """
    return _instant(said, zone) if 4 <= len(said) <= _LONGEST_INSTANT else None


@lru_cache(maxsize=8192)
def _instant(said: str, zone: tzinfo) -> datetime | None:
    if len(said) == 4:
        said = f"{said}-01-01"
    elif len(said) == 7:
        said = f"{said}-01"
    try:
        # No clock here knows the 60th second; 24:00 is no hour of FHIR.
        moment = datetime.fromisoformat(said.replace(":60", ":59", 1) if said[16:19] == ":60" else said)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if _EARLIEST <= moment <= _LATEST else None


def instant_in(of: Element, zone: ZoneInfo, *path: str) -> datetime | None:
    """The instant at the end of a path."""
    return instant(text(of, *path), zone)


def is_whole_day(said: str) -> bool:
    """Whether a date, month or year was said, and no hour."""
    return len(said) <= len("2026-03-07")


def day(said: str) -> date | None:
    """The calendar date, None when none is said or only a month or year."""
    try:
        return date.fromisoformat(said) if len(said) == len("2026-03-07") else None
    except ValueError:
        return None


def extensions(of: Element, *names: str) -> Iterator[Element]:
    """Extensions whose address ends with one of these names, whichever version or country published them."""
    for one in elements(of, _EXTENSIONS):
        if text(one, "url").rsplit("/", 1)[-1] in names:
            yield one


def _first(found: Any) -> Element:
    if isinstance(found, list):
        found = next((one for one in found if isinstance(one, dict)), None)
    return found if isinstance(found, dict) else NOTHING
