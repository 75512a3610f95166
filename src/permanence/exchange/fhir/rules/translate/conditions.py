"""Diagnoses and problems (Condition)."""

from permanence.care.charts.rules import ConditionFact
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.coded import coded, has_code, label
from permanence.exchange.fhir.rules.elements import text
from permanence.exchange.fhir.rules.resources import Resource

_OVER = frozenset({"inactive", "remission", "resolved"})
_NOT_SO = frozenset({"refuted", "entered-in-error"})
_OF_STAY = "encounter-diagnosis"


def conditions_of(resource: Resource, about: About) -> tuple[ConditionFact, ...]:
    """The one condition that a resource is. A problem is the patient's, a diagnosis of a stay is of that stay."""
    body = (resource.before or resource).body
    what = coded(body, "code")
    if resource.type != "Condition" or not what:
        return ()
    over = has_code(body, "clinicalStatus", _OVER) or any(
        text(body, name) for name in ("abatementDateTime", "abatementString")
    )
    never = resource.is_deletion or has_code(body, "verificationStatus", _NOT_SO)
    where = label(body, "bodySite")
    words = f"{what.label} ({where})" if where and where.lower() not in what.label.lower() else what.label
    stay = about.stay if has_code(body, "category", {_OF_STAY}) else None
    active = not (over or never)
    return (ConditionFact(about.patient, stay, what.code, words, "", about.said_at, about.source, active),)
