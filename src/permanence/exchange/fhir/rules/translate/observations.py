"""Observations and the reports that gather them (Observation, DiagnosticReport)."""

from collections.abc import Iterator
from datetime import datetime

from permanence.care.charts.rules import ReportFact, Result
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.coded import coded, codes, label, labels, ratio, spread, unit
from permanence.exchange.fhir.rules.elements import Element, element, elements, instant_in, text
from permanence.exchange.fhir.rules.references import reference
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import done_at, own_number, words

# HL7 tables 0085 and 0123, in which the chart keeps how far a result, and a report, is.
_RESULT_STATES = {
    "final": "F", "amended": "C", "corrected": "C", "appended": "C", "preliminary": "P", "partial": "P",
    "registered": "P", "cancelled": "X", "entered-in-error": "W",
}  # fmt: skip
_CORRECTS = frozenset({"C", "W", "X"})
# HL7 table 0078: what else v3 ObservationInterpretation says.
_FLAGS = {"HU": "HH", "LU": "LL", "H>": "HH", "L<": "LL", "HX": "HH", "LX": "LL", "E": "A", "POS": "A", "DET": "A"}
_SAYS_NOTHING = frozenset({"N", "NEG", "ND", "NR", "S", "IND", "CAR", "EXP", "NS", "SYN-S"})
_FLAG_ORDER = ("HH", "LL", "AA", ">", "<", "H", "L", "A")
_EFFECTIVE = ("effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued")


def reports_of(resource: Resource, about: About) -> tuple[ReportFact, ...]:
    """An observation with its components, as one report; of a report, what is written in it by itself.

    The lines of a report are observations of their own: each is told by itself, under the name of its report.
    """
    if resource.type == "Observation":
        return tuple(_observed(resource, about))
    return tuple(_reported(resource, about)) if resource.type == "DiagnosticReport" else ()


def _observed(resource: Resource, about: About) -> Iterator[ReportFact]:
    body = (resource.before or resource).body
    results = tuple(_results(resource, body, about))
    what, status = coded(body, "code"), _status(resource, body)
    if not results:
        return
    yield ReportFact(
        patient=about.patient,
        stay=about.stay,
        order_number=own_number(resource, about.context),
        code=what.code,
        label=resource.panel or (what.label if len(results) > 1 else _category(body) or what.label),
        status=status,
        results=results,
        occurred_at=_reported_at(resource, about, status),
        source=about.source,
    )


def _reported(resource: Resource, about: About) -> Iterator[ReportFact]:
    body = (resource.before or resource).body
    what = coded(body, "code")
    observed_at = done_at(resource, about.context, *_EFFECTIVE)
    status = _status(resource, body)
    results = [
        result
        for pointer in elements(body, "result")
        if (inside := reference(pointer, resource, about.context).contained)
        for result in _results(resource, inside, about)
    ]
    conclusion = text(body, "conclusion") or labels(body, "conclusionCode")
    if conclusion:
        results.append(Result(what.code, what.label, conclusion, "", "", "", status, observed_at))
    if results:
        yield ReportFact(
            patient=about.patient,
            stay=about.stay,
            order_number=own_number(resource, about.context),
            code=what.code,
            label=what.label,
            status=status,
            results=tuple(results),
            occurred_at=_reported_at(resource, about, status),
            source=about.source,
        )


def _results(resource: Resource, body: Element, about: About) -> Iterator[Result]:
    """The value of an observation, then each of its components; a mere group of others has neither."""
    zone = about.context.time_zone
    observed_at = (
        instant_in(body, zone, "effectiveDateTime")
        or instant_in(body, zone, "effectivePeriod", "start")
        or instant_in(body, zone, "effectiveInstant")
        or instant_in(body, zone, "issued")
    )
    status = _status(resource, body)
    note = "\n".join(said for one in elements(body, "note") if (said := text(one, "text")))
    components = elements(body, "component")
    for part in [body, *components]:
        what, value = coded(part, "code"), _value(part)
        absent = label(part, "dataAbsentReason")
        is_group = part is body and (components or elements(body, "hasMember")) and not absent
        if not what or (not value and (is_group or status == "P")):
            continue
        by = ", ".join(said for one in elements(body, "performer") if (said := words(resource, about.context, one)))
        yield Result(
            code=what.code,
            label=what.label,
            value=value or absent or "?",
            unit=unit(element(part, "valueQuantity")) if value else "",
            reference_range=_range(part),
            flag=_flag(part),
            status=status,
            observed_at=observed_at,
            note="\n".join(one for one in (note, by if note else "") if one),
        )


def _value(of: Element) -> str:
    """value[x] as a person reads it; the unit of a quantity is told beside it."""
    amount = element(of, "valueQuantity")
    if amount:
        return f"{text(amount, 'comparator')}{text(amount, 'value')}"
    readings = (
        label(of, "valueCodeableConcept"),
        text(of, "valueString"),
        _yes_or_no(of),
        text(of, "valueInteger"),
        spread(element(of, "valueRange")),
        ratio(element(of, "valueRatio")),
        text(of, "valueDateTime").replace("T", " ") or text(of, "valueTime"),
        _period(element(of, "valuePeriod")),
        "SampledData" if element(of, "valueSampledData") else "",
    )
    return next((value for value in readings if value), "")


def _yes_or_no(of: Element) -> str:
    said = of.get("valueBoolean")
    return {True: "+", False: "-"}.get(said, "") if isinstance(said, bool) else ""


def _period(period: Element) -> str:
    ends = [text(period, "start"), text(period, "end")]
    return " - ".join(ends) if any(ends) else ""


def _range(of: Element) -> str:
    told = []
    for one in elements(of, "referenceRange"):
        limits = spread({name: {"value": element(one, name).get("value")} for name in ("low", "high")})
        said = limits or text(one, "text")
        kind = label(one, "appliesTo") or label(one, "type")
        if said:
            told.append(f"{said} ({kind})" if kind and len(elements(of, "referenceRange")) > 1 else said)
    return "; ".join(told)


def _flag(of: Element) -> str:
    told = {code.upper() for code in codes(of, "interpretation")} - _SAYS_NOTHING
    flags = {_FLAGS.get(code, code) for code in told}
    return next((flag for flag in _FLAG_ORDER if flag in flags), next(iter(sorted(flags)), ""))


def _status(resource: Resource, body: Element) -> str:
    return "W" if resource.is_deletion else _RESULT_STATES.get(text(body, "status").lower(), "")


def _reported_at(resource: Resource, about: About, status: str) -> datetime:
    """When a report was issued; one that corrects or withdraws another came after it."""
    if status in _CORRECTS:
        return about.said_at
    return done_at(resource, about.context, "issued", *_EFFECTIVE) or about.said_at


def _category(body: Element) -> str:
    return labels(body, "category")
