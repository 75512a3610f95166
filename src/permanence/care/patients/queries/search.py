"""Finding a patient from what a clerk types: birth date first, then letters, then anything else known."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from permanence.care.patients.models import Identifier, Patient
from permanence.care.patients.queries.candidates import candidates, holders_named
from permanence.care.patients.queries.links import files_of_patients, survivors_of
from permanence.care.patients.queries.patients import PatientRow, patients
from permanence.care.patients.rules import (
    Asked,
    Lookalike,
    Sex,
    Trait,
    Typed,
    Why,
    answer_score,
    readings,
    reasons,
    typed,
    worth_asking,
)
from permanence.foundation.rows import read

# Files looked at closely: enough for the most borne names of a million patients.
_MOST = 400
# Files listed at most, but those who answer as well as the best.
_LISTED = 100
_LEAST = 0.62
# Above and below every score of a name.
_NUMBER, _NUMBER_OF_ANOTHER_NAME = 2.0, 0.5
# Answers so near to the best one answer as well.
_AS_WELL = 0.004


@dataclass(frozen=True, slots=True)
class Answer:
    """A patient who may be meant: how well what was typed is answered (1 is all of it, more is by number), and why."""

    patient: PatientRow
    score: float
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The answers, the best first; `alike` of all answer as well as the best, and `ask` says what would part them."""

    answers: tuple[Answer, ...]
    alike: int
    ask: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class _Ranked:
    patient: UUID
    score: float
    why: tuple[Why, ...]
    looks: Lookalike


def search(text: str, *, birth_date: date | None = None, limit: int = 20) -> list[PatientRow]:
    """The patients who best answer what was typed, the best first; no more than `limit`."""
    return [answer.patient for answer in find(text, birth_date=birth_date, limit=limit).answers]


def find(text: str, *, birth_date: date | None = None, limit: int = 20) -> Found:
    """The patients who best answer what was typed, no more than `limit`, and what to ask when several answer as well.

    A number (IPP, INS, that of a merged file) is looked up as it stands. A birth date finds whoever was born that day,
    ranked by the letters typed beside it (RNIV 1: birth date, then three letters at most); one mistyped is still near.
    Names may be swapped, unaccented, glued, with one or two faults, or borne no longer; a birth year, a sex and
    `à` a commune part those who bear one name.
    """
    asked = typed(text)
    if birth_date is not None:
        asked = replace(asked, dates=(birth_date,), years=())
    ranked = _ranked(asked)
    best = ranked[:limit]
    rows = patients([one.patient for one in best])
    alike = [one for one in ranked if one.score >= ranked[0].score - _AS_WELL]
    return Found(
        tuple(Answer(rows[one.patient], one.score, one.why) for one in best),
        len(alike),
        worth_asking([one.looks for one in alike], asked.traits) if len(alike) > 1 else (),
    )


def holders_of(numbers: Collection[str]) -> list[UUID]:
    """The patients who have one of these numbers, on whichever file, each once."""
    if not numbers:
        return []
    wanted = {*numbers, *(number.upper() for number in numbers)}
    files = [file for (file,) in read(Identifier, ("patient",), "value", wanted)]
    survivors = survivors_of(files)
    return list(dict.fromkeys(survivors[file] for file in files))


def _ranked(asked: Typed) -> list[_Ranked]:
    """Everybody who answers, each patient once, the best first."""
    ways = readings(asked.words)
    best: dict[UUID, _Ranked] = {}
    for one in (*_numbered(asked, ways), *_named(asked, ways)):
        if one.patient not in best or one.score > best[one.patient].score:
            best[one.patient] = one
    return sorted(best.values(), key=lambda one: _order(asked, one))


def _order(asked: Typed, one: _Ranked) -> tuple[float, int, str, str, UUID]:
    """Among answers as good: the latest born when a newborn is asked for, then by name."""
    born = one.looks.birth_date.toordinal() if asked.newborn and one.looks.birth_date else 0
    return -one.score, -born, one.looks.family, one.looks.given, one.patient


def _numbered(asked: Typed, ways: Sequence[Asked]) -> list[_Ranked]:
    """The patients who have a number typed: first, unless a name typed beside it is not theirs; then last.

    Eight figures may be a birth date to whoever typed them and the patient number of somebody else.
    """
    holders = holders_of(asked.numbers)
    theirs = set(holders)
    if asked.words and holders:
        files = files_of_patients(holders)
        named = (one for one in holders_named(files, ways) if one.name >= _LEAST)
        theirs = {files[one.file] or one.file for one in named}
    nobody = Lookalike("", "", None, None, "")
    return [
        _Ranked(holder, _NUMBER, (Why.NUMBER,), nobody)
        if holder in theirs
        else _Ranked(holder, _NUMBER_OF_ANOTHER_NAME, (Why.NUMBER_OF_ANOTHER_NAME,), nobody)
        for holder in holders
    ]


def _named(asked: Typed, ways: Sequence[Asked]) -> Iterable[_Ranked]:
    scored = [(answer_score(asked, one.name, one.birth_date), one) for one in candidates(asked, ways)]
    order = sorted((pair for pair in scored if pair[0] >= _LEAST), key=lambda pair: -pair[0])[:_MOST]
    best = [one for at, (score, one) in enumerate(order) if at < _LISTED or score >= order[0][0] - _AS_WELL]
    columns = ("id", "survivor", "sex", "address")
    files = {row[0]: row[1:] for row in read(Patient, columns, "id", {one.file for one in best})}
    for one in best:
        survivor, sex, address = files[one.file]
        looks = Lookalike(one.family, one.given, one.birth_date, Sex(sex) if sex else None, address or "")
        score, why = reasons(asked, one.name, looks)
        yield _Ranked(survivor or one.file, score, why, looks)
