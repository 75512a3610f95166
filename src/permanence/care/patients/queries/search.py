"""Finding a patient from what a clerk types: birth date first, then letters, then anything else known."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from permanence.care.patients.models import Identifier, PatientName
from permanence.care.patients.queries.patients import PatientRow, patients
from permanence.care.patients.rules import Asked, NameUse, Typed, date_score, name_score, nearest, readings, typed

# Rows looked at for one way of asking: enough for the most borne names of a million patients, and still 2 ms to rank.
_MOST = 400
# A birth date written for want of a better one (1 January) is thousands of patients'.
_MOST_THAT_DAY = 3000
# As good as a name written as typed: looking further would not find better.
_GOOD_NAME = 0.97
# With the birth date, a name that begins alike is enough.
_GOOD_NAME_THAT_DAY = 0.85
_LEAST = 0.62
# Given name right, family name unrecognisable: enough beside the birth date.
_ONE_NAME_RIGHT = 0.44
# Above and below every score of a name.
_NUMBER, _NUMBER_OF_ANOTHER_NAME = 2.0, 0.5
_NAME_WEIGHT = 0.6
# After every letter of a key in every collation, since keys hold capital letters only.
_END = "ZZZZZZ"


def search(text: str, *, birth_date: date | None = None, limit: int = 20) -> list[PatientRow]:
    """The patients who best answer what was typed, the best first; no more than `limit`.

    A number (IPP, INS, that of a merged file) is looked up as it stands. A birth date finds whoever was born that day,
    ranked by the letters typed beside it (RNIV 1: birth date, then three letters at most); one mistyped is still near.
    Names may be swapped, unaccented, glued, with one or two faults, or borne no longer.
    """
    asked = typed(text)
    if birth_date is not None:
        asked = replace(asked, dates=(birth_date,))
    scores = _numbered(asked)
    for score, file in _ranked(asked, limit):
        scores[file] = max(score, scores.get(file, 0.0))
    best = sorted(scores, key=lambda file: -scores[file])[:limit]
    rows = patients(best)
    return [rows[file] for file in best]


def holders_of(numbers: Collection[str]) -> list[UUID]:
    """The patients who have one of these numbers, on whichever file, each once."""
    if not numbers:
        return []
    wanted = {*numbers, *(number.upper() for number in numbers)}
    rows = Identifier.objects.filter(value__in=wanted).values_list("patient_id", "patient__survivor_id")
    return list(dict.fromkeys(survivor or file for file, survivor in rows))


@dataclass(frozen=True, slots=True)
class _Candidate:
    patient: UUID
    family_key: str
    given_key: str
    last_key: str | None
    birth_date: date | None

    @property
    def keys(self) -> tuple[str, str, str | None]:
        """What names are compared by."""
        return self.family_key, self.given_key, self.last_key


def _numbered(asked: Typed) -> dict[UUID, float]:
    """The patients who have a number typed: first, unless a name typed beside it is not theirs; then last.

    Eight figures may be a birth date to whoever typed them and the patient number of somebody else.
    """
    holders = holders_of(asked.numbers)
    if not asked.words or not holders:
        return dict.fromkeys(holders, _NUMBER)
    ways = readings(asked.words)
    names = _named(Q(patient__in=holders) | Q(patient__survivor__in=holders))
    theirs = {one.patient for one in names if name_score(ways, *one.keys) >= _LEAST}
    return {holder: _NUMBER if holder in theirs else _NUMBER_OF_ANOTHER_NAME for holder in holders}


def _ranked(asked: Typed, limit: int) -> list[tuple[float, UUID]]:
    ways = readings(asked.words)
    scored: dict[UUID, tuple[float, _Candidate]] = {}
    for candidate in _candidates(asked, ways):
        score = _score(asked, ways, candidate)
        if score >= _LEAST and score > scored.get(candidate.patient, (0.0,))[0]:
            scored[candidate.patient] = (score, candidate)
    order = sorted(scored.values(), key=lambda pair: (-pair[0], *_tie(asked, pair[1])))
    return [(score, candidate.patient) for score, candidate in order[:limit]]


def _tie(asked: Typed, candidate: _Candidate) -> tuple[int, str, str, UUID]:
    """Among answers as good: the latest born when a newborn is asked for, then by name."""
    born = candidate.birth_date.toordinal() if asked.newborn and candidate.birth_date else 0
    return -born, candidate.family_key, candidate.given_key, candidate.patient


def _score(asked: Typed, ways: Iterable[Asked], candidate: _Candidate) -> float:
    if not asked.words:
        return date_score(asked.dates, candidate.birth_date)
    name = name_score(ways, *candidate.keys)
    if not asked.dates or name < (_LEAST if len(asked.words) == 1 else _ONE_NAME_RIGHT):
        return name
    return _NAME_WEIGHT * name + (1 - _NAME_WEIGHT) * date_score(asked.dates, candidate.birth_date)


def _candidates(asked: Typed, ways: Sequence[Asked]) -> list[_Candidate]:
    """Whoever may be meant, the likeliest ways of asking first; the looser ones only when these found nobody."""
    found = _named(Q(patient__birth_date__in=asked.dates), _MOST_THAT_DAY) if asked.dates else []
    if not asked.words or _answered(ways, found, _GOOD_NAME_THAT_DAY):
        return found
    if asked.newborn:
        return found + _newborns(asked.words)
    for look in (_close, _loose):
        found += [candidate for way in ways for candidate in look(way)]
        if _answered(ways, found, _GOOD_NAME):
            break
    return found


def _answered(ways: Iterable[Asked], found: Iterable[_Candidate], score: float) -> bool:
    return any(name_score(ways, *one.keys) >= score for one in found)


def _close(way: Asked) -> list[_Candidate]:
    """Names that begin as typed or sound as typed."""
    begins = _named(Q(whole_key__range=_from(way.family + way.given)))
    if way.given:
        return begins + _named(Q(family_sound=way.family_sound, given_sound=way.given_sound))
    return begins + _named(Q(family_sound=way.family_sound)) + _named(Q(last_key=way.family))


def _loose(way: Asked) -> list[_Candidate]:
    """Names of which one half sounds as typed and the other is near; of one word only, names that begin as it does."""
    if not way.given:
        return _named(Q(given_sound=way.family_sound)) + _named(Q(whole_key__range=_from(way.family[:3])))
    names = PatientName.objects.order_by()
    families = names.filter(given_sound=way.given_sound).values_list("family_key", flat=True).distinct()
    givens = names.filter(family_sound=way.family_sound).values_list("given_key", flat=True).distinct()
    return (
        _named(Q(given_sound=way.given_sound, family_key__in=nearest(way.family, families)))
        + _named(Q(family_sound=way.family_sound, given_key__in=nearest(way.given, givens)))
        + _named(Q(last_key=way.family))
    )


def _from(prefix: str) -> tuple[str, str]:
    return prefix, prefix + _END


def _named(condition: Q, most: int = _MOST) -> list[_Candidate]:
    return _candidates_of(PatientName.objects.filter(condition, use__in=(NameUse.BIRTH, NameUse.USED)), most)


def _newborns(words: Collection[str]) -> list[_Candidate]:
    """The latest born whose mother, or who themselves, bear this family name."""
    family = "".join(words)
    rows = PatientName.objects.filter(Q(use=NameUse.MOTHER) | Q(use=NameUse.BIRTH), whole_key__range=_from(family))
    return _candidates_of(rows.order_by("-patient__birth_date"), _MOST)


def _candidates_of(names: QuerySet[PatientName], most: int) -> list[_Candidate]:
    rows = names.values_list(
        "patient_id", "patient__survivor_id", "family_key", "given_key", "last_key", "patient__birth_date"
    )
    return [
        _Candidate(survivor or file, family, given, last, birth_date)
        for file, survivor, family, given, last, birth_date in rows[:most]
    ]
