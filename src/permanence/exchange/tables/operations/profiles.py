"""Saving how tables are read."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from permanence.exchange.tables import queries
from permanence.exchange.tables.models import NAME_LENGTH, TableProfile
from permanence.exchange.tables.queries import FileRefused, ProfileRow, TableKind, profile
from permanence.exchange.tables.rules.headings import unmet_needs
from permanence.exchange.tables.rules.sheets import SHEETS
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns


class ProfileIncomplete(Exception):
    """The columns named do not say what every row must say; the argument is the fields of which one is needed."""


class ProfileOfAnotherKind(Exception):
    """A profile of this name reads another kind of table, and rows that wait are read by it."""


@transaction.atomic
def save_profile(*, profile_row: ProfileRow, by: Actor, occurred_at: datetime) -> UUID:
    """Read tables so from now on, those that wait in quarantine among them; gives the version.

    A profile that reads as the newest version does is that version, and nothing is written. Refuses columns that leave
    out what every row must say (`ProfileIncomplete`), a field named by two columns, and to turn a profile into another
    kind of table (`ProfileOfAnotherKind`). Logs `tables.profile_saved`.
    """
    take_turns("tables.profiles")
    name, fields = profile_row.name.strip()[:NAME_LENGTH], [field for _heading, field in profile_row.mapping]
    sheet = SHEETS[profile_row.kind]
    for group in unmet_needs(sheet, dict(profile_row.mapping)):
        raise ProfileIncomplete(group)
    if len(fields) != len(set(fields)):
        raise ProfileIncomplete(tuple({field for field in fields if fields.count(field) > 1}))
    newest = profile(name)
    if newest and newest.kind is not profile_row.kind:
        raise ProfileOfAnotherKind(name)
    if newest and newest.id and newest.says_as(profile_row):
        return newest.id
    saved = TableProfile.objects.create(
        name=name,
        version=newest.version + 1 if newest else 1,
        kind=profile_row.kind,
        mapping=[list(pair) for pair in profile_row.mapping],
        order=profile_row.order,
        decimal=profile_row.decimal,
        authority=profile_row.authority,
        charset=profile_row.charset,
        delimiter=profile_row.delimiter,
        sheet=profile_row.sheet,
        header_line=profile_row.header_line,
        saved_by=str(by),
        occurred_at=occurred_at,
    )
    facts: dict[str, object] = {"name": name, "version": saved.version, "kind": saved.kind, "columns": saved.mapping}
    ledger.record(kind="tables.profile_saved", subject=saved.id, by=by, occurred_at=occurred_at, facts=facts)
    return saved.id


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
