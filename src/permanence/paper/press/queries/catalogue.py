"""The kinds of documents that rooms hand to the press."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from permanence.paper.press.adapters.paper_doors import paper_doors
from permanence.paper.press.rules import Content


def _no_words() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Printable:
    """A kind of document a room can hand to the press.

    `kind` (small letters, dots, underscores: `beds.ward_census`) and `version` go into the codes of every page, so a
    change of layout that a reader must know of is a new version. `template` is a path from the root of the house.
    `contents` gives one `Content` a document for these subjects, in order, and is called in the language of the run,
    as is `words`: the template's own labels. `subjects_of_ward`, where it is given, says whom to print for a ward as
    it stands now; without it a part printed again has the subjects of the first time. `mostly` is how many pages it
    seldom exceeds: a longer one costs a second compile. `on_screens` is False for what only paper can be, as
    bands and labels.
    """

    kind: str
    title: str | Promise
    version: int
    template: str
    contents: Callable[[Sequence[UUID]], Iterable[Content]]
    words: Callable[[], Mapping[str, Any]] = field(default=_no_words)
    subjects_of_ward: Callable[[UUID], Sequence[UUID]] | None = None
    mostly: int = 1
    on_screens: bool = True


def printables() -> dict[str, Printable]:
    """Every kind of document that can be printed here, by kind."""
    found: dict[str, Printable] = {}
    for door in paper_doors():
        for printable in door.PRINTABLES:
            if printable.kind in found:
                raise ValueError(f"two rooms print {printable.kind}")
            found[printable.kind] = printable
    return found


def handed(name: str) -> Iterator[Any]:
    """What rooms hand over in their `paper.py` under another name than `PRINTABLES`."""
    for door in paper_doors():
        if (one := getattr(door, name, None)) is not None:
            yield one
