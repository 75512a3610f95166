"""Names as they are compared: folded, without spaces, and as they sound in French."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Letters that do not decompose into a base letter and an accent.
_LETTERS = str.maketrans({"Œ": "OE", "Æ": "AE", "ß": "SS", "ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D"})
_NO_LETTER = re.compile(r"[\W\d_]+")
_SHORT_FORMS = {"ST": "SAINT", "STE": "SAINTE"}
_LONGEST_KEY = 60
PARTICLES = frozenset(
    {"DE", "DU", "DES", "D", "LE", "LA", "LES", "L", "EL", "AL", "VAN", "VON", "DER", "DA", "DOS", "DI"}
)

# How French names sound, after the idea of FONEM (Bouchard, Brard, Lavoie, Population 36-6, 1981): spellings that are
# heard alike become one text. 1, 2 and 3 stand for the nasal vowels of "vin", "vent" and "vont", 4 for "ch".
_SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"PH", "F"),
        (r"CH(?=[RLNT])", "K"),
        (r"S?CH|SH", "4"),
        (r"H", ""),
        (r"BV", "V"),
        (r"PT(?=.)", "T"),
        (r"AUL(?=[TDX])", "AU"),
        (r"S?C(?=[EIY])", "S"),
        (r"GN", "N"),
        (r"GE(?=[AO])|G(?=[EIY])", "J"),
        (r"GU(?=[EIY])", "G"),
        (r"QU|CK|C|Q", "K"),
        (r"(?<=I)EN(?![AEIOUYN])", "1"),
        (r"(?:AI|EI|I|Y|U)[NM](?![AEIOUYNM])", "1"),
        (r"[AE][NM](?![AEIOUYNM])", "2"),
        (r"O[NM](?![AEIOUYNM])", "3"),
        # Endings that are not heard, or not surely.
        (r"(?<=..)(?:E[RTZS]?S?|[STDXZ]{1,2}|P)$", ""),
        (r"EAU|AU", "O"),
        (r"OEU|EU|OE|AI|EI|AY|EY", "E"),
        (r"OU", "U"),
        (r"KS|X|Z", "S"),
        (r"W", "V"),
        (r"Y", "I"),
        (r"(.)\1+", r"\1"),
    )
)


class NameUse(StrEnum):
    """Which of a patient's names a name is."""

    BIRTH = "birth"
    USED = "used"
    # The mother's birth name with the child's given name: how a newborn is asked for.
    MOTHER = "mother"


# The keys of a name, in the order of `KnownName.keys`.
NAME_KEYS = ("family_key", "given_key", "whole_key")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name a patient is known under."""

    use: NameUse
    family: str
    given: str

    @property
    def keys(self) -> tuple[str, str, str]:
        """What the name is found by, as NAME_KEYS: family and given name in one word of capitals each, and together."""
        family_key, given_key = compact(self.family), compact(self.given)
        return family_key, given_key, family_key + given_key


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Words of capital letters without accents, apart by one space; hyphens, apostrophes and figures are spaces."""
    text = text.upper()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(c for c in text if not unicodedata.combining(c)).upper()
    return " ".join(_SHORT_FORMS.get(word, word) for word in _NO_LETTER.split(text) if word)


@lru_cache(maxsize=65536)
def compact(text: str) -> str:
    """A name in one word, so that LE GOFF and LEGOFF, JEAN PIERRE and JEAN-PIERRE are the same; 60 letters at most."""
    return fold(text).replace(" ", "")[:_LONGEST_KEY]


@lru_cache(maxsize=65536)
def sound(key: str) -> str:
    """How a name in one word of capitals sounds: DUPONT, DUPOND and DUPON sound the same."""
    heard = key
    for pattern, replacement in _SOUNDS:
        heard = pattern.sub(replacement, heard)
    return heard or key


@lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name of several, by each of which it is known too: without particles; none of a name of one."""
    words = fold(name).split()
    if len(words) < 2:
        return ()
    return tuple(word[:_LONGEST_KEY] for word in words if word not in PARTICLES and len(word) > 1)


def names_of(
    birth: tuple[str | None, str | None], used: tuple[str | None, str | None], mother_family: str | None
) -> list[KnownName]:
    """The names a patient is known under, from (family, given) at birth and in use.

    A used name without its given name borrows the one of birth; without its family name likewise. None is repeated.
    """
    found: dict[tuple[str, str], KnownName] = {}
    for use, family, given in (
        (NameUse.BIRTH, birth[0], birth[1]),
        (NameUse.USED, used[0] or birth[0], used[1] or birth[1]),
    ):
        keys = compact(family or ""), compact(given or "")
        if any(keys):
            found.setdefault(keys, KnownName(use, family or "", given or ""))
    names = list(found.values())
    if mother_family and compact(mother_family):
        names.append(KnownName(NameUse.MOTHER, mother_family, birth[1] or ""))
    return names
