"""What a clerk typed to find a patient: numbers, birth dates, words, in any order."""

import re
from dataclasses import dataclass
from datetime import date

from permanence.care.patients.rules.asking import Trait
from permanence.care.patients.rules.facts import Sex
from permanence.care.patients.rules.identifiers import nir_key
from permanence.care.patients.rules.names import PARTICLES, compact, fold

_MONTHS = {
    "JANVIER": 1, "JANV": 1, "FEVRIER": 2, "FEV": 2, "FEVR": 2, "MARS": 3, "AVRIL": 4, "AVR": 4, "MAI": 5, "JUIN": 6,
    "JUILLET": 7, "JUIL": 7, "AOUT": 8, "SEPTEMBRE": 9, "SEPT": 9, "OCTOBRE": 10, "OCT": 10, "NOVEMBRE": 11, "NOV": 11,
    "DECEMBRE": 12, "DEC": 12,
}  # fmt: skip
_WRITTEN_OUT = re.compile(r"\b(\d{1,2})(?:er)?\s+([^\W\d_]{3,9})\.?\s+(\d{4}|\d{2})\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_APART = re.compile(
    r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})\b|\b(\d{2}) (\d{2}) (\d{4}|\d{2})\b(?! \d)"
)
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_NOT_A_NAME = frozenset({"NE", "NEE", "DDN", "IPP", "INS", "SEXE"})
_SEXES = {
    "MR": Sex.MALE, "MONSIEUR": Sex.MALE, "HOMME": Sex.MALE, "MASCULIN": Sex.MALE,
    "MME": Sex.FEMALE, "MLLE": Sex.FEMALE, "MADAME": Sex.FEMALE, "MADEMOISELLE": Sex.FEMALE, "FEMME": Sex.FEMALE,
    "FEMININ": Sex.FEMALE, "FEMALE": Sex.FEMALE, "MALE": Sex.MALE,
}  # fmt: skip
_COMMUNE = re.compile(r"\s(?:à|commune|ville)\s+([^\d,;]+)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NEWBORN = re.compile(
    r"^\s*(?:b[eé]b[eé]|bb|nouveau[\s-]*n[eé]e?|nn|nourrisson|enfant|fils|fille)\b\s*(?:de\b|d['\u2019])?\s*",
    re.IGNORECASE,
)
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, taken apart. A six-figure text may be a date and a number: it is then in both.

    Words that belong together, by a hyphen or a particle, are one of `words`, with a space between.
    """

    words: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    numbers: tuple[str, ...] = ()
    newborn: bool = False
    # Of the birth, when only it is known.
    years: tuple[int, ...] = ()
    sex: Sex | None = None
    commune: str = ""

    @property
    def traits(self) -> frozenset[Trait]:
        """The traits told beside the names."""
        told: dict[Trait, object] = {
            Trait.BIRTH_DATE: self.dates,
            Trait.BIRTH_YEAR: self.years or self.dates,
            Trait.SEX: self.sex,
            Trait.COMMUNE: self.commune,
        }
        return frozenset(trait for trait, value in told.items() if value)


def typed(text: str) -> Typed:
    """Take apart what a clerk typed: `dupont 12/03/1971`, `12031971 dup`, `bébé de martin`, an IPP, an INS number."""
    rest, dates = _dates_with_marks(text[:200])
    rest, commune = _without_commune(rest)
    asked_as_newborn = _NEWBORN.match(rest)
    rest = rest[asked_as_newborn.end() :] if asked_as_newborn else rest
    figures = [token for token in re.split(r"[\s,;]+", rest) if any(c.isdigit() for c in token)]
    for token in figures:
        together = _TOGETHER.fullmatch(token)
        if together:
            dates += _calendar(together[1], together[2], together[3])
    words = [fold(token) for token in re.split(r"[\s,;]+", rest) if token not in figures]
    sex = next((_SEXES[word] for word in words if word in _SEXES), None)
    words = _apart([word for word in words if word and word not in _NOT_A_NAME and word not in _SEXES])
    return Typed(
        tuple(words),
        tuple(dict.fromkeys(dates)),
        _numbers(figures),
        bool(asked_as_newborn and words),
        tuple(int(token) for token in figures if words and not dates and _YEAR.fullmatch(token)),
        sex,
        commune,
    )


def _apart(words: list[str]) -> list[str]:
    """Words that belong together in one text (JEAN-LOUIS, DE SOUSA), unless nothing else was typed."""
    found: list[str] = []
    for word in words:
        if found and found[-1].split()[-1] in PARTICLES:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return (found if len(found) > 1 else " ".join(words).split())[:_MOST_WORDS]


def _without_commune(text: str) -> tuple[str, str]:
    """The text without the commune said at its end (`martin marie à Évry`), and this commune in one word."""
    found = _COMMUNE.search(text)
    return (text[: found.start()] + text[found.end() :], compact(found[1])) if found else (text, "")


def _dates_with_marks(text: str) -> tuple[str, list[date]]:
    """The text without the dates written with marks or month names, and these dates."""
    dates: list[date] = []

    def written_out(found: re.Match[str]) -> str:
        month = _MONTHS.get(fold(found[2]))
        dates.extend(_calendar(found[1], str(month), found[3]) if month else ())
        return " " if month else found[0]

    def iso(found: re.Match[str]) -> str:
        dates.extend(_calendar(found[3], found[2], found[1]))
        return " "

    def apart(found: re.Match[str]) -> str:
        dates.extend(_calendar(found[1] or found[4], found[2] or found[5], found[3] or found[6]))
        return " "

    for pattern, replace in ((_WRITTEN_OUT, written_out), (_ISO, iso), (_APART, apart)):
        text = pattern.sub(replace, text)
    return text, dates


def _calendar(day: str, month: str, year: str) -> list[date]:
    """The calendar dates these figures may mean: a year of two figures may be of either century."""
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    found: list[date] = []
    for one in years:
        try:
            found.append(date(one, int(month), int(day)))
        except ValueError:
            continue
    return found


def _numbers(figures: list[str]) -> tuple[str, ...]:
    """Every number the tokens with figures may be: each alone, all together, and a NIR with its key."""
    together = "".join(figures).upper()
    numbers = [token for token in figures if len(token) > 2 or len(figures) == 1]
    numbers += [together] if len(figures) > 1 else []
    key = nir_key(together)
    if key is not None:
        numbers.append(f"{together}{key:02}")
    return tuple(dict.fromkeys(numbers))
