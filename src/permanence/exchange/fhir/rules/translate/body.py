"""What was done to a patient and what is in the body (Procedure, DeviceUseStatement, Device)."""

from permanence.care.charts.rules import DeviceFact, DeviceStatus, ProcedureFact, ProcedureStatus
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.coded import coded, labels
from permanence.exchange.fhir.rules.elements import Element, element, elements, instant_in, text
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import codeable, coded_or_known, own_number, words

_PROCEDURES = {status.value: status for status in ProcedureStatus} | {
    "suspended": ProcedureStatus.ON_HOLD,
    "aborted": ProcedureStatus.STOPPED,
}
_DEVICES = {status.value: status for status in DeviceStatus} | {"inactive": DeviceStatus.COMPLETED}


def procedures_of(resource: Resource, about: About) -> tuple[ProcedureFact, ...]:
    """The procedure that a resource is, with its state."""
    body = (resource.before or resource).body
    what = coded(body, "code")
    if resource.type != "Procedure" or not what:
        return ()
    zone = about.context.time_zone
    moments = (
        instant_in(body, zone, "performedDateTime"),
        instant_in(body, zone, "performedPeriod", "start"),
        instant_in(body, zone, "occurrenceDateTime"),
        instant_in(body, zone, "occurrencePeriod", "start"),
    )
    people = (words(resource, about.context, element(one, "actor")) for one in elements(body, "performer"))
    said = "entered-in-error" if resource.is_deletion else text(body, "status").lower()
    fact = ProcedureFact(
        patient=about.patient,
        stay=about.stay,
        number=own_number(resource, about.context),
        code=what.code,
        label=what.label,
        body_site=labels(body, "bodySite"),
        status=_PROCEDURES.get(said, ProcedureStatus.UNKNOWN),
        performed_at=next((moment for moment in moments if moment), None),
        performed_by=", ".join(dict.fromkeys(name for name in people if name)),
        occurred_at=about.said_at,
        source=about.source,
    )
    return (fact,)


def devices_of(resource: Resource, about: About) -> tuple[DeviceFact, ...]:
    """The device that a resource says is used, or that is a patient's own.

    A Device and the statement of its use are one device: both go by the address of the Device.
    """
    body = (resource.before or resource).body
    if resource.type == "Device":
        return _own(resource, about, body)
    if resource.type not in {"DeviceUseStatement", "DeviceUsage"}:
        return ()
    concept, pointer = codeable(body, "device")
    what = coded_or_known(resource, about.context, concept, pointer or element(body, "device"))
    if not what:
        return ()
    zone = about.context.time_zone
    said = "entered-in-error" if resource.is_deletion else text(body, "status").lower()
    starts = (
        instant_in(body, zone, "timingPeriod", "start"),
        instant_in(body, zone, "timingDateTime"),
        instant_in(body, zone, "recordedOn"),
    )
    fact = DeviceFact(
        patient=about.patient,
        stay=about.stay,
        number=own_number(resource, about.context),
        code=what.code,
        label=what.label,
        body_site=labels(body, "bodySite"),
        detail="\n".join(text(one, "text") for one in elements(body, "note") if text(one, "text")),
        status=_DEVICES.get(said, DeviceStatus.ACTIVE),
        starts_at=next((moment for moment in starts if moment), None),
        ends_at=instant_in(body, zone, "timingPeriod", "end"),
        occurred_at=about.said_at,
        source=about.source,
    )
    return (fact,)


def _own(resource: Resource, about: About, body: Element) -> tuple[DeviceFact, ...]:
    what = coded(body, "type")
    name = what.label or text(body, "deviceName", "name")
    if not name:
        return ()
    said = "entered-in-error" if resource.is_deletion else text(body, "status").lower()
    serial = text(body, "serialNumber")
    details = (text(body, "manufacturer"), text(body, "modelNumber"), f"n° {serial}" if serial else "")
    fact = DeviceFact(
        patient=about.patient,
        stay=None,
        number=own_number(resource, about.context),
        code=what.code,
        label=name,
        body_site="",
        detail=", ".join(one for one in details if one),
        status=_DEVICES.get(said, DeviceStatus.ACTIVE),
        starts_at=None,
        ends_at=None,
        occurred_at=about.said_at,
        source=about.source,
    )
    return (fact,)
