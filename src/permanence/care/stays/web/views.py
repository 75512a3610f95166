"""Screens of stays."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from permanence.care.patients import operations as patients
from permanence.care.patients import queries as people
from permanence.care.stays import queries
from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind


@opens_to(*queries.READERS_OF_CONTESTS)
@require_GET
def contested(request: HttpRequest) -> HttpResponse:
    """Stay numbers that came with two patients, for somebody to settle with the sender."""
    rows = queries.contested()
    known = people.patients({one.patient for row in rows for one in (row.stay, row.held_by)})
    patients.account_for_reads(
        patients=list(known), screen="stays:contested", by=person_behind(request), occurred_at=clock.now()
    )
    return render(request, "stays/contested.html", {"rows": rows, "patients": known})
