"""The screen of one patient's chart."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from permanence.care.charts import queries
from permanence.care.patients import operations as patients
from permanence.care.patients.queries import CONTACT_ROLES, NO_CONTACTS
from permanence.care.stays.queries import STATE_NAMES
from permanence.foundation import clock
from permanence.foundation.actors import CARE_ROLES
from permanence.foundation.doors import opens_to, person_behind

# The words that the page shares with paper.
_WORDS = {
    "empty_sections": queries.EMPTY_SECTIONS,
    "dose_states": queries.DOSE_STATES,
    "procedure_states": queries.PROCEDURE_STATES,
    "resuscitation_words": queries.resuscitation_words,
    "contact_roles": CONTACT_ROLES,
    "no_contacts": NO_CONTACTS,
}


@opens_to(*CARE_ROLES)
@require_GET
def patient(request: HttpRequest, patient: UUID) -> HttpResponse:
    """What must be known of a patient at 3 a.m., the dangers first."""
    chart = queries.patient_chart(patient)
    if chart is None:
        raise Http404
    if chart.person.id != patient:
        return redirect("charts:patient", chart.person.id)
    patients.account_for_read(
        patient=patient, screen="charts:patient", by=person_behind(request), occurred_at=clock.now()
    )
    return render(request, "charts/patient.html", {"chart": chart, "states": STATE_NAMES, **_WORDS})
