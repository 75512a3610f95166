"""Everything a resource tells of a patient's care."""

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

# Types of which the picture holds something; the others are kept as they came, and counted.
OF_CARE = frozenset({
    "AllergyIntolerance", "Condition", "MedicationRequest", "MedicationStatement", "MedicationUsage",
    "MedicationAdministration", "Observation", "DiagnosticReport", "Procedure", "Device", "DeviceUseStatement",
    "DeviceUsage", "Flag", "RelatedPerson", "Appointment", "DocumentReference", "Composition", "ServiceRequest",
    "Media",
})  # fmt: skip
TOLD = OF_CARE | {"Patient", "Encounter"}


def chart_facts_of(resource: Resource, context: Context, patient: UUID, stay: UUID | None) -> ChartFacts:
    """What a resource tells of its patient's care."""
    about = About(context, patient, stay, said_at(resource, context))
    return ChartFacts(
        allergies=allergies_of(resource, about),
        conditions=conditions_of(resource, about),
        treatments=treatments_of(resource, about),
        administrations=administrations_of(resource, about),
        precautions=precautions_of(resource, about),
        code_statuses=code_statuses_of(resource, about),
        devices=devices_of(resource, about),
        procedures=procedures_of(resource, about),
        contacts=contacts_of(resource, about),
        reports=reports_of(resource, about),
        documents=documents_of(resource, about),
    )
