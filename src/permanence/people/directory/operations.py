"""Receiving lists of staff: the newest saying stands, what was told before is kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, overwrite, read, take_turns
from permanence.people.directory.models import StaffChange, StaffMember
from permanence.people.directory.rules import CONTENTS, Contents, StaffFact, StaffWithoutNumber, fold, said, sought

__all__ = ["StaffFact", "StaffWithoutNumber", "receive_staff"]


def receive_staff(*, facts: Sequence[StaffFact], by: Actor) -> list[UUID]:
    """Take what a list says of the people who work here: enter unknown ones, change known ones; their ids in order.

    An older saying never overwrites a newer one, and what a list leaves empty stays known. Nobody is left out of the
    directory because a list no longer names them. Refuses the whole call when a fact has no staff number
    (`StaffWithoutNumber`). Logs one `directory.staff_received` when anything changed.
    """
    numbers = [fact.matricule.strip().replace("\0", "") for fact in facts]
    if not all(numbers):
        raise StaffWithoutNumber
    if not facts:
        return []
    with transaction.atomic():
        take_turns("directory")
        members = _known(numbers)
        for number, fact in zip(numbers, facts, strict=True):
            members.setdefault(number, _Member(new_id(), number)).take(fact)
        written = _write(list(members.values()), by)
        if any(written.values()):
            ledger.record(
                kind="directory.staff_received",
                subject="directory",
                by=by,
                occurred_at=max(fact.occurred_at for fact in facts),
                facts={"count": len(facts), **written, "sha256": hashlib.sha256(orjson.dumps(facts)).hexdigest()},
            )
    return [members[number].id for number in numbers]


@dataclass(slots=True)
class _Member:
    """Somebody while facts apply to them; a new one has nothing stored."""

    id: UUID
    matricule: str
    told_at: datetime | None = None
    contents: Contents = ("",) * len(CONTENTS)
    stored: Contents | None = None
    stored_at: datetime | None = None
    changes: list[tuple[Contents, StaffFact]] = field(default_factory=list)

    def take(self, fact: StaffFact) -> None:
        """Apply one fact."""
        newer = self.told_at is None or fact.occurred_at >= self.told_at
        contents = fold(self.contents, said(fact), newer=newer)
        if contents != self.contents and any(self.contents):
            self.changes.append((self.contents, fact))
        self.contents = contents
        self.told_at = fact.occurred_at if newer else self.told_at

    @property
    def words(self) -> str:
        """What they are searched by."""
        return sought(" ".join((self.matricule, *self.contents[:5])))


def _known(numbers: Sequence[str]) -> dict[str, _Member]:
    rows = read(StaffMember, ("id", "matricule", "told_at", *CONTENTS), "matricule", set(numbers))
    return {
        number: _Member(id_, number, told_at, tuple(contents), tuple(contents), told_at)
        for id_, number, told_at, *contents in rows
    }


def _write(members: Sequence[_Member], by: Actor) -> dict[str, int]:
    created = [one for one in members if one.stored is None]
    changed = [one for one in members if one.stored is not None and one.contents != one.stored]
    confirmed = [one for one in members if one.contents == one.stored and one.told_at != one.stored_at]
    insert(
        StaffMember,
        ("id", "matricule", "occurred_at", "told_at", "words", *CONTENTS),
        ((one.id, one.matricule, one.told_at, one.told_at, one.words, *one.contents) for one in created),
    )
    overwrite(
        StaffMember,
        (*CONTENTS, "words", "told_at"),
        ((*one.contents, one.words, one.told_at, one.id) for one in changed),
    )
    overwrite(StaffMember, ("told_at",), ((one.told_at, one.id) for one in confirmed))
    changes = [(one.id, before, fact) for one in members for before, fact in one.changes]
    insert(
        StaffChange,
        ("member", "source", "said_by", "occurred_at", *CONTENTS),
        ((id_, fact.source, str(by), fact.occurred_at, *before) for id_, before, fact in changes),
    )
    return {"created": len(created), "changed": len(changed)}
