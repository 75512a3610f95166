"""How a field stands: what people typed of it, folded; nothing is settled silently."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from permanence.paper.desk.rules.typing import same
from permanence.paper.forms.rules import Reading


class EntryKind(StrEnum):
    """What a person did: typed it, decided between two who differ, or took their own entry back."""

    ENTERED = "entered"
    DECIDED = "decided"
    UNDONE = "undone"


class Standing(StrEnum):
    """How a field stands."""

    READ = "read"
    KEPT = "kept"
    WAITING = "waiting"
    SECOND = "second"
    DIFFERS = "differs"
    ASKED = "asked"
    SETTLED = "settled"


DONE = frozenset({Standing.READ, Standing.KEPT, Standing.SETTLED})


@dataclass(frozen=True, slots=True)
class Told:
    """One entry, oldest first; `undoes` is the place in the sequence of the entry it takes back."""

    kind: EntryKind
    by: str
    reading: Reading
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """How a field stands, what holds of it (None while nothing does), and who typed it first, alone."""

    standing: Standing
    reading: Reading | None
    alone: str = ""


def fold(
    read: Reading, entries: Sequence[Told], *, sure: bool, twice: bool, on_paper: bool, asked: bool = False
) -> Fold:
    """Fold what was read and typed.

    `twice`: two different people must type the same, or somebody decides between them; the reader is none of them.
    `on_paper`: free prose that may stay on the paper. An open question holds a field up until it is answered.
    """
    taken_back = {told.undoes for told in entries if told.kind is EntryKind.UNDONE}
    live = [told for at, told in enumerate(entries) if at not in taken_back and told.kind is not EntryKind.UNDONE]
    if asked:
        return Fold(Standing.ASKED, None)
    if not live:
        return _untouched(read, sure=sure, twice=twice, on_paper=on_paper)
    return _typed(live, twice=twice)


def _typed(live: Sequence[Told], *, twice: bool) -> Fold:
    if decided := [told for told in live if told.kind is EntryKind.DECIDED]:
        return Fold(Standing.SETTLED, decided[-1].reading)
    last = {told.by: told.reading for told in live}
    newest = live[-1].reading
    if not twice:
        return Fold(Standing.SETTLED, newest)
    if len(last) == 1:
        return Fold(Standing.SECOND, None, live[-1].by)
    if all(same(newest, other) for other in last.values()):
        return Fold(Standing.SETTLED, newest)
    return Fold(Standing.DIFFERS, None)


def _untouched(read: Reading, *, sure: bool, twice: bool, on_paper: bool) -> Fold:
    if sure and (read.empty or not twice):
        return Fold(Standing.READ, read)
    return Fold(Standing.KEPT, Reading()) if on_paper else Fold(Standing.WAITING, None)


def may_type(standing: Standing, alone: str, by: str) -> bool:
    """Whether this person's typing brings the field on."""
    return standing is Standing.WAITING or (standing is Standing.SECOND and alone != by)
