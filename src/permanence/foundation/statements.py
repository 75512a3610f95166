"""What is said again and again, kept once: a row that knows when it was said first and when last."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import models

from permanence.foundation import rows
from permanence.foundation.records import Record


class Statement(Record):
    """Something said, kept once however often it is said: first at `occurred_at`, last at `said_again_at`."""

    said_again_at = models.DateTimeField()
    source = models.UUIDField()
    # Of everything said; the same words about the same patient are one row.
    fingerprint = models.TextField(unique=True)

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: of whom or what it is (`about`), and what it says (`content`), each the values of columns."""

    source: UUID
    at: datetime
    about: tuple[Any, ...]
    content: tuple[Any, ...]


def keep(model: type[Statement], columns: tuple[str, ...], statements: Iterable[Said], *, turn: str) -> None:
    """Write new statements, and of known ones the first and the last time they were said; three queries at most.

    `columns` are those of `about`, then those of `content`. First and last do not depend on the order of arrival, so
    neither does what holds. Writers of the same `turn` wait for each other.
    """
    rows.take_turns(turn)
    said: dict[str, Said] = {}
    between: dict[str, tuple[datetime, datetime]] = {}
    for one in statements:
        key = _fingerprint(model, one)
        said.setdefault(key, one)
        first, last = between.get(key, (one.at, one.at))
        between[key] = (min(first, one.at), max(last, one.at))
    stored = rows.read(model, ("fingerprint", "id", "occurred_at", "said_again_at"), "fingerprint", said)
    known = {row[0] for row in stored}
    rows.insert(
        model,
        ("source", "fingerprint", "occurred_at", "said_again_at", *columns),
        ((one.source, key, *between[key], *one.about, *one.content) for key, one in said.items() if key not in known),
    )
    rows.overwrite(
        model,
        ("occurred_at", "said_again_at"),
        (
            (min(first, between[key][0]), max(last, between[key][1]), id_)
            for key, id_, first, last in stored
            if between[key][0] < first or between[key][1] > last
        ),
    )


def _fingerprint(model: type[Statement], said: Said) -> str:
    # An hour said in another zone is the same hour.
    content = [word.astimezone(UTC) if isinstance(word, datetime) else word for word in said.content]
    words = orjson.dumps([model.__name__, *said.about, content])
    return hashlib.blake2b(words, digest_size=16).hexdigest()
