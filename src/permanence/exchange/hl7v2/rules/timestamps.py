"""HL7 dates and times, as senders really write them, into instants and calendar dates."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

_ISO_SIGNS = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})?(?P<day>\d{2})?(?P<hour>\d{2})?(?P<minute>\d{2})?(?P<second>\d{2})?"
    r"(?:[.,]?(?P<fraction>\d+))?\s*(?P<offset>Z|[+-]\d{2}:?(?:\d{2})?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"([01]\d|2[0-3])([0-5]\d)([0-5]\d)?", re.ASCII)
_LONGEST = 64
_FARTHEST = timedelta(hours=15)


def instant(text: str, zone: tzinfo, *, partial: bool = False) -> datetime | None:
    """The instant, in UTC, that an HL7 DTM or TS says; None when it says none.

    Without an offset the hospital's `zone` holds: an hour told twice at the end of summer is the first one, an hour
    that spring skips counts on from before the jump. A day without an hour is its midnight; a month or a year alone is
    no instant unless `partial`, which then gives its first one. Source: HL7 v2.8 chapter 2A, DTM.
    """
    return _read(text, zone, partial) if len(text) <= _LONGEST else None


@lru_cache(maxsize=8192)
def _read(text: str, zone: tzinfo, partial: bool) -> datetime | None:  # noqa: FBT001 (a cached call costs less so)
    found = _WRITTEN.fullmatch(_without_signs(text))
    if not found or (not partial and found["day"] is None) or _broken(found):
        return None
    place = _offset(found["offset"]) if found["offset"] else zone
    if place is None:
        return None
    try:
        return _assembled(found).replace(tzinfo=place).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day(text: str) -> date | None:
    """The calendar date that an HL7 DT, DTM or TS says; None for a lunar date, a bare year or no date at all."""
    found = _WRITTEN.fullmatch(_without_signs(text))
    if not found or found["day"] is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def legible(text: str) -> str:
    """A date, a time or both as a person reads them (2026-03-07 11:00), as sent when they are neither."""
    found = _WRITTEN.fullmatch(text)
    if found and found["day"]:
        clock = ":".join(part for part in (found["hour"], found["minute"], found["second"]) if part)
        return f"{found['year']}-{found['month']}-{found['day']} {clock}{found['offset'] or ''}".strip()
    hours = _CLOCK.fullmatch(text)
    return ":".join(part for part in hours.groups() if part) if hours else text


def _without_signs(text: str) -> str:
    """ISO 8601 as HL7 writes it."""
    text = text.strip()
    iso = _ISO_SIGNS.match(text)
    return "".join(part or "" for part in iso.groups()) + text[iso.end() :] if iso else text


def _broken(found: re.Match[str]) -> bool:
    """Whether digits follow a gap: a fraction without seconds, or an odd figure left over."""
    return found["fraction"] is not None and found["second"] is None


def _assembled(found: re.Match[str]) -> datetime:
    hour, second = int(found["hour"] or 0), int(found["second"] or 0)
    # 24:00 is the end of the day; the 60th second is a leap second, which no clock here knows.
    next_day = hour == 24 and not int(found["minute"] or 0) and not second
    moment = datetime(  # noqa: DTZ001 -- the caller gives the zone
        int(found["year"]),
        int(found["month"] or 1),
        int(found["day"] or 1),
        0 if next_day else hour,
        int(found["minute"] or 0),
        59 if second == 60 else second,
        int(((found["fraction"] or "") + "000000")[:6]),
    )
    return moment + timedelta(days=1) if next_day else moment


def _offset(text: str) -> tzinfo | None:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].removeprefix(":") or 0)
    length = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or length > _FARTHEST:
        return None
    return timezone(-length if text[0] == "-" else length)
