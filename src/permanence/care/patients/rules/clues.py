"""The clues by which a name that was typed with faults leads to the names known: few a name, and short."""

import re
from enum import StrEnum

from permanence.care.patients.rules.names import compact, fold, sound, words_of
from permanence.care.patients.rules.resemblance import Part

# A fault among the first letters is met by leaving each of them out; one further on by the beginning, or by what is
# heard. Measured on a million made-up identities: 2 in 100 family names with one or two faults share no clue.
_LETTERS_LEFT_OUT = 4
# Names that begin alike are many: three letters lead to them only when hardly more were typed.
_BEGINNINGS = (3, 4)
# Vowels go, and the nasal vowels that figures stand for are an N.
_CONSONANTS = str.maketrans("123", "NNN", "AEIOUY")
_TWICE, _ONCE = re.compile(r"(.)\1+"), r"\1"
# (clue, the name in one word that it leads to)
Row = tuple[str, str]


class Half(StrEnum):
    """Which half of a name."""

    FAMILY = "F"
    GIVEN = "G"


def clues_to(half: Half, name: str) -> set[Row]:
    """Everything that leads to a name, as it is kept; empty for a name without a letter.

    A name of several words is also known by each of them, and nearly as well by its only word that is no particle.
    """
    key, words = compact(name), words_of(name)
    if not key:
        return set()
    # A family name of several words is long enough to be met by one of them.
    clues = {exact_clue(half, key)} if half is Half.FAMILY and len(words) > 1 else near_clues(half, key)
    clues |= {
        mark_of(half, name),
        sound_clue(half, key),
        _beginning(half, key),
        *(word_clue(half, word) for word in words),
    }
    if len(words) == 1:
        clues |= {exact_clue(half, words[0]), sound_clue(half, words[0]), _beginning(half, words[0])}
    return {(clue, key) for clue in clues}


def mark_of(half: Half, name: str) -> str:
    """The clue that says, beside a name, that it is known in these words; empty without a letter."""
    words = fold(name)
    return f"{half.value}*{words}" if " " in words else _beginning(half, words) if words else ""


def exact_clue(half: Half, key: str) -> str:
    """The clue every name has: itself."""
    # Backwards: the clues with a letter left out at the front then lie side by side, and are written on one page.
    return f"{half.value}={key[::-1]}"


def sound_clue(half: Half, key: str) -> str:
    """The clue of names heard alike; names of the same consonants lie beside."""
    heard = sound(key)
    return f"{half.value}~{_TWICE.sub(_ONCE, heard.translate(_CONSONANTS))}/{heard}"


def word_clue(half: Half, word: str) -> str:
    """The clue of names of several words, one of which is heard so."""
    return f"{half.value}+{sound(word)}"


def near_clues(half: Half, key: str) -> set[str]:
    """The clues that few names share: as written, and without one of the first letters."""
    left_out = (key[:at] + key[at + 1 :] for at in range(min(len(key), _LETTERS_LEFT_OUT)))
    return {exact_clue(half, text) for text in (key, *left_out)}


def clues_of(half: Half, part: Part, *, wide: bool) -> set[str]:
    """The clues to look up for what was typed; `wide` also among names of several words."""
    clues = near_clues(half, part.key)
    if len(part.words) == 1:
        clues |= near_clues(half, part.words[0])
    return clues | word_clues(half, part) if wide else clues


def beginnings_of(half: Half, part: Part, *, wide: bool) -> set[str]:
    """How clues to look up begin: of names heard with the same consonants; `wide` also of names that begin alike."""
    keys = part.words if len(part.words) == 1 else ()
    found = {sound_clue(half, key).partition("/")[0] + "/" for key in (part.key, *keys)}
    if wide:
        found.add(_beginning(half, part.key[: _BEGINNINGS[len(part.key) > _BEGINNINGS[1]]]))
    return found


def word_clues(half: Half, part: Part) -> set[str]:
    """The clues of names of several words that have one of those typed."""
    return {word_clue(half, word) for word in part.words or (part.key,)}


def _beginning(half: Half, key: str) -> str:
    return f"{half.value}^{key}"
