"""Whoever may be meant by what was typed, with how well each answers: the reading behind the search."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.care.patients.models import PatientName
from permanence.care.patients.queries.vocabulary import Near, near_names
from permanence.care.patients.rules import Asked, Half, NameUse, Scored, Typed, name_score, nearest, whole_score
from permanence.foundation.rows import read

# A birth date written for want of a better one (1 January) is thousands of patients': names tell more.
_MOST_THAT_DAY = 600
# The latest born, among whom a newborn is looked for.
_LATEST_BORN = 600
_MOST = 400
_MOST_FAMILIES = 2_000
# One word typed alone: so many of the names it may be are looked up.
_MOST_NAMES = 20
_WAYS_OF_ONE_WORD = 2
# Pairs of names looked up at once, the likeliest first, until enough people are found.
_STEPS = (48, 150, 400)
_ENOUGH = 60
# As good as a name that begins as typed: looking wider would not find better.
_GOOD_NAME = 0.985
# Worse than a name with one fault in each half: one half may be beyond recognition.
_POOR_NAME = 0.92
# With the birth date, a name that begins alike is enough.
_GOOD_NAME_THAT_DAY = 0.85
_LEAST = 0.62
_LEAST_PAIR = 0.75
_RIGHT = 0.9
_COLUMNS = ("patient", "use", "family", "given", "birth_date")
_WHOLE = ("whole_key", *_COLUMNS)
_ROW = ("patient_id", *_COLUMNS[1:])
# After every letter of a key in every collation, since keys hold capital letters only.
_END = "ZZZZZZ"

Row = tuple[UUID, str, str, str, date | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be meant, under one of its names; `name` says how well the name answers, 0 to 1."""

    file: UUID
    family: str
    given: str
    birth_date: date | None
    name: float


def candidates(asked: Typed, ways: Sequence[Asked]) -> list[Candidate]:
    """Whoever may be meant: those born that day, then by name; wider only when nobody answers well."""
    found = _born(asked, ways) if asked.dates else []
    if not asked.words or any(one.name >= _GOOD_NAME_THAT_DAY for one in found):
        return found
    if asked.newborn:
        found += _latest_born(ways)
        if any(one.name >= _GOOD_NAME_THAT_DAY for one in found):
            return found
    for wide in (False, True):
        near = near_names(ways, wide=wide)
        named = _paired(ways, near, asked) + _by_one_name(ways, near)
        best = max((one.name for one in named), default=0.0)
        if best >= _GOOD_NAME:
            break
    if best < _POOR_NAME:
        named += _by_half(asked, ways, near)
    return found + named


def holders_named(files: Collection[UUID], ways: Sequence[Asked]) -> list[Candidate]:
    """These files under each of their names."""
    return _scored(read(PatientName, _COLUMNS, "patient", files), ways)


def _born(asked: Typed, ways: Sequence[Asked]) -> list[Candidate]:
    found = read(PatientName, _COLUMNS, "birth_date", asked.dates, most=_MOST_THAT_DAY + 1)
    # Too many to rank: with words typed, their names lead to them.
    few = len(found) <= _MOST_THAT_DAY
    return _scored(found, ways, mothers=asked.newborn) if few or not asked.words else []


def _latest_born(ways: Sequence[Asked]) -> list[Candidate]:
    rows = PatientName.objects.filter(birth_date__isnull=False).order_by("-birth_date")
    found = rows.values_list(*_ROW)[:_LATEST_BORN]
    return _scored(found, ways, mothers=True)


def _scored(rows: Iterable[Row], ways: Sequence[Asked], *, mothers: bool = False) -> list[Candidate]:
    scores: dict[tuple[str, str], float] = {}
    found = []
    for file, use, family, given, birth_date in rows:
        if use == NameUse.MOTHER and not mothers:
            continue
        if (family, given) not in scores:
            scores[family, given] = name_score(ways, family, given)
        found.append(Candidate(file, family, given, birth_date, scores[family, given]))
    return found


def _paired(ways: Sequence[Asked], near: Near, asked: Typed) -> list[Candidate]:
    pairs = _pairs(ways, near)
    found: list[Candidate] = []
    at = 0
    for step in _STEPS:
        group = pairs[at : at + step]
        at += step
        scores = {family + given: score for score, (family, given) in group}
        found += [
            Candidate(file, family, given, birth_date, scores[whole])
            for whole, file, use, family, given, birth_date in read(PatientName, _WHOLE, "whole_key", scores)
            if use != NameUse.MOTHER or asked.newborn
        ]
        if len(found) >= _ENOUGH and not asked.dates:
            break
    return found


def _pairs(ways: Sequence[Asked], near: Near) -> list[tuple[float, tuple[str, str]]]:
    """Family and given names together, the likeliest first."""
    best: dict[tuple[str, str], float] = {}
    for way in ways:
        if not way.family or not way.given:
            continue
        givens = near[Half.GIVEN, way.given_part]
        for family_score, family in near[Half.FAMILY, way.family_part]:
            for given_score, given in givens:
                score = whole_score(family_score, given_score, way.worth)
                if score < _LEAST_PAIR:
                    break
                if score > best.get((family, given), 0.0):
                    best[family, given] = score
    return sorted(((score, pair) for pair, score in best.items()), key=lambda one: -one[0])[: sum(_STEPS)]


def _by_one_name(ways: Sequence[Asked], near: Near) -> list[Candidate]:
    """When all that was typed may be one name: of one word, or as it is borne."""
    found = []
    for way in ways:
        if not way.given:
            least = _LEAST if len(ways) <= _WAYS_OF_ONE_WORD else _GOOD_NAME
            found += _bearers(near[Half.FAMILY, way.family_part][:_MOST_NAMES], ways, _of_family, least)
        elif not way.family:
            found += _bearers(near[Half.GIVEN, way.given_part][:_MOST_NAMES], ways, _of_given, _LEAST)
    return found


def _by_half(asked: Typed, ways: Sequence[Asked], near: Near) -> list[Candidate]:
    """Whoever bears one half of the name as typed, for when the other half is beyond recognition."""
    families: set[str] = set()
    wider = dict(near)
    for way in ways:
        if way.family and way.given:
            families |= {name for score, name in near[Half.FAMILY, way.family_part][:3] if score > _RIGHT}
            givens = [name for score, name in near[Half.GIVEN, way.given_part][:1] if score > _RIGHT]
            borne = _families_beside(givens, way.family[0])
            wider[Half.FAMILY, way.family_part] = nearest(way.family_part, borne, (), ())
    named = [one for family in families for one in _scored(_of_family(family), ways)]
    return named + _paired(ways, wider, asked)


def _of_family(family: str) -> Iterable[Row]:
    """Names with this family name, no more than `_MOST`."""
    names = PatientName.objects.filter(whole_key__range=(family, family + _END), family_key=family)
    return names.values_list(*_ROW)[:_MOST]


def _of_given(given: str) -> Iterable[Row]:
    """Names with this given name, no more than `_MOST`."""
    return PatientName.objects.filter(given_key=given).values_list(*_ROW)[:_MOST]


def _families_beside(givens: Sequence[str], letter: str) -> set[str]:
    """The family names with this first letter that stand beside a given name."""
    if not givens:
        return set()
    names = PatientName.objects.filter(given_key__in=givens, family_key__range=(letter, letter + _END))
    return set(names.order_by().values_list("family_key", flat=True)[:_MOST_FAMILIES])


def _bearers(
    names: Iterable[Scored], ways: Sequence[Asked], look: Callable[[str], Iterable[Row]], least: float
) -> list[Candidate]:
    found: list[Candidate] = []
    for score, name in names:
        if score < least or len(found) >= _MOST:
            break
        found += _scored(look(name), ways)
    return found
