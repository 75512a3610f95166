"""Medication ordered (MedicationRequest), taken (MedicationStatement) and given (MedicationAdministration)."""

from collections.abc import Iterable
from datetime import datetime

from permanence.care.charts.rules import AdministrationFact, AdministrationStatus, TreatmentFact
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.coded import Coded, has_code, label, labels, quantity, ratio, spread
from permanence.exchange.fhir.rules.elements import Element, element, elements, instant_in, text, texts, truth
from permanence.exchange.fhir.rules.references import reference_in
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import codeable, coded_or_known, own_number, words

# HL7 table 0119, in which the chart keeps what becomes of an order.
_BEGINS, _HOLDS, _ENDS, _CANCELS = "NW", "HD", "DC", "CA"
_STATES = {
    "active": _BEGINS, "on-hold": _HOLDS, "cancelled": _CANCELS, "completed": _ENDS, "stopped": _ENDS, "ended": _ENDS,
    "entered-in-error": _CANCELS, "intended": _BEGINS, "not-taken": _ENDS, "recorded": _BEGINS, "unknown": _BEGINS,
}  # fmt: skip
# What is only thought of is no treatment yet.
_NO_ORDER = frozenset({"proposal", "plan", "option"})
_ON_THE_WARD = "inpatient"
_ORDERS = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage"})
# R4's words, and those of its elders.
_GIVEN = {
    "completed": AdministrationStatus.COMPLETED, "in-progress": AdministrationStatus.IN_PROGRESS,
    "not-done": AdministrationStatus.NOT_DONE, "on-hold": AdministrationStatus.ON_HOLD,
    "stopped": AdministrationStatus.STOPPED, "entered-in-error": AdministrationStatus.ENTERED_IN_ERROR,
}  # fmt: skip
_WHENS = {
    "MORN": "morning", "NOON": "noon", "AFT": "afternoon", "EVE": "evening", "NIGHT": "night", "HS": "bedtime",
    "AC": "before meals", "PC": "after meals", "ACM": "before breakfast", "ACD": "before lunch",
    "ACV": "before dinner", "PCM": "after breakfast", "PCD": "after lunch", "PCV": "after dinner", "C": "meals",
    "CM": "breakfast", "CD": "lunch", "CV": "dinner", "WAKE": "on waking",
}  # fmt: skip


def treatments_of(resource: Resource, about: About) -> tuple[TreatmentFact, ...]:
    """The order that a resource is, as it stands; what is a proposal, a draft, or forbids a drug is none."""
    body = (resource.before or resource).body
    drug = drug_of(resource, about, body)
    status = "entered-in-error" if resource.is_deletion else text(body, "status").lower()
    order = _STATES.get(status)
    is_none = text(body, "intent") in _NO_ORDER or truth(body, "doNotPerform") is True
    if resource.type not in _ORDERS or not drug or order is None or is_none:
        return ()
    dosages = elements(body, "dosageInstruction") or elements(body, "dosage")
    first = dosages[0] if dosages else {}
    zone = about.context.time_zone
    timing = element(first, "timing", "repeat")
    starts_at = (
        instant_in(timing, zone, "boundsPeriod", "start")
        or instant_in(body, zone, "effectivePeriod", "start")
        or instant_in(body, zone, "effectiveDateTime")
        or instant_in(body, zone, "dispenseRequest", "validityPeriod", "start")
        or instant_in(body, zone, "authoredOn")
    )
    ends_at = instant_in(timing, zone, "boundsPeriod", "end") or instant_in(body, zone, "effectivePeriod", "end")
    fact = TreatmentFact(
        patient=about.patient,
        # What was prescribed at a visit goes on after it, unless it was for the ward.
        stay=about.stay if has_code(body, "category", {_ON_THE_WARD}) else None,
        order_number=own_number(resource, about.context),
        status=order,
        label=drug.label,
        dose=_joined(_dose(one) for one in dosages),
        route=_joined(label(one, "route") for one in dosages),
        frequency=_joined(_frequency(one) for one in dosages),
        starts_at=starts_at,
        ends_at=ends_at,
        last_given_at=None,
        occurred_at=about.said_at,
        source=about.source,
    )
    return (fact,)


def administrations_of(resource: Resource, about: About) -> tuple[AdministrationFact, ...]:
    """The dose that a resource is: given, or not and why. One without an hour is no news of when it was given."""
    body = (resource.before or resource).body
    drug = drug_of(resource, about, body)
    given_at = _given_at(body, about)
    if resource.type != "MedicationAdministration" or not drug or given_at is None:
        return ()
    status = "entered-in-error" if resource.is_deletion else text(body, "status").lower()
    dosage = element(body, "dosage")
    amount = quantity(dosage, "dose") or quantity(dosage, "rateQuantity") or ratio(element(dosage, "rateRatio"))
    fact = AdministrationFact(
        patient=about.patient,
        stay=about.stay,
        order_number=_order_of(resource, about, body),
        code=drug.code,
        label=drug.label,
        dose=amount or text(dosage, "text"),
        route=label(dosage, "route"),
        status=_GIVEN.get(status, AdministrationStatus.UNKNOWN),
        given_at=given_at,
        given_by=_joined(words(resource, about.context, element(one, "actor")) for one in elements(body, "performer")),
        reason=labels(body, "statusReason") or labels(body, "reasonNotGiven"),
        occurred_at=about.said_at,
        source=about.source,
    )
    return (fact,)


def forbidden_drug(resource: Resource, about: About) -> Coded | None:
    """The drug that a resource says must not be given."""
    is_said = resource.type == "MedicationRequest" and truth(resource.body, "doNotPerform") is True
    return drug_of(resource, about, resource.body) or None if is_said else None


def drug_of(resource: Resource, about: About, body: Element) -> Coded:
    """What is ordered or given: by its code, or by the Medication that is referred to or contained."""
    concept, pointer = codeable(body, "medication")
    return coded_or_known(resource, about.context, concept, pointer)


def _given_at(body: Element, about: About) -> datetime | None:
    zone = about.context.time_zone
    names = ("effectiveDateTime", "occurenceDateTime", "occurrenceDateTime", "effectiveTimeDateTime")
    moments = [instant_in(body, zone, name) for name in names]
    moments += [
        instant_in(body, zone, name, "start") for name in ("effectivePeriod", "occurencePeriod", "effectiveTimePeriod")
    ]
    return next((moment for moment in moments if moment), None)


def _order_of(resource: Resource, about: About, body: Element) -> str:
    pointed = reference_in(body, resource, about.context, "request")
    return "|".join(pointed.address.key) if pointed.address else ""


def _dose(dosage: Element) -> str:
    told = element(dosage, "doseAndRate") or dosage
    amount = quantity(told, "doseQuantity") or spread(element(told, "doseRange"))
    rate = quantity(told, "rateQuantity") or ratio(element(told, "rateRatio")) or spread(element(told, "rateRange"))
    return ", ".join(part for part in (amount, rate) if part)


def _frequency(dosage: Element) -> str:
    """The instructions in the sender's words, else what the timing says."""
    if said := text(dosage, "text"):
        return said
    timing = element(dosage, "timing")
    repeat = element(timing, "repeat")
    parts = [label(timing, "code"), *_repeated(repeat)]
    parts.append(", ".join(_WHENS.get(when, when) for when in texts(repeat, "when")))
    parts.append(", ".join(texts(repeat, "timeOfDay")))
    parts.append(_as_needed(dosage))
    return ", ".join(part for part in parts if part)


def _repeated(repeat: Element) -> Iterable[str]:
    times, period, unit = (text(repeat, name) for name in ("frequency", "period", "periodUnit"))
    most = text(repeat, "frequencyMax")
    if period and unit:
        yield f"{times or '1'}{f'-{most}' if most else ''} x / {'' if period in {'1', '1.0'} else period + ' '}{unit}"


def _as_needed(dosage: Element) -> str:
    reason = label(dosage, "asNeededCodeableConcept") or labels(dosage, "asNeededFor")
    if reason:
        return f"PRN ({reason})"
    return "PRN" if truth(dosage, "asNeededBoolean") or truth(dosage, "asNeeded") else ""


def _joined(told: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(one for one in told if one))
