"""Which patient each file lives on in, from everything ever said of merges, renumberings and links."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from permanence.care.patients.rules.facts import LinkKind

JOINING = frozenset({LinkKind.MERGE, LinkKind.RENUMBER})


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of two files, under one number of each; statements of one instant keep the order of their ids.

    Both files may be one: a renumbering whose two numbers are on the same file.
    """

    id: UUID
    kind: LinkKind
    kept: UUID
    other: UUID
    kept_number: UUID
    other_number: UUID
    occurred_at: datetime

    @property
    def pair(self) -> frozenset[UUID]:
        """What is spoken of, whichever way round: the two files, or the two numbers of one file."""
        return frozenset((self.kept, self.other) if self.kept != self.other else (self.kept_number, self.other_number))


def in_force(statements: Iterable[Statement]) -> list[Statement]:
    """The statements not taken back, oldest first: an UNLINK takes back all that was said before of the same two."""
    standing: dict[UUID, Statement] = {}
    for statement in sorted(statements, key=_order):
        if statement.kind is LinkKind.UNLINK:
            standing = {id_: earlier for id_, earlier in standing.items() if earlier.pair != statement.pair}
        else:
            standing[statement.id] = statement
    return list(standing.values())


def survivors(statements: Collection[Statement]) -> dict[UUID, UUID]:
    """File -> the patient it lives on in, for every file spoken of; a file that stands alone maps to itself.

    The order in which statements were received does not matter, only when they were made. A merge back (the survivor
    said to be absorbed by a file it had absorbed) changes which of them survives; nothing ever turns in a circle.
    """
    current = {file: file for one in statements for file in (one.kept, one.other)}
    members = {file: {file} for file in current}
    for statement in in_force(statements):
        survivor, absorbed = current[statement.kept], current[statement.other]
        if survivor == absorbed == statement.other:
            survivor = statement.kept
        if statement.kind not in JOINING or survivor == absorbed:
            continue
        together = members.pop(absorbed) | members.pop(survivor, set())
        members[survivor] = together
        current.update(dict.fromkeys(together, survivor))
    return current


def superseded(statements: Collection[Statement]) -> frozenset[UUID]:
    """The identifiers that were replaced by another on the same file, and not brought back since."""
    gone: set[UUID] = set()
    for statement in in_force(statements):
        if statement.kept == statement.other and statement.kind in JOINING:
            gone.add(statement.other_number)
            gone.discard(statement.kept_number)
    return frozenset(gone)


def adds_something(statement: Statement, known: Iterable[Statement]) -> bool:
    """Whether a statement is new: the last thing said of the same two until then is not the same thing."""
    about = [one for one in known if one.pair == statement.pair and one.occurred_at <= statement.occurred_at]
    if not about:
        return True
    last = max(about, key=_order)
    return (last.kind, last.kept, last.kept_number) != (statement.kind, statement.kept, statement.kept_number)


def _order(statement: Statement) -> tuple[datetime, UUID]:
    return statement.occurred_at, statement.id
