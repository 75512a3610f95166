"""What is known of one thing: "none" is something said, "not said" is not."""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

# International Patient Summary, code system absent-unknown-uv-ips: somebody looked, and there is none.
_NONE_KNOWN = frozenset({"no-known-devices", "no-known-procedures"})


class Known(StrEnum):
    """Whether anything was said of a thing at all, and whether anything of it holds."""

    NOT_SAID = "not_said"
    NONE = "none"
    LISTED = "listed"


class _Dated(Protocol):
    @property
    def said_at(self) -> datetime: ...


T = TypeVar("T", bound=_Dated)


def known(*, told: bool, holds: bool) -> Known:
    """What is known when something was told, or nothing, and something of it holds, or nothing."""
    if holds:
        return Known.LISTED
    return Known.NONE if told else Known.NOT_SAID


def last_said(said: Iterable[T], key: Callable[[T], object], *, weight: Callable[[T], Any]) -> list[T]:
    """Of each key what was said last; of what was said at one instant the one that weighs more."""
    last: dict[object, T] = {}
    for one in sorted(said, key=lambda one: (one.said_at, weight(one))):
        last[key(one)] = one
    return list(last.values())


def says_none(code: str) -> bool:
    """Whether a code says that there is none of the kind."""
    return code in _NONE_KNOWN
