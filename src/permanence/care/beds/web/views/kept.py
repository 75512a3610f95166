"""Ward pages kept in this process: read once for everybody who looks, and again when the ward's version has grown."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from permanence.care.beds import queries
from permanence.care.beds.queries import WardPicture
from permanence.foundation import clock
from permanence.foundation.places import queries as places
from permanence.foundation.places.queries import WardVersionRow

# What no version tells (a namesake elsewhere, the hour of an arrival) shows after this.
_LOOKS_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Board:
    """A ward's page as everybody who may do the same sees it, the patients it names, and since when it reads so."""

    ward: UUID
    name: str
    kind: str
    etag: str
    changed_at: datetime
    patients: tuple[UUID, ...]
    content: SafeString


@dataclass(slots=True)
class _Kept:
    version: int
    read_at: datetime
    picture: WardPicture
    boards: dict[tuple[str, bool], tuple[WardPicture, Board]] = field(default_factory=dict)


_kept: dict[tuple[UUID, str | None], _Kept] = {}
_turns: dict[tuple[UUID, str | None], Lock] = defaultdict(Lock)


def board_of(ward: UUID, kind: str, *, may_close: bool) -> Board | None:
    """The page of this kind (`list` or `map`), None when there is no such ward; one query when nothing changed."""
    version = places.ward_version(ward)
    kept = _current(ward, version) if version else None
    if version is None or kept is None:
        return None
    of, board = kept.boards.get((kind, may_close), (None, None))
    if board is None or of is not kept.picture:
        with _turns[ward, get_language()]:
            of, board = kept.boards.get((kind, may_close), (None, None))
            if board is None or of is not kept.picture:
                board = _rendered(ward, kind, kept, version, before=board, may_close=may_close)
                kept.boards[kind, may_close] = (kept.picture, board)
    return board


def picture_of(ward: UUID) -> WardPicture | None:
    """What the pages of a ward show, as it is kept."""
    version = places.ward_version(ward)
    kept = _current(ward, version) if version else None
    return kept.picture if kept else None


def _current(ward: UUID, version: WardVersionRow) -> _Kept | None:
    key = (ward, get_language())
    kept = _kept.get(key)
    if kept and _is_fresh(kept, version):
        return kept
    # One looks again while the others go on with what is kept; but nobody is shown a version that has passed.
    if not _turns[key].acquire(blocking=kept is None or kept.version < version.number):
        return kept
    try:
        kept = _kept.get(key)
        if kept is None or not _is_fresh(kept, version):
            kept = _read_again(key, kept, version)
    finally:
        _turns[key].release()
    return kept


def _is_fresh(kept: _Kept, version: WardVersionRow) -> bool:
    return kept.version >= version.number and abs(clock.now() - kept.read_at) < _LOOKS_AGAIN_AFTER


def _read_again(key: tuple[UUID, str | None], kept: _Kept | None, version: WardVersionRow) -> _Kept | None:
    read_at, picture = clock.now(), queries.ward_picture(key[0])
    if picture is None:
        return None
    if kept is None:
        kept = _kept[key] = _Kept(version.number, read_at, picture)
    elif picture != kept.picture:
        kept.picture = picture
    kept.version, kept.read_at = version.number, read_at
    return kept


def _rendered(
    ward: UUID, kind: str, kept: _Kept, version: WardVersionRow, *, before: Board | None, may_close: bool
) -> Board:
    picture = kept.picture
    content = render_to_string(f"beds/ward_{kind}.html", {"picture": picture, "may_close": may_close})
    etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
    if before is None:
        changed_at = version.changed_at
    else:
        # What changed without a new version was noticed now.
        changed_at = before.changed_at if before.etag == etag else max(version.changed_at, kept.read_at)
    # Rendered by the template just above, which escapes.
    safe = mark_safe(content)  # noqa: S308
    return Board(ward, picture.census.ward_name, kind, etag, changed_at, picture.patients, safe)
