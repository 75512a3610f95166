"""The names somebody bears, and which of them may be meant by a name typed with faults."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from permanence.care.patients.models import NameClue
from permanence.care.patients.rules import (
    Asked,
    Half,
    Part,
    Scored,
    clues_of,
    compact,
    exact_clue,
    nearest,
    sound_clue,
    word_clue,
    word_clues,
    words_of,
)
from permanence.foundation.rows import read

# A typed part -> the names it may mean, with how well each answers, the best first.
Near = dict[tuple[Half, Part], list[Scored]]


def unknown_names(names: Iterable[tuple[Half, str]]) -> list[tuple[Half, str]]:
    """Of these names, those that nobody bore until now, or not in these words; one query."""
    wanted = {name: _signs(*name) for name in names}
    asked = {clue for signs in wanted.values() for clue, _ in signs}
    known = set(read(NameClue, ("clue", "name"), "clue", asked))
    return [name for name, signs in wanted.items() if not signs <= known]


def near_names(ways: Collection[Asked], *, wide: bool) -> Near:
    """The names each half of what was typed may mean, in every reading.

    `wide` looks among those that begin alike too, and among those of several words.
    """
    halves = {(half, part) for one in ways for half, part in _halves(one) if part.key}
    asked = {(half, part): clues_of(half, part, wide=wide) for half, part in halves}
    by_clue: dict[int, list[str]] = defaultdict(list)
    for clue, name in read(NameClue, ("clue", "name"), "clue", set().union(*asked.values())):
        by_clue[clue].append(name)
    near: Near = {}
    for (half, part), clues in asked.items():
        having = {name for clue in word_clues(half, part) & clues for name in by_clue.get(clue, ())}
        names = {name for clue in clues for name in by_clue.get(clue, ())}
        near[half, part] = nearest(part, names, by_clue.get(sound_clue(half, part.key), ()), having)
    return near


def _halves(way: Asked) -> tuple[tuple[Half, Part], tuple[Half, Part]]:
    return (Half.FAMILY, way.family_part), (Half.GIVEN, way.given_part)


def _signs(half: Half, name: str) -> set[tuple[int, str]]:
    key = compact(name)
    clues = {exact_clue(half, key), *(word_clue(half, word) for word in words_of(name))} if key else set()
    return {(clue, key) for clue in clues}
