"""How well somebody answers all that was typed, and why."""

from datetime import date
from enum import StrEnum

from permanence.care.patients.rules.asking import Lookalike, commune_of
from permanence.care.patients.rules.resemblance import alike, date_score
from permanence.care.patients.rules.typed import Typed

# Given name right, family name unrecognisable: enough beside the birth date. One word alone must be recognised.
_ONE_NAME_RIGHT = 0.44
_LEAST_OF_ONE_WORD = 0.62
_NAME_BESIDE_DATE, _NAME_BESIDE_YEAR = 0.6, 0.75
_NEAR_YEARS = 1
# What remains of a score when a trait told is not known, or is another.
_UNKNOWN, _OTHER_SEX, _OTHER_COMMUNE = 0.98, 0.9, 0.95
_AS_TYPED = 0.999
_SAME_COMMUNE = 0.9


class Why(StrEnum):
    """What somebody was found by."""

    NUMBER = "number"
    NUMBER_OF_ANOTHER_NAME = "number_of_another_name"
    NAME = "name"
    NAME_ALIKE = "name_alike"
    BIRTH_DATE = "birth_date"
    BIRTH_DATE_NEAR = "birth_date_near"
    BIRTH_YEAR = "birth_year"
    SEX = "sex"
    COMMUNE = "commune"


def answer_score(asked: Typed, name: float, birth_date: date | None) -> float:
    """How well a name that answers so well, with this birth date, answers what was typed, 0 to 1."""
    if not asked.words:
        return date_score(asked.dates, birth_date)
    if not (asked.dates or asked.years) or name < (_LEAST_OF_ONE_WORD if len(asked.words) == 1 else _ONE_NAME_RIGHT):
        return name
    if asked.dates:
        return _NAME_BESIDE_DATE * name + (1 - _NAME_BESIDE_DATE) * date_score(asked.dates, birth_date)
    return _NAME_BESIDE_YEAR * name + (1 - _NAME_BESIDE_YEAR) * _year_score(asked, birth_date)


def reasons(asked: Typed, name: float, looks: Lookalike) -> tuple[float, tuple[Why, ...]]:
    """How well somebody answers all that was typed, sex and commune too, 0 to 1; and by what, the strongest first."""
    score, born = answer_score(asked, name, looks.birth_date), looks.birth_date
    why = [Why.NAME if name >= _AS_TYPED else Why.NAME_ALIKE] if asked.words else []
    if asked.dates and date_score(asked.dates, born) > date_score(asked.dates, None):
        why.append(Why.BIRTH_DATE if born in asked.dates else Why.BIRTH_DATE_NEAR)
    if born and born.year in asked.years:
        why.append(Why.BIRTH_YEAR)
    if asked.sex:
        score *= 1.0 if looks.sex == asked.sex else _OTHER_SEX if looks.sex else _UNKNOWN
        why += [Why.SEX] if looks.sex == asked.sex else []
    if asked.commune:
        commune = commune_of(looks.address)
        same = bool(commune) and alike(asked.commune, commune) >= _SAME_COMMUNE
        score *= 1.0 if same else _OTHER_COMMUNE if commune else _UNKNOWN
        why += [Why.COMMUNE] if same else []
    return score, tuple(why)


def _year_score(asked: Typed, birth_date: date | None) -> float:
    if birth_date is None:
        return 0.3
    apart = min(abs(birth_date.year - year) for year in asked.years)
    return 1.0 if not apart else 0.5 if apart <= _NEAR_YEARS else 0.0
