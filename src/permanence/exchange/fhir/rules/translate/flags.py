"""What those who touch a patient must know first (Flag, and observations that decide on resuscitation)."""

from permanence.care.charts.rules import CodeStatusFact, PrecautionFact
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.coded import Coded, coded, codes
from permanence.exchange.fhir.rules.elements import elements, instant_in, text
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import words
from permanence.exchange.fhir.rules.translate.treatments import forbidden_drug
from permanence.exchange.hl7v2.rules.translate.code_status import decides, is_code_status

# Flags that are about papers and money, not about touching somebody (FHIR flag-category).
_NOT_CARE = frozenset({"admin", "contact"})
_TAKEN_BACK = frozenset({"inactive", "entered-in-error", "rejected"})
_WITHDRAWN = frozenset({"entered-in-error", "cancelled"})
# Kept as one text, which whoever reads it must understand in either language.
_NOT_TO_BE_GIVEN = "NE PAS DONNER / DO NOT GIVE: {drug}"


def precautions_of(resource: Resource, about: About) -> tuple[PrecautionFact, ...]:
    """A flag that holds, or holds no more; and a drug that must not be given."""
    if drug := forbidden_drug(resource, about):
        active = text(resource.body, "status") == "active"
        label = _NOT_TO_BE_GIVEN.format(drug=drug.label)
        return (
            _precaution(about, Coded(f"do-not-give:{drug.code or drug.label}", label), active=active, of_stay=False),
        )
    body = (resource.before or resource).body
    what = coded(body, "code")
    of_care = not _NOT_CARE.issuperset(set(codes(body, "category")) or {""})
    if resource.type != "Flag" or not what or _is_decision(what) or not of_care:
        return ()
    return (_precaution(about, what, active=_holds(resource, about), of_stay=True),)


def code_statuses_of(resource: Resource, about: About) -> tuple[CodeStatusFact, ...]:
    """A decision on resuscitation or on limits to care, or one taken back."""
    body = (resource.before or resource).body
    if resource.type == "Flag":
        what, value = coded(body, "code"), Coded("", "")
        active = _holds(resource, about)
    elif resource.type == "Observation":
        what = coded(body, "code")
        value = coded(body, "valueCodeableConcept") or Coded("", text(body, "valueString"))
        active = not resource.is_deletion and text(body, "status") not in _WITHDRAWN
    else:
        return ()
    if not what or not _is_decision(what):
        return ()
    resuscitate = decides(value.code or what.code, value.label or what.label)
    zone = about.context.time_zone
    authors = [*elements(body, "performer"), *elements(body, "author")]
    fact = CodeStatusFact(
        patient=about.patient,
        stay=about.stay,
        code=what.code or what.label,
        label=what.label,
        value=value.label,
        resuscitate=resuscitate if active else None,
        stated_by=", ".join(name for one in authors if (name := words(resource, about.context, one))),
        stated_at=instant_in(body, zone, "effectiveDateTime") or instant_in(body, zone, "period", "start"),
        occurred_at=about.said_at,
        source=about.source,
        active=active,
    )
    return (fact,)


def _precaution(about: About, what: Coded, *, active: bool, of_stay: bool) -> PrecautionFact:
    stay = about.stay if of_stay else None
    return PrecautionFact(about.patient, stay, what.code, what.label, active, about.said_at, about.source)


def _holds(resource: Resource, about: About) -> bool:
    body = (resource.before or resource).body
    end = instant_in(body, about.context.time_zone, "period", "end")
    over = end is not None and end <= about.said_at
    return not (resource.is_deletion or over or text(body, "status").lower() in _TAKEN_BACK)


def _is_decision(what: Coded) -> bool:
    return is_code_status(f"{what.code}^{what.label}")
