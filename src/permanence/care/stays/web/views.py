"""Screens of stays."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from permanence.care.patients import operations as patients
from permanence.care.patients import queries as people
from permanence.care.stays import operations, queries
from permanence.care.stays.web.forms import RelativeForm
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


@opens_to(*queries.DESK)
@sensitive_post_parameters("family", "given", "birth_date", "phone")
@require_http_methods(["GET", "POST"])
def relative(request: HttpRequest) -> HttpResponse:
    """Where somebody's relative is, by POST: an address is kept in histories and logs and must name nobody."""
    form, answer = RelativeForm(request.POST or None), None
    if form.is_valid():
        asked = queries.AskedFor(**form.cleaned_data)
        answer = operations.answer_relative(asked=asked, by=person_behind(request), occurred_at=clock.now())
    status = 422 if form.is_bound and answer is None else 200
    return render(request, "stays/relative.html", {"form": form, "answer": answer}, status=status)
