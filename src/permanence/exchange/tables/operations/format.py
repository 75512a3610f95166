"""The format of this room: rows are read by the newest version of the profile they name."""

from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext

from permanence.care.patients import queries as patients
from permanence.exchange.tables import queries
from permanence.exchange.tables.rules.format import Tables
from permanence.exchange.tables.rules.rows import Reading


# A version of a profile never changes.
@lru_cache(maxsize=256)
def _reading_of_version(version: UUID) -> Reading:
    return queries.profile_version(version).reading


def _reading_of(name: str) -> Reading | None:
    newest = queries.profile(name)
    return _reading_of_version(newest.id) if newest and newest.id else None


FORMAT = Tables(reading_of=_reading_of, numbered=patients.with_numbers, say=gettext)
