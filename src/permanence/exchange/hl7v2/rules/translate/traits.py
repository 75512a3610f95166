"""What a PID says of a patient, the French way and the international way."""

import re
from datetime import date, datetime

from permanence.care.patients.rules import Sex, Traits
from permanence.exchange.hl7v2.rules.segments import NULL, Repetition, Segment
from permanence.exchange.hl7v2.rules.timestamps import day, instant
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.context import Context, said_at
from permanence.exchange.hl7v2.rules.translate.names import names_in

_SEX = {"F": Sex.FEMALE, "M": Sex.MALE, "O": Sex.OTHER, "A": Sex.OTHER, "N": Sex.OTHER, "U": Sex.UNKNOWN}
_BIRTH_PLACE = "BDL"
_NO_TELEPHONE = frozenset({"NET", "INTERNET", "X.400", "FX", "MD", "TDD", "TTY"})
_SPACES = re.compile(r"\s+")
_HOME_COUNTRY = frozenset({"", "FRA", "FR"})


def is_french(message: Message) -> bool:
    """Whether the sender follows PAM France (MSH-17, or MSH-12's country)."""
    return message.header.text(17) == "FRA" or message.header.text(12, 2) == "FRA"


def traits_of(message: Message, pid: Segment, context: Context) -> Traits:
    """The traits a PID states; a field that is silent gives None, HL7's two quotes give an empty text."""
    names = names_in(pid, 5, french=is_french(message))
    birth_date, as_sent = _birth(message, pid)
    address, birth_place = _places(pid)
    return Traits(
        birth_family=names.birth_family,
        birth_given=names.birth_given,
        birth_given_names=names.birth_given_names,
        used_family=names.used_family,
        used_given=names.used_given,
        birth_date=birth_date,
        birth_date_as_sent=as_sent,
        birth_place_insee=birth_place,
        sex=_SEX.get(pid.text(8).upper()[:1]),
        reliability=_reliability(pid),
        phone=phone_in(pid),
        address=address,
        mother_birth_family=pid.said(6),
        deceased_at=_deceased_at(message, pid, context),
        multiple_birth_rank=_rank(pid),
    )


def _birth(message: Message, pid: Segment) -> tuple[date | None, str | None]:
    """PID-7 as a date, or as it was sent when it is none; ZFD-1 gives the lunar date in France (day, month, year)."""
    sent = pid.said(7)
    zfd = message.first("ZFD")
    lunar = zfd.repetition(1).components() if zfd.raw(1) else []
    if any(part and part != NULL for part in lunar):
        return day(sent or ""), "/".join(lunar)
    if not sent:
        return None, sent
    calendar = day(sent)
    return calendar, None if calendar else sent


def _reliability(pid: Segment) -> tuple[str, ...] | None:
    if pid.is_null(32):
        return ()
    return tuple(code.text().upper() for code in pid.repetitions(32) if code.text()) or None


def _places(pid: Segment) -> tuple[str | None, str | None]:
    """Where the patient lives, on one line, and the INSEE code of where they were born (France).

    The home address wins, else the first that is no birth place.
    """
    if pid.is_null(11):
        return "", None
    home = other = birth = None
    for place in pid.repetitions(11):
        kind = place.text(7).upper()
        if kind == _BIRTH_PLACE:
            birth = birth or place.text(9) or None
        elif kind == "H":
            home = home or address_line(place) or None
        else:
            other = other or address_line(place) or None
    return home or other, birth


def address_line(place: Repetition) -> str:
    """An XAD on one line; the country of home is not said."""
    street = " ".join(part for part in place.subcomponents(1) if part)
    town = f"{place.text(5)} {place.text(3)}"
    country = place.text(6)
    parts = (street, place.text(2), town.strip(), "" if country in _HOME_COUNTRY else country)
    line = ", ".join(part for part in parts if part and part != NULL)
    return _SPACES.sub(" ", line.replace(NULL, "")).strip(" ,")


def phone_in(pid: Segment) -> str | None:
    """The first number one can call: PID-13, else PID-14; addresses of mail, faxes and pagers are no telephone."""
    if pid.is_null(13):
        return ""
    numbers = (telephone(number) for field in (13, 14) for number in pid.repetitions(field))
    return next((number for number in numbers if number), None)


def telephone(number: Repetition) -> str:
    """An XTN one can call; empty for mail, faxes and pagers."""
    if {number.text(2).upper(), number.text(3).upper()} & _NO_TELEPHONE:
        return ""
    parts = [number.text(component) for component in (5, 6, 7)]
    whole = number.text(1) or number.text(12) or " ".join(part for part in parts if part)
    return "" if whole == NULL or "@" in whole else whole


def _deceased_at(message: Message, pid: Segment, context: Context) -> datetime | None:
    """PID-29, even when only its year is known; a death without a time is dated when it was said."""
    moment = instant(pid.text(29), context.time_zone, partial=True)
    if pid.text(30).upper() == "N":
        return None
    return moment or (said_at(message, context) if pid.text(30).upper() == "Y" else None)


def _rank(pid: Segment) -> int | None:
    rank = pid.text(25)
    return int(rank) if rank.isdecimal() and len(rank) <= 2 and int(rank) else None
