"""The front board: what every room says of itself, and the one thing to do next."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import ModuleType
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from permanence.command.crisis.queries import CrisisState, state
from permanence.entrance.navigation import address
from permanence.entrance.rooms import furniture
from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.board import Health, Queue, Sign
from permanence.foundation.ledger import queries as ledger

_Said = list[tuple[str, list[Any] | None]]
_KEPT_FOR = timedelta(seconds=10)
# By language, because rooms may say words already translated.
_kept: dict[str | None, tuple[str, datetime, _Said, _Said]] = {}
_log = logging.getLogger(__name__)
DECLARES = frozenset({Role.NIGHT_MANAGER, Role.CRISIS_CELL})
# Signs are read wing by wing: what comes in, what is known, what is printed, and the rest of the box.
GROUPS: dict[str, str | Promise] = {
    "exchange": _("Feeds"),
    "care": _("The picture"),
    "paper": _("On paper"),
    "": _("The box"),
}


@dataclass(frozen=True, slots=True)
class BoardQueue:
    """One line of work that waits; `url` is empty when the reader may not open it."""

    name: str | Promise
    count: int
    oldest_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class BoardSign:
    """One sign of health."""

    name: str | Promise
    health: Health
    at: datetime | None
    detail: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class SignGroup:
    """The signs of one wing."""

    name: str | Promise
    signs: tuple[BoardSign, ...]


@dataclass(frozen=True, slots=True)
class NextAct:
    """The one thing to do next, in big words."""

    words: str | Promise
    why: str | Promise = ""
    label: str | Promise = ""
    url: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the front board for one reader."""

    box: CrisisState
    next: NextAct
    queues: tuple[BoardQueue, ...]
    groups: tuple[SignGroup, ...]
    as_at: datetime


def board(roles: frozenset[Role]) -> Board:
    """The board as somebody with these roles sees it."""
    box = state()
    said_queues, said_signs = _said_by_rooms()
    lines = [_queue(queue, roles) for _room, said in said_queues for queue in said or ()]
    queues = tuple(sorted(lines, key=lambda queue: queue.count == 0))
    mute = [room for room, said in (*said_queues, *said_signs) if said is None]
    return Board(box, next_act(box, queues, roles), queues, _groups(said_signs, mute), clock.now())


def next_act(box: CrisisState, queues: Iterable[BoardQueue], roles: frozenset[Role]) -> NextAct:
    """The one thing to do next: in standby the declaration for who may declare, else the work that waits longest."""
    waiting = [queue for queue in queues if queue.count and queue.url]
    if roles & DECLARES and box.declared_at is None:
        return NextAct(
            words=_("Are the hospital's systems down?"),
            why=_("It prints the wards and the patients. It harms nothing and can be lifted."),
            label=_("Declare the blackout"),
            url=address("crisis:declare"),
            danger=True,
        )
    if not waiting and roles & DECLARES:
        return NextAct(words=_("The crisis is open"), label=_("Follow it"), url=address("crisis:crisis"))
    if not waiting:
        return NextAct(words=_("Nothing waits for you"))
    queue = min(waiting, key=lambda queue: (queue.oldest_at is None, queue.oldest_at or clock.now()))
    waits = ngettext("{n} waits", "{n} wait", queue.count).format(n=queue.count)
    return NextAct(words=queue.name, why=waits, label=_("Open it"), url=queue.url)


def _queue(queue: Queue, roles: frozenset[Role]) -> BoardQueue:
    url = address(queue.url_name) if queue.opens_to & roles else ""
    return BoardQueue(queue.name, queue.count, queue.oldest_at if queue.count else None, url)


def _said_by_rooms() -> tuple[_Said, _Said]:
    """What every room says; kept ten seconds while nothing is written: many screens refresh, few things change."""
    now, head, language = clock.now(), ledger.head(), get_language()
    kept = _kept.get(language)
    if kept and head.sequence and kept[0] == head.hash and timedelta(0) <= now - kept[1] < _KEPT_FOR:
        return kept[2], kept[3]
    queues, signs = _said("board_queues"), _said("board_signs")
    _kept[language] = head.hash, now, queues, signs
    return queues, signs


def _said(function: str) -> _Said:
    """What each room says; None where a room cannot say, because one broken room must not darken the whole board."""
    found: _Said = []
    for room, queries in _rooms_with(function):
        try:
            lines = list(getattr(queries, function)())
        except Exception:  # noqa: BLE001 (whatever breaks in a room is shown as that room's failure)
            _log.exception("%s cannot say how it stands", room)
            found.append((room, None))
        else:
            found.append((room, lines))
    return found


def _groups(said: Iterable[tuple[str, list[Sign] | None]], mute: Iterable[str]) -> tuple[SignGroup, ...]:
    signs: dict[str, list[BoardSign]] = {wing: [] for wing in GROUPS}
    for room, lines in said:
        signs[_group(room)].extend(_sign(sign) for sign in lines or ())
    for room in dict.fromkeys(mute):
        name = apps.get_app_config(room.rsplit(".", 1)[-1]).verbose_name
        signs[_group(room)].append(
            BoardSign(name, Health.BAD, None, _("This part of the box cannot be read: call IT."), "")
        )
    return tuple(SignGroup(name, tuple(signs[wing])) for wing, name in GROUPS.items() if signs[wing])


def _group(room: str) -> str:
    wing = room.split(".")[1]
    return wing if wing in GROUPS else ""


def _sign(sign: Sign) -> BoardSign:
    return BoardSign(sign.name, sign.health, sign.at, sign.detail, address(sign.url_name))


@cache
def _rooms_with(function: str) -> tuple[tuple[str, ModuleType], ...]:
    return tuple((room, queries) for room, queries in furniture("queries") if hasattr(queries, function))
