"""The names somebody bears, and which of them may be meant by a name typed with faults."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from permanence.care.patients.models import NameClue
from permanence.care.patients.rules import (
    Asked,
    Half,
    Part,
    Scored,
    beginnings_of,
    clues_of,
    compact,
    mark_of,
    nearest,
    sound_clue,
    word_clues,
)
from permanence.foundation.rows import read, read_beginnings

_ROW = ("clue", "name")
# A typed part -> the names it may mean, with how well each answers, the best first.
Near = dict[tuple[Half, Part], list[Scored]]


def unknown_names(names: Iterable[tuple[Half, str]]) -> list[tuple[Half, str]]:
    """Of these names, those that nobody bore until now, or not in these words; one query."""
    marks = {name: (mark, compact(name[1])) for name in names if (mark := mark_of(*name))}
    # With the name: GOFF is not known because LE GOFF, which begins like it too, is.
    known = set(read(NameClue, _ROW, "clue", {mark for mark, _ in marks.values()}))
    return [name for name, sign in marks.items() if sign not in known]


def near_names(ways: Collection[Asked], *, wide: bool) -> Near:
    """The names each half of what was typed may mean, in every reading.

    `wide` looks among those that begin alike too, and among those of several words.
    """
    halves = {(half, part) for one in ways for half, part in _halves(one) if part.key}
    asked = {(half, part): clues_of(half, part, wide=wide) for half, part in halves}
    begun = {(half, part): beginnings_of(half, part, wide=wide) for half, part in halves}
    by_clue: dict[str, list[str]] = defaultdict(list)
    for clue, name in read(NameClue, _ROW, "clue", set().union(*asked.values())):
        by_clue[clue].append(name)
    by_beginning: dict[str, list[str]] = defaultdict(list)
    heard: dict[str, list[str]] = defaultdict(list)
    for beginning, (clue, name) in read_beginnings(NameClue, _ROW, "clue", set().union(*begun.values())):
        by_beginning[beginning].append(name)
        heard[clue].append(name)
    near: Near = {}
    for (half, part), clues in asked.items():
        having = {name for clue in word_clues(half, part) & clues for name in by_clue.get(clue, ())}
        names = {name for clue in clues for name in by_clue.get(clue, ())}
        names.update(name for beginning in begun[half, part] for name in by_beginning.get(beginning, ()))
        near[half, part] = nearest(part, names, heard.get(sound_clue(half, part.key), ()), having)
    return near


def _halves(way: Asked) -> tuple[tuple[Half, Part], tuple[Half, Part]]:
    return (Half.FAMILY, way.family_part), (Half.GIVEN, way.given_part)
