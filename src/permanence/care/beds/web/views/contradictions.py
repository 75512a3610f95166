"""What was told of beds and cannot be true."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from permanence.care.beds import queries
from permanence.care.patients import operations as patients
from permanence.foundation import clock
from permanence.foundation.actors import CARE_ROLES
from permanence.foundation.doors import opens_to, person_behind


@opens_to(*CARE_ROLES)
@require_GET
def contradictions(request: HttpRequest) -> HttpResponse:
    """Two patients in a bed, a patient in two beds, a patient in a closed bed: somebody must go and look."""
    rows = queries.contradictions()
    patients.account_for_reads(
        patients=[one.patient.id for row in rows for one in row.lying if one.patient],
        screen="beds:contradictions",
        by=person_behind(request),
        occurred_at=clock.now(),
    )
    return render(request, "beds/contradictions.html", {"rows": rows})
