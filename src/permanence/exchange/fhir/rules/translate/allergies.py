"""Allergies and intolerances (AllergyIntolerance)."""

from permanence.care.charts.rules import AllergyFact, AllergyListFact
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.coded import Coded, coded, has_code, labels
from permanence.exchange.fhir.rules.elements import Element, elements, text
from permanence.exchange.fhir.rules.resources import Resource

# HL7 table 0127, in which the chart keeps kinds.
_KINDS = {"medication": "DA", "food": "FA", "environment": "EA", "biologic": "DA"}
# HL7 table 0128, by how bad the worst reaction was, and by how bad the next one may be.
_SEVERITIES = {"severe": "SV", "moderate": "MO", "mild": "MI"}
_WORST_FIRST = ("SV", "MO", "MI")
_CRITICAL = "high"
_OVER = frozenset({"inactive", "resolved"})
_NOT_SO = frozenset({"refuted", "entered-in-error"})


def allergies_of(resource: Resource, about: About) -> tuple[AllergyListFact, ...]:
    """The one allergy that a resource is, or takes back; each adds to those told before.

    Not confirmed is still told: what is only suspected may harm as well.
    """
    body = (resource.before or resource).body
    substance = coded(body, "code") or _of_reaction(body)
    if resource.type != "AllergyIntolerance" or not substance:
        return ()
    removed = (
        resource.is_deletion
        or has_code(body, "clinicalStatus", _OVER)
        or has_code(body, "verificationStatus", _NOT_SO)
        or text(body, "status") in _OVER | _NOT_SO
    )
    allergy = AllergyFact(
        code=substance.code,
        label=substance.label,
        kind=_KINDS.get(text(body, "category"), "MA"),
        severity=_severity(body),
        reaction=", ".join(dict.fromkeys(_reactions(body))),
        removed=removed,
    )
    return (AllergyListFact(about.patient, (allergy,), complete=False, occurred_at=about.said_at, source=about.source),)


def _of_reaction(body: Element) -> Coded:
    return next((found for one in elements(body, "reaction") if (found := coded(one, "substance"))), coded({}))


def _severity(body: Element) -> str:
    told = {_SEVERITIES.get(text(one, "severity"), "U") for one in elements(body, "reaction")}
    if text(body, "criticality") == _CRITICAL:
        return "SV"
    return next((severity for severity in _WORST_FIRST if severity in told), "U")


def _reactions(body: Element) -> list[str]:
    told = [labels(one, "manifestation") or text(one, "description") for one in elements(body, "reaction")]
    return [one for one in told if one]
