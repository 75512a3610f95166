"""Tables that lie in files: those a person names, and those another system leaves in a watched folder."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from permanence.exchange.feeds.operations import ImportReport
from permanence.exchange.tables import queries
from permanence.exchange.tables.operations.importing import begin_import, continue_import
from permanence.exchange.tables.operations.profiles import save_profile
from permanence.exchange.tables.queries import FileRefused, ImportState, TableKind
from permanence.foundation.actors import Actor


def import_files(
    *, path: Path, by: Actor, occurred_at: datetime, feed: str = "", profile: str = "", kind: TableKind | None = None
) -> ImportReport:
    """Take in every row of one file, read by the profile of this name, or by one guessed and saved under it.

    Without a name the profile is called as the kind of table is; without a feed, its feed as the profile. Refuses a
    file that is no whole table, or not what the profile reads (`FileRefused`). Logs as `begin_import` and
    `continue_import` do.
    """
    version = profile_for(path=path, name=profile, kind=kind, by=by, occurred_at=occurred_at)
    name = queries.profile_version(version).name
    begun = begin_import(path=path, profile=version, feed=feed or name, by=by, occurred_at=occurred_at)
    row = continue_import(table_import=begun, by=by, occurred_at=occurred_at)
    while row.state is ImportState.UNDER_WAY:
        row = continue_import(table_import=begun, by=by, occurred_at=occurred_at)
    return ImportReport(
        received=row.read,
        applied=row.applied,
        quarantined=row.quarantined,
        duplicates=row.duplicates + row.unchanged,
        held=row.held,
        files=1,
        unreadable_files=(),
    )


def profile_for(*, path: Path, name: str, kind: TableKind | None, by: Actor, occurred_at: datetime) -> UUID:
    """The profile that reads a file: the one of this name, else one guessed from its headings and saved.

    Without a name it is called as the kind of table is. Refuses a file of which no kind is recognised, or that is of
    another kind than the profile (`FileRefused`). Logs as `save_profile` does when it saves one.
    """
    known = queries.profile(name) if name else None
    if known is None:
        guessed = queries.guessed_profile(path, name=name, kind=kind)
        known = (None if name else queries.profile(guessed.kind.value)) or guessed
    if kind and known.kind is not kind:
        raise FileRefused("kind", known.kind.value)
    if known.id:
        return known.id
    named = replace(known, name=name or known.kind.value)
    return save_profile(profile_row=named, by=by, occurred_at=occurred_at)
