"""Receiving lists of paper files: the newest saying stands, every shelf a file stood on is kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction

from permanence.care.archive.models import ArchiveEntry, ArchiveMove
from permanence.care.archive.rules import EntryFact, EntryKeys, EntryWithoutNumber
from permanence.care.patients import operations as patients
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, overwrite, read, take_turns

__all__ = ["EntryFact", "EntryWithoutNumber", "account_for_search", "receive_entries"]

_CONTENTS = (
    "shelf", "birth_family", "birth_given", "used_family", "birth_date", "birth_date_as_sent", "sex", "ipp", "remark",
)  # fmt: skip
_KEYS = ("family_key", "given_key", "used_key", "family_sound", "given_sound")
_SHELF = _CONTENTS.index("shelf")
# Number, authority, volume, family key, given key.
_Name = tuple[str, str, str, str, str]


def receive_entries(*, facts: Sequence[EntryFact], by: Actor) -> list[UUID]:
    """Take what a list says of paper files: enter unknown ones, move and complete known ones; their ids in order.

    An older saying never overwrites a newer one. What a newer one does not say stays known. Refuses the whole call
    when a fact has no number (`EntryWithoutNumber`). Logs one `archive.entries_received` when anything changed.
    """
    if not all(fact.number.strip() for fact in facts):
        raise EntryWithoutNumber
    if not facts:
        return []
    with transaction.atomic():
        take_turns("archive")
        named = [_name_of(fact) for fact in facts]
        shelves = _known(named)
        for (name, keys), fact in zip(named, facts, strict=True):
            shelves.setdefault(name, _File(new_id(), name, keys)).take(fact)
        written = _write(list(shelves.values()), by)
        if any(written.values()):
            ledger.record(
                kind="archive.entries_received",
                subject="archive",
                by=by,
                occurred_at=max(fact.occurred_at for fact in facts),
                facts={"count": len(facts), **written, "sha256": hashlib.sha256(orjson.dumps(facts)).hexdigest()},
            )
    return [shelves[name].id for name, _ in named]


@transaction.atomic
def account_for_search(
    *, entries: Sequence[UUID], patients_shown: Sequence[UUID], screen: str, by: Actor, occurred_at: datetime
) -> None:
    """Write that a person saw these entries of the archive, and so the data of whoever they are about.

    Refuses nobody. Logs one `archive.read` that names every entry, and the reading of each patient known to be meant;
    nothing when the list was empty.
    """
    if entries:
        facts: dict[str, object] = {"screen": screen, "entries": list(entries)}
        ledger.record(kind="archive.read", subject="archive", by=by, occurred_at=occurred_at, facts=facts)
        patients.account_for_reads(patients=patients_shown, screen=screen, by=by, occurred_at=occurred_at)


@dataclass(slots=True)
class _File:
    """One paper file while facts apply to it; a new one has nothing stored."""

    id: UUID
    name: _Name
    keys: EntryKeys
    told_at: datetime | None = None
    contents: tuple[object, ...] = ()
    stored: tuple[object, ...] | None = None
    stored_at: datetime | None = None
    moves: list[tuple[str, EntryFact]] = field(default_factory=list)

    def take(self, fact: EntryFact) -> None:
        """Apply one fact."""
        told = tuple(_clean(getattr(fact, name)) for name in _CONTENTS)
        newer = self.told_at is None or fact.occurred_at >= self.told_at
        first, second = (told, self.contents or told) if newer else (self.contents, told)
        contents = tuple(b if a is None or a == "" else a for a, b in zip(first, second, strict=True))
        if self.contents and contents[_SHELF] != self.contents[_SHELF] and self.contents[_SHELF]:
            self.moves.append((str(self.contents[_SHELF]), fact))
        self.contents = contents
        self.told_at = fact.occurred_at if newer else self.told_at


def _clean(value: object) -> object:
    return value.replace("\0", "") if isinstance(value, str) else value


def _name_of(fact: EntryFact) -> tuple[_Name, EntryKeys]:
    keys = EntryKeys.of(fact.birth_family, fact.birth_given, fact.used_family)
    number = (fact.number.strip(), fact.authority, fact.volume.strip())
    return (*(part.replace("\0", "") for part in number), keys.family_key, keys.given_key), keys  # type: ignore[return-value]


def _known(named: Sequence[tuple[_Name, EntryKeys]]) -> dict[_Name, _File]:
    wanted = dict(named)
    columns = ("id", "number", "authority", "volume", "family_key", "given_key", "told_at", *_CONTENTS)
    found: dict[_Name, _File] = {}
    for id_, number, authority, volume, family, given, told_at, *contents in read(
        ArchiveEntry, columns, "number", {name[0] for name in wanted}
    ):
        name = (number, authority, volume, family, given)
        if name in wanted:
            kept = tuple(contents)
            found[name] = _File(id_, name, wanted[name], told_at, kept, kept, told_at)
    return found


def _write(files: Sequence[_File], by: Actor) -> dict[str, int]:
    created = [one for one in files if one.stored is None]
    changed = [one for one in files if one.stored is not None and one.contents != one.stored]
    confirmed = [one for one in files if one.contents == one.stored and one.told_at != one.stored_at]
    insert(
        ArchiveEntry,
        ("id", "number", "authority", "volume", *_KEYS, "occurred_at", "told_at", *_CONTENTS),
        (
            (one.id, *one.name[:3], *(getattr(one.keys, key) for key in _KEYS), one.told_at, one.told_at, *one.contents)
            for one in created
        ),
    )
    overwrite(
        ArchiveEntry,
        (*_CONTENTS, "used_key", "told_at"),
        ((*one.contents, one.keys.used_key, one.told_at, one.id) for one in changed),
    )
    overwrite(ArchiveEntry, ("told_at",), ((one.told_at, one.id) for one in confirmed))
    moves = [(one.id, shelf, fact) for one in files for shelf, fact in one.moves]
    insert(
        ArchiveMove,
        ("entry", "shelf", "source", "said_by", "occurred_at"),
        ((id_, shelf, fact.source, str(by), fact.occurred_at) for id_, shelf, fact in moves),
    )
    return {"created": len(created), "changed": len(changed), "moved": len(moves)}
