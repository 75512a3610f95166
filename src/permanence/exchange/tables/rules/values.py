"""Cells as values: dates in the order people write them, hours, phones that lost their zero, sexes in words."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from permanence.care.agenda.rules import AppointmentState
from permanence.care.patients.rules import Sex
from permanence.exchange.tables.rules.headings import folded
from permanence.exchange.tables.rules.kinds import Sort

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_PARTED = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})")
_GLUED = re.compile(r"(\d{8})")
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")
_MOMENT = re.compile(r"(.*?\d)(?:\s*[T ,]\s*|\s+(?:à|a|at)\s+)(\d{1,2}\s*[:hH]\s*\d{0,2}.*)")
_HOUR = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?(?::(\d{2})(?:\.\d+)?)?)?\s*(am|pm)?", re.IGNORECASE)
_LENGTH = re.compile(r"(?:(\d+)\s*[hH:]\s*)?(\d{1,4})?(?:[.,]0+)?\s*(?:min|minutes|mn|')?\.?")
# Years alone, and months or days written as zero: no calendar date, and all that is known (lunar dates).
_NO_CALENDAR = re.compile(r"(?:(?:00?[-/. ]){2}|(?:00[-/. ]\d{1,2}[-/. ]))?(?:18|19|20)\d{2}")
_FRENCH_WITHOUT_ZERO = re.compile(r"[1-9]\d{8}")
# What a spreadsheet counts days from; it believes in 29 February 1900.
_SPREADSHEET_DAY_0 = date(1899, 12, 30)
_OLDEST = 1850
_LONGEST_NUMBER = 60
_LONGEST_TEXT = 2000


class Order(StrEnum):
    """In which order days, months and years are written when nothing tells."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class CellProblem(Exception):
    """A cell that cannot be understood; `code` is one of `rows.PROBLEMS`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Manner:
    """How this table writes: the order of its dates, its decimal sign, and the day it is read on."""

    order: Order
    decimal: str
    today: date


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date, or what is known of one that is no calendar date."""

    date: date | None
    as_sent: str = ""


_SEXES = {
    **dict.fromkeys(("m", "h", "homme", "masculin", "male", "man", "mr", "monsieur", "garcon", "boy", "1"), Sex.MALE),
    **dict.fromkeys(
        ("f", "femme", "feminin", "female", "woman", "mme", "madame", "mlle", "mademoiselle", "mrs", "ms", "miss",
         "fille", "girl", "2"),
        Sex.FEMALE,
    ),
    **dict.fromkeys(("o", "autre", "other", "i", "indetermine"), Sex.OTHER),
    **dict.fromkeys(("u", "inconnu", "unknown", "x", "non precise"), Sex.UNKNOWN),
}  # fmt: skip
_BOOKINGS = {
    **dict.fromkeys(
        ("booked", "confirmed", "planned", "scheduled", "arrived", "done", "fulfilled", "active", "moved", "pending",
         "prevu", "prevue", "confirme", "confirmee", "planifie", "planifiee", "programme", "programmee", "honore",
         "venu", "arrive", "realise", "pris", "a venir", "reporte", "deplace", "en attente", "ok", "valide"),
        AppointmentState.BOOKED,
    ),
    **dict.fromkeys(
        ("cancelled", "canceled", "annule", "annulee", "supprime", "supprimee", "deleted", "decommande"),
        AppointmentState.CANCELLED,
    ),
    **dict.fromkeys(("no show", "noshow", "absent", "absente", "non venu", "non honore", "lapin", "missed"),
                    AppointmentState.NO_SHOW),
    **dict.fromkeys(("blocked", "bloque", "indisponible", "ferme"), AppointmentState.BLOCKED),
}  # fmt: skip
# HL7 table 0119, as the charts take it: a new order, on hold, released, discontinued.
_ORDERS = {
    **dict.fromkeys(
        ("active", "actif", "en cours", "current", "ongoing", "prescrit", "valide", "poursuivi", "oui"),
        "NW",
    ),
    **dict.fromkeys(("on hold", "held", "suspended", "suspendu", "suspendue", "en pause"), "HD"),
    **dict.fromkeys(
        ("stopped", "ended", "completed", "discontinued", "cancelled", "arrete", "arretee", "termine", "terminee",
         "interrompu", "annule", "fini", "non"),
        "DC",
    ),
}  # fmt: skip


def read_cell(sort: Sort, text: str, manner: Manner) -> Any:
    """What a filled cell says. Raises `CellProblem`."""
    return _READERS[sort](text.strip(), manner)


def text_of(value: object) -> str:
    """A spreadsheet's cell as text: whole numbers without a point, instants as ISO 8601."""
    write = next((write for kind, write in _WRITERS if isinstance(value, kind)), str)
    return "" if value is None else write(value)


def _written_number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if math.isfinite(value) else ""


def _written_instant(value: datetime) -> str:
    # A date in a spreadsheet is an instant at midnight.
    return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")


def _written_length(value: timedelta) -> str:
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


# An instant is a date too: the narrower kind first.
_WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: str(value).lower()),
    (float, _written_number),
    (datetime, _written_instant),
    (timedelta, _written_length),
    (date, date.isoformat),
    (time, lambda value: value.isoformat(timespec="minutes")),
)


def guess_order(texts: list[str]) -> Order:
    """Month first only when a date says so and none says the contrary."""
    found = [(int(match[1]), int(match[2])) for text in texts if (match := _PARTED.match(text.strip()))]
    month_first = any(second > 12 >= first for first, second in found)
    return Order.MONTH_FIRST if month_first and all(first <= 12 for first, _ in found) else Order.DAY_FIRST


def _text(text: str, manner: Manner) -> str:  # noqa: ARG001 (one shape for every reader)
    if len(text) > _LONGEST_TEXT:
        raise CellProblem("too-long")
    if text.startswith("#") and text.rstrip("!?").upper() in {
        "#REF",
        "#VALUE",
        "#NAME",
        "#N/A",
        "#DIV/0",
        "#NULL",
        "#NUM",
    }:
        raise CellProblem("spreadsheet-error")
    return text


def _number(text: str, manner: Manner) -> str:
    if len(text) > _LONGEST_NUMBER:
        raise CellProblem("too-long")
    if re.fullmatch(r"\d[.,]\d+[eE]\+\d+", text):
        # The spreadsheet kept 6 or 15 figures of it: which number it was is lost.
        raise CellProblem("number-cut")
    return _text(text, manner)


def _phone(text: str, manner: Manner) -> str:
    bare = text.replace(" ", "").replace(".", "").replace("\u00a0", "")
    # A spreadsheet takes a phone for a number, and its first zero away.
    return f"0{bare}" if _FRENCH_WITHOUT_ZERO.fullmatch(bare) and bare == text else _number(text, manner)


def _day(text: str, manner: Manner) -> date:
    parts = _MOMENT.fullmatch(text)
    return _date(parts[1] if parts else text, manner, future=True)


def _birth(text: str, manner: Manner) -> BirthDate:
    if _NO_CALENDAR.fullmatch(text):
        return BirthDate(None, text)
    parts = _MOMENT.fullmatch(text)
    born = _date(parts[1] if parts else text, manner, future=False)
    if born > manner.today + timedelta(days=1):
        raise CellProblem("born-in-the-future")
    return BirthDate(born)


def _date(text: str, manner: Manner, *, future: bool) -> date:
    if match := _ISO.fullmatch(text):
        return _calendar(int(match[1]), int(match[2]), int(match[3]))
    if match := _PARTED.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        day, month = (first, second) if manner.order is Order.DAY_FIRST else (second, first)
        return _calendar(_year(match[3], manner, future=future), month, day)
    if match := _GLUED.fullmatch(text):
        figures = match[1]
        if figures[:2] in {"18", "19", "20"} and 1 <= int(figures[4:6]) <= 12:
            return _calendar(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
        return _date(f"{figures[:2]}/{figures[2:4]}/{figures[4:]}", manner, future=future)
    if match := _SERIAL.fullmatch(text):
        return _SPREADSHEET_DAY_0 + timedelta(days=int(match[1]))
    raise CellProblem("not-a-date")


def _year(text: str, manner: Manner, *, future: bool) -> int:
    if len(text) == 4:
        return int(text)
    if future:
        return 2000 + int(text)
    # 05 may be a child of 2005 or a centenarian: who was born is never guessed.
    if int(text) <= manner.today.year % 100:
        raise CellProblem("year-of-two-figures")
    return 1900 + int(text)


def _calendar(year: int, month: int, day: int) -> date:
    if not _OLDEST <= year <= 2200:
        raise CellProblem("not-a-date")
    try:
        return date(year, month, day)
    except ValueError as impossible:
        raise CellProblem("not-a-date") from impossible


def _hour(text: str, manner: Manner) -> time:
    if (parts := _MOMENT.fullmatch(text)) is not None:
        text = parts[2]
    match = _HOUR.fullmatch(text.strip())
    if match is None:
        return _glued_hour(text, manner)
    hours, minutes = int(match[1]), int(match[2] or 0)
    if match[4]:
        hours = hours % 12 + (12 if match[4].lower() == "pm" else 0)
    return _clock(hours, minutes)


def _glued_hour(text: str, manner: Manner) -> time:
    if re.fullmatch(r"\d{3,4}", text):
        return _clock(int(text[:-2]), int(text[-2:]))
    if re.fullmatch(rf"0?\{manner.decimal}\d+|0\.\d+", text):
        # The part of a day, as a spreadsheet keeps an hour.
        minutes = round(float(text.replace(manner.decimal, ".")) * 1440)
        return _clock(minutes // 60, minutes % 60)
    raise CellProblem("not-an-hour")


def _clock(hours: int, minutes: int) -> time:
    try:
        return time(hours, minutes)
    except ValueError as impossible:
        raise CellProblem("not-an-hour") from impossible


def _moment(text: str, manner: Manner) -> datetime:
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        return datetime.combine(_date(text, manner, future=True), time())
    # Seconds and an offset of UTC are beyond what a list needs to the minute.
    hour = re.sub(r"(?:Z|[+-]\d{2}:?\d{2})$", "", parts[2])
    return datetime.combine(_date(parts[1], manner, future=True), _hour(hour, manner))


def _minutes(text: str, manner: Manner) -> int:
    match = _LENGTH.fullmatch(text.replace(manner.decimal, "."))
    if match is None or not (match[1] or match[2]):
        raise CellProblem("not-a-length")
    minutes = 60 * int(match[1] or 0) + int(match[2] or 0)
    if not 0 < minutes <= 24 * 60:
        raise CellProblem("not-a-length")
    return minutes


def _among(words: dict[str, Any], code: str) -> Callable[[str, Manner], Any]:
    def read(text: str, manner: Manner) -> Any:  # noqa: ARG001 (one shape for every reader)
        try:
            return words[folded(text)]
        except KeyError as unknown:
            raise CellProblem(code) from unknown

    return read


_READERS: dict[Sort, Callable[[str, Manner], Any]] = {
    Sort.TEXT: _text,
    Sort.NUMBER: _number,
    Sort.PHONE: _phone,
    Sort.BIRTH: _birth,
    Sort.DAY: _day,
    Sort.HOUR: _hour,
    Sort.MOMENT: _moment,
    Sort.MINUTES: _minutes,
    Sort.SEX: _among(_SEXES, "not-a-sex"),
    Sort.BOOKING: _among(_BOOKINGS, "unknown-state"),
    Sort.ORDER: _among(_ORDERS, "unknown-state"),
}
