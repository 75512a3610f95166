"""Appointments (Appointment) and who and where they are with."""

from datetime import datetime
from uuid import UUID

from permanence.care.agenda.rules import AppointmentFact, AppointmentState
from permanence.exchange.feeds.rules.refusals import Reason, Refusal
from permanence.exchange.feeds.rules.told import Context
from permanence.exchange.fhir.rules.coded import label, labels
from permanence.exchange.fhir.rules.elements import Element, element, elements, instant_in, text, whole
from permanence.exchange.fhir.rules.references import authority_of, own_addresses, reference
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import known, said_at, words

_STATES = {
    "cancelled": AppointmentState.CANCELLED, "entered-in-error": AppointmentState.CANCELLED,
    "noshow": AppointmentState.NO_SHOW,
}  # fmt: skip
# Asked for by somebody, or waiting for a slot: nobody is expected yet.
_NOT_BOOKED = frozenset({"proposed", "waitlist"})
_PEOPLE = frozenset({"Practitioner", "PractitionerRole", "CareTeam"})
_PLACES = frozenset({"Location", "HealthcareService"})
_LONGEST = 60 * 24 * 31


def appointments_of(resource: Resource, context: Context, patient: UUID | None) -> tuple[AppointmentFact, ...]:
    """The appointment that a resource is. Raises `Refusal` when it has no number, or no hour."""
    body = (resource.before or resource).body
    status = "cancelled" if resource.is_deletion else text(body, "status").lower()
    if resource.type != "Appointment" or status in _NOT_BOOKED or not body:
        return ()
    number, authority = _number(resource, context)
    starts_at = _instant(body, context, "start")
    if starts_at is None:
        raise Refusal(Reason.NO_APPOINTMENT_TIME, location="Appointment.start")
    with_whom, where = _participants(resource, context, body)
    fact = AppointmentFact(
        number=number,
        authority=authority,
        patient=patient,
        state=_STATES.get(status, AppointmentState.BOOKED),
        starts_at=starts_at,
        minutes=_minutes(body, context),
        reason=_reason(body),
        practitioner=with_whom,
        place=where,
        phone="",
        occurred_at=said_at(resource, context),
        source=context.source,
    )
    return (fact,)


def _number(resource: Resource, context: Context) -> tuple[str, str]:
    """The agenda's own number, else the resource's address."""
    for one in elements((resource.before or resource).body, "identifier"):
        if value := text(one, "value"):
            return value, authority_of(text(one, "system")) or context.feed
    for address in own_addresses(resource, context):
        authority, number = address.key
        return number, authority
    raise Refusal(Reason.NO_APPOINTMENT, location="Appointment.identifier")


def _instant(body: Element, context: Context, name: str) -> datetime | None:
    return instant_in(body, context.time_zone, name) or instant_in(body, context.time_zone, "requestedPeriod", name)


def _minutes(body: Element, context: Context) -> int | None:
    stated = whole(body, "minutesDuration")
    if stated:
        return stated if stated <= _LONGEST else None
    start, end = _instant(body, context, "start"), _instant(body, context, "end")
    length = int((end - start).total_seconds()) // 60 if start and end else 0
    return length if 0 < length <= _LONGEST else None


def _participants(resource: Resource, context: Context, body: Element) -> tuple[str, str]:
    """Who sees the patient, and where."""
    people, places = [], []
    for one in elements(body, "participant"):
        actor = element(one, "actor")
        told = known(resource, context, actor)
        address = reference(actor, resource, context).address
        type_ = (told.type if told else "") or (address.type if address else "") or text(actor, "type")
        name = words(resource, context, actor)
        if name and type_ in _PEOPLE and text(one, "status") != "declined":
            people.append(name)
        elif name and type_ in _PLACES:
            places.append(name)
    service = labels(body, "serviceType") if not places else ""
    return ", ".join(dict.fromkeys(people)), ", ".join(dict.fromkeys(places)) or service


def _reason(body: Element) -> str:
    told = (labels(body, "reasonCode"), labels(body, "reason"), text(body, "description"), labels(body, "serviceType"),
            label(body, "appointmentType"), labels(body, "specialty"), text(body, "comment"))  # fmt: skip
    return next((one for one in told if one), "")
