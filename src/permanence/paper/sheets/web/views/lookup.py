"""Looking a sheet up by its number, typed or scanned."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from permanence.foundation import clock
from permanence.foundation.actors import ALL_ROLES
from permanence.foundation.doors import opens_to, person_behind
from permanence.foundation.places import queries as places
from permanence.paper.sheets import queries
from permanence.paper.sheets.web.forms import NumberForm


@opens_to(*ALL_ROLES)
@require_GET
def lookup(request: HttpRequest) -> HttpResponse:
    """One big field; what the box knows of the sheet; else what waits for somebody."""
    form = NumberForm(request.GET) if "number" in request.GET else NumberForm()
    number = form.cleaned_data["number"] if form.is_bound and form.is_valid() else None
    row = queries.sheet(number) if number else None
    context = {
        "form": form,
        "number": number,
        "sheet": row,
        "ward_name": places.labels([row.ward]).get(row.ward, "") if row and row.ward else "",
        "state_label": queries.state_label,
        "proof_label": queries.proof_label,
        "keeps": not person_behind(request).roles.isdisjoint(queries.KEEPERS),
        "lists": () if row else queries.all_waiting(at=clock.now()).items(),
        "list_names": queries.LIST_NAMES,
        "copies": None if row else queries.copies_waiting(),
    }
    return render(request, "sheets/lookup.html", context)
