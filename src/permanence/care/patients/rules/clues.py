"""The clues by which a name that was typed with faults leads to the names known: few a name, and short."""

import re
from enum import StrEnum
from zlib import crc32

from permanence.care.patients.rules.names import compact, sound, words_of
from permanence.care.patients.rules.resemblance import Part

# A fault among the first letters is met by leaving each of them out; one further on by the beginning, or by what is
# heard. Measured on a million made-up identities: 2 in 100 family names with one or two faults share no clue.
_LETTERS_LEFT_OUT = 4
# Names that begin alike are many: three letters lead to them only when hardly more were typed.
_BEGINNINGS = (3, 4)
_NASAL = str.maketrans("123", "NNN")
_VOWELS = re.compile(r"[AEIOUY]")
_TWICE = re.compile(r"(.)\1+")
# (clue, the name in one word that it leads to)
Row = tuple[int, str]


class Half(StrEnum):
    """Which half of a name."""

    FAMILY = "F"
    GIVEN = "G"


_START = {(half, kind): crc32(f"{half}{kind}".encode()) for half in Half for kind in "=~#^+"}


def clues_to(half: Half, name: str) -> set[Row]:
    """Everything that leads to a name, as it is kept; empty for a name without a letter.

    A name of several words is also known by each of them, and nearly as well by its only word that is no particle.
    """
    key, words = compact(name), words_of(name)
    clues = {*near_clues(half, key), *beginning_clues(half, key)} if key else set()
    clues |= {word_clue(half, word) for word in words}
    if len(words) == 1:
        clues |= {exact_clue(half, words[0]), sound_clue(half, words[0]), *beginning_clues(half, words[0])}
    return {(clue, key) for clue in clues}


def exact_clue(half: Half, key: str) -> int:
    """The clue every name has: itself."""
    return _clue(half, "=", key)


def sound_clue(half: Half, key: str) -> int:
    """The clue of names heard alike."""
    return _clue(half, "~", sound(key))


def beginning_clues(half: Half, key: str) -> set[int]:
    """The clues of names that begin alike: thousands of names may share them."""
    return {_clue(half, "^", key[:length]) for length in _BEGINNINGS}


def word_clue(half: Half, word: str) -> int:
    """The clue of names of several words, one of which is heard so."""
    return _clue(half, "+", sound(word))


def near_clues(half: Half, key: str) -> set[int]:
    """The clues that few names share: as written, as heard, without vowels, without one of the first letters."""
    return {
        exact_clue(half, key),
        sound_clue(half, key),
        _clue(half, "#", _skeleton(key)),
        *(_clue(half, "=", key[:at] + key[at + 1 :]) for at in range(min(len(key), _LETTERS_LEFT_OUT))),
    }


def clues_of(half: Half, part: Part, *, wide: bool) -> set[int]:
    """The clues to look up for what was typed; `wide` also by how it begins, and among names of several words."""
    clues = near_clues(half, part.key)
    if len(part.words) == 1:
        clues |= near_clues(half, part.words[0])
    if wide:
        beginning = part.key[: _BEGINNINGS[len(part.key) > _BEGINNINGS[1]]]
        clues |= {_clue(half, "^", beginning), *word_clues(half, part)}
    return clues


def word_clues(half: Half, part: Part) -> set[int]:
    """The clues of names of several words that have one of those typed."""
    return {word_clue(half, word) for word in part.words or (part.key,)}


def _skeleton(key: str) -> str:
    return _TWICE.sub(r"\1", _VOWELS.sub("", sound(key).translate(_NASAL)))


def _clue(half: Half, kind: str, text: str) -> int:
    # 32 bits with a sign, as databases keep them; two texts of one clue only cost one comparison more.
    return crc32(text.encode(), _START[half, kind]) - 0x80000000
