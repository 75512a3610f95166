"""How alike two names are, and which patients may be mistaken for one another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from permanence.care.patients.rules.names import compact, sound, words_of

# How well a name answers, and the name.
Scored = tuple[float, str]
_NEAR_DAYS = 31
_SWAPPED = 0.99
_SAME_SOUND = 0.93
# A fault costs as much in a short name as in a long one: both are mistyped as often.
_FAULT = 0.075
_FAULTS = 2
# Names listed for one typed part.
_MOST = 40
# A name of several words, of which one was typed.
_ONE_WORD = 0.97
_FAMILY_WEIGHT = 0.55
_GIVEN_ALONE = 0.9
# Further than this from a typed name, nothing is listed for it; nor do names sound alike.
_NEAR = 0.72
_TOO_FAR = 0.5


class Homonymy(StrEnum):
    """Why a patient may be mistaken for another, the most dangerous first."""

    SAME = "same"  # one name, one birth date
    NEAR = "near"  # one name, birth dates apart by a month at most, by one figure, or day and month swapped
    TWIN = "twin"  # one family name, one birth date, another given name


@dataclass(frozen=True, slots=True)
class Likeness:
    """A name as homonyms are looked for: both in one word of capitals."""

    family_key: str
    given_key: str
    birth_date: date | None


def homonymy(one: Likeness, other: Likeness) -> Homonymy | None:
    """Why two patients may be mistaken for one another, None when they are told apart by their traits."""
    if one.birth_date is None or other.birth_date is None or one.family_key != other.family_key or not one.family_key:
        return None
    same_given = one.given_key == other.given_key
    if one.birth_date == other.birth_date:
        return Homonymy.SAME if same_given else Homonymy.TWIN
    return Homonymy.NEAR if same_given and near_dates(one.birth_date, other.birth_date) else None


def worst(found: Iterable[Homonymy]) -> Homonymy | None:
    """The most dangerous of several, None of none."""
    return min(found, key=list(Homonymy).index, default=None)


def near_dates(one: date, other: date) -> bool:
    """Whether one birth date may be the other mistyped or misheard."""
    if abs((one - other).days) <= _NEAR_DAYS:
        return True
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    return sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True)) == 1


@dataclass(frozen=True, slots=True)
class Part:
    """Typed words read as one half of a name, in one word; `words` are those that may be a name alone, if several."""

    key: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to read the typed words: these of the family name, those of the given name; either may be empty."""

    family_part: Part
    given_part: Part
    worth: float

    @property
    def family(self) -> str:
        """The family name in one word."""
        return self.family_part.key

    @property
    def given(self) -> str:
        """The given name in one word."""
        return self.given_part.key

    @property
    def family_sound(self) -> str:
        """How the family name sounds."""
        return sound(self.family)

    @property
    def given_sound(self) -> str:
        """How the given name sounds."""
        return sound(self.given)


def readings(words: tuple[str, ...]) -> tuple[Asked, ...]:
    """Every way to read words as family and given names, in the order typed or swapped."""
    found: dict[tuple[str, str], Asked] = {}
    for at in range(len(words) + 1):
        head, tail = part(words[:at]), part(words[at:])
        for family, given, worth in ((head, tail, 1.0), (tail, head, _SWAPPED)):
            if family.key or len(words) == 1:
                found.setdefault((family.key, given.key), Asked(family, given, worth))
    return tuple(found.values())


def part(words: tuple[str, ...]) -> Part:
    """Typed words as one half of a name."""
    text = " ".join(words)
    return Part(text.replace(" ", ""), words_of(text))


def nearest(typed: Part, names: Collection[str], heard: Collection[str], having: Collection[str]) -> list[Scored]:
    """Of known names, those nearest to the typed part, each with its score, the best first.

    `heard` are those that sound as typed, `having` those of several words of which one was typed.
    """
    scores = dict.fromkeys(having, _ONE_WORD * _SAME_SOUND) | dict.fromkeys(heard, _SAME_SOUND)
    choices = list(names)
    for name, faults, _ in process.extract(typed.key, choices, scorer=OSA.distance, limit=_MOST, score_cutoff=_FAULTS):
        scores[name] = max(scores.get(name, 0.0), _faulty(typed.key, name, int(faults)))
    likely = process.extract(typed.key, choices, scorer=JaroWinkler.similarity, limit=_MOST, score_cutoff=_NEAR)
    for name, likeness, _ in likely:
        scores[name] = max(scores.get(name, 0.0), likeness, _begun(typed.key, name))
    return sorted(((score, name) for name, score in scores.items()), key=lambda pair: (-pair[0], pair[1]))[:_MOST]


def whole_score(family: float, given: float, worth: float = 1.0) -> float:
    """How well a name answers, from how well its halves do."""
    return (_FAMILY_WEIGHT * family + (1 - _FAMILY_WEIGHT) * given) * worth


def name_score(asked: Iterable[Asked], family: str, given: str) -> float:
    """How well a name answers what was typed, 0 to 1; the best of all readings."""
    best = 0.0
    for one in asked:
        if not one.given:
            score = _half(one.family, family)
        elif not one.family:
            score = _GIVEN_ALONE * _half(one.given, given)
        else:
            score = whole_score(_half(one.family, family), _half(one.given, given))
        best = max(best, score * one.worth)
    return best


def date_score(asked: Collection[date], birth_date: date | None) -> float:
    """How well a birth date answers the typed ones: 1, or less when it may be mistyped, or 0."""
    if birth_date is None:
        return 0.3
    if birth_date in asked:
        return 1.0
    return 0.7 if any(near_dates(one, birth_date) for one in asked) else 0.0


def _half(typed: str, name: str) -> float:
    key = compact(name)
    score = alike(typed, key)
    for word in words_of(name):
        if score >= _ONE_WORD:
            break
        score = max(score, _ONE_WORD * alike(typed, word))
    return score


def alike(typed: str, known: str) -> float:
    """How alike two texts in one word of capitals are, 0 to 1; one that begins as typed, or sounds so, is near."""
    if typed == known:
        return 1.0
    if not known:
        return 0.0
    likeness: float = JaroWinkler.similarity(typed, known)
    faults = OSA.distance(typed, known, score_cutoff=_FAULTS)
    score = max(likeness, _begun(typed, known), _faulty(typed, known, faults))
    # Sounds cost ten times the rest, and names so far apart never sound alike.
    if _TOO_FAR < score < _SAME_SOUND and sound(typed) == sound(known):
        return _SAME_SOUND
    return score


def _faulty(typed: str, known: str, faults: int) -> float:
    """How well a name answers when so many letters are wrong, missing, too many or swapped with the next."""
    if faults > _FAULTS or 2 * faults >= min(len(typed), len(known)):
        return 0.0
    return 1.0 - _FAULT * faults


def _begun(typed: str, known: str) -> float:
    """How well a name answers its beginning; 0 when it does not begin so."""
    return 0.94 + 0.06 * len(typed) / len(known) if known.startswith(typed) else 0.0
