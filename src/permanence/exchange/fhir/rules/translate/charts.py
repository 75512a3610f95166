"""Everything a resource tells of a patient's care."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from permanence.exchange.feeds.rules.told import About, ChartFacts, Context
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.allergies import allergies_of
from permanence.exchange.fhir.rules.translate.body import devices_of, procedures_of
from permanence.exchange.fhir.rules.translate.conditions import conditions_of
from permanence.exchange.fhir.rules.translate.contacts import contacts_of
from permanence.exchange.fhir.rules.translate.context import said_at
from permanence.exchange.fhir.rules.translate.documents import documents_of
from permanence.exchange.fhir.rules.translate.flags import code_statuses_of, precautions_of
from permanence.exchange.fhir.rules.translate.observations import reports_of
from permanence.exchange.fhir.rules.translate.treatments import administrations_of, treatments_of

# What each type tells, by the kind of fact.
_TELLERS: dict[str, dict[str, Callable[[Resource, About], tuple[Any, ...]]]] = {
    "Patient": {"contacts": contacts_of},
    "RelatedPerson": {"contacts": contacts_of},
    "AllergyIntolerance": {"allergies": allergies_of},
    "Condition": {"conditions": conditions_of},
    "MedicationRequest": {"treatments": treatments_of, "precautions": precautions_of},
    "MedicationStatement": {"treatments": treatments_of},
    "MedicationUsage": {"treatments": treatments_of},
    "MedicationAdministration": {"administrations": administrations_of},
    "Observation": {"reports": reports_of, "code_statuses": code_statuses_of},
    "DiagnosticReport": {"reports": reports_of, "documents": documents_of},
    "Procedure": {"procedures": procedures_of},
    "Device": {"devices": devices_of},
    "DeviceUseStatement": {"devices": devices_of},
    "DeviceUsage": {"devices": devices_of},
    "Flag": {"precautions": precautions_of, "code_statuses": code_statuses_of},
    **{name: {"documents": documents_of} for name in ("DocumentReference", "Composition", "ServiceRequest", "Media")},
}
# Types of which the picture holds something; the others are kept as they came, and counted.
OF_CARE = frozenset({*_TELLERS, "Appointment"}) - {"Patient"}
TOLD = OF_CARE | {"Patient", "Encounter"}
_NOTHING = ChartFacts()


def chart_facts_of(resource: Resource, context: Context, patient: UUID, stay: UUID | None) -> ChartFacts:
    """What a resource tells of its patient's care."""
    tellers = _TELLERS.get(resource.type)
    if tellers is None:
        return _NOTHING
    about = About(context, patient, stay, said_at(resource, context))
    return ChartFacts(**{kind: tell(resource, about) for kind, tell in tellers.items()})
