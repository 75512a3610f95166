"""Appointments (SCH, TQ1, AIS, AIG, AIL, AIP), wherever versions 2.3 to 2.5 put their hour."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from permanence.care.agenda.rules import AppointmentFact, AppointmentState
from permanence.exchange.hl7v2.rules.events import effect_of
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import label_in
from permanence.exchange.hl7v2.rules.translate.context import Context, instant_of, said_at
from permanence.exchange.hl7v2.rules.translate.identifiers import entity_number
from permanence.exchange.hl7v2.rules.translate.names import person_named
from permanence.exchange.hl7v2.rules.translate.places import place_in
from permanence.exchange.hl7v2.rules.translate.traits import phone_in

# Where each resource segment holds its start, then how long it is needed and in what unit.
_RESOURCES = {"AIS": (4, 7, 8), "AIP": (6, 9, 10), "AIL": (6, 9, 10), "AIG": (8, 11, 12)}
_MINUTES = {"S": 1 / 60, "SEC": 1 / 60, "MIN": 1, "M": 1, "": 1, "H": 60, "HR": 60, "HRS": 60, "HOUR": 60, "D": 1440}
_SHORTEST = 2
_LONGEST = 60 * 24 * 31
# SCH-25, HL7 table 0278, in the words senders use: these say more than the trigger.
_STATES = {
    "CANCELLED": AppointmentState.CANCELLED,
    "CANCELED": AppointmentState.CANCELLED,
    "DC": AppointmentState.CANCELLED,
    "DELETED": AppointmentState.CANCELLED,
    "NOSHOW": AppointmentState.NO_SHOW,
    "NO SHOW": AppointmentState.NO_SHOW,
    "BLOCKED": AppointmentState.BLOCKED,
}


def appointments_of(message: Message, context: Context, patient: UUID | None) -> tuple[AppointmentFact, ...]:
    """The appointment of a SIU message, `patient` None for a blocked slot; none for other messages.

    Raises Refusal when the appointment has no number, or no hour in any place where one may stand.
    """
    effect = effect_of(message.event)
    if effect.appointment is None:
        return ()
    sch = message.first("SCH")
    number, authority = _number(sch, context)
    starts_at = next(_starts(message, context), None)
    if starts_at is None:
        raise Refusal(Reason.NO_APPOINTMENT_TIME, location="SCH-11")
    state = _STATES.get(sch.text(25).upper()) if effect.appointment is AppointmentState.BOOKED else None
    fact = AppointmentFact(
        number=number,
        authority=authority,
        patient=patient,
        state=state or effect.appointment,
        starts_at=starts_at,
        minutes=_minutes(message, context),
        reason=_reason(message, sch),
        practitioner=_practitioner(message, sch),
        place=_place(message),
        phone=phone_in(message.first("PID")) or "",
        occurred_at=said_at(message, context),
        source=context.source,
    )
    return (fact,)


def _number(sch: Segment, context: Context) -> tuple[str, str]:
    """The filler's number (SCH-2), which the agenda gives, else the placer's (SCH-1); and who gave it."""
    for n in (2, 1):
        number, authority = entity_number(sch.repetition(n), context)
        if number:
            return number, authority
    raise Refusal(Reason.NO_APPOINTMENT, location="SCH-2")


def _starts(message: Message, context: Context) -> Iterator[datetime]:
    """Version 2.5 says the hour in TQ1, 2.3 and 2.4 in SCH-11; some say it only of the resources."""
    texts = [tq1.text(7) for tq1 in message.all("TQ1")]
    texts += [timing.text(4) for timing in message.first("SCH").repetitions(11)]
    for name, (start, _, _) in _RESOURCES.items():
        texts += [resource.text(start) for resource in message.all(name)]
    return (moment for text in texts if (moment := instant_of(text, context)))


def _minutes(message: Message, context: Context) -> int | None:
    """SCH-9, else the length of a resource's use, else the time between start and end (TQ1, SCH-11)."""
    sch, tq1 = message.first("SCH"), message.first("TQ1")
    stated = [(sch.text(9), sch.text(10))]
    stated += [
        (segment.text(length), segment.text(unit))
        for name, (_, length, unit) in _RESOURCES.items()
        for segment in message.all(name)
    ]
    lengths = [_in_minutes(length, unit) for length, unit in stated]
    lengths += [
        _between(tq1.text(7), tq1.text(8), context),
        _between(sch.text(11, 4), sch.text(11, 5), context),
    ]
    return next((length for length in lengths if length), None)


def _in_minutes(length: str, unit: str) -> int | None:
    if not length.isdecimal() or len(length) > 6:
        return None
    factor = _MINUTES.get(unit.upper().removesuffix("UTES").removesuffix("S") or unit.upper(), 1)
    return _believable(round(int(length) * factor))


def _between(start: str, end: str, context: Context) -> int | None:
    first, last = instant_of(start, context), instant_of(end, context)
    if not first or not last:
        return None
    return _believable(int((last - first).total_seconds()) // 60)


def _believable(minutes: int) -> int | None:
    """No appointment lasts a minute or a month: such a length is one in the wrong unit."""
    return minutes if _SHORTEST <= minutes <= _LONGEST else None


def _reason(message: Message, sch: Segment) -> str:
    """What will be done: SCH-7, else the services (AIS-3), else the kind of appointment (SCH-8), else SCH-6."""
    services = ", ".join(dict.fromkeys(label for ais in message.all("AIS") if (label := label_in(ais, 3))))
    told = (label_in(sch, 7), services, label_in(sch, 8), label_in(sch, 6))
    return next((reason for reason in told if reason), "")


def _practitioner(message: Message, sch: Segment) -> str:
    """Who sees the patient: every AIP-3, else the contact of the agenda (SCH-16), else the attending doctor."""
    people = [person_named(person) for aip in message.all("AIP") for person in aip.repetitions(3)]
    told = ", ".join(dict.fromkeys(name for name in people if name))
    spare = (sch.repetition(16), message.first("PV1").repetition(7))
    return told or next((name for person in spare if (name := person_named(person))), "")


def _place(message: Message) -> str:
    """Where: every AIL-3, else PV1-3; what a place is called, then its room."""
    places = [place_in(segment, 3) for segment in [*message.all("AIL"), message.first("PV1")]]
    written = [" ".join(part for part in (place.ward, place.room, place.bed) if part) for place in places]
    here = dict.fromkeys(text for text in written[:-1] if text)
    return ", ".join(here) or written[-1]
