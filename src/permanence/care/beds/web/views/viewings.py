"""Whose data a person has seen since opening a ward: each read is accounted for once a viewing, not once a poll.

A viewing begins when the page is opened and accounts for every patient shown. As long as the page goes on asking, only
patients who were not on it before are accounted for. It ends when the page has not asked for a while: what is asked
after that is another. The memory is this process's, so a restart accounts once more, never once less.
"""

from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest

from permanence.care.beds.web.views.kept import Board
from permanence.care.patients import operations as patients
from permanence.foundation import clock
from permanence.foundation.doors import person_behind

_ENDS_AFTER_SECONDS = 10 * 60


def begin(request: HttpRequest, board: Board) -> None:
    """Somebody opened the page: account for everybody on it."""
    _account(request, board, seen=frozenset())


def go_on(request: HttpRequest, board: Board) -> None:
    """The page asked for what changed: account for whoever was not on it before."""
    _account(request, board, seen=cache.get(_key(request, board), frozenset()))


def keep_open(request: HttpRequest, board: Board) -> None:
    """The page asked and nothing changed."""
    cache.touch(_key(request, board), _ENDS_AFTER_SECONDS)


def _account(request: HttpRequest, board: Board, *, seen: frozenset[UUID]) -> None:
    patients.account_for_reads(
        patients=[patient for patient in board.patients if patient not in seen],
        screen="beds:map" if board.kind == "map" else "beds:ward",
        by=person_behind(request),
        occurred_at=clock.now(),
    )
    cache.set(_key(request, board), seen | frozenset(board.patients), _ENDS_AFTER_SECONDS)


def _key(request: HttpRequest, board: Board) -> str:
    return f"beds.viewing.{request.session.session_key}.{board.kind}.{board.ward}"
