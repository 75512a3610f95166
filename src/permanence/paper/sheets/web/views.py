"""Looking a sheet up by its number; it shows no patient's data, only what the sheet is and where its file lies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permanence.foundation.actors import ALL_ROLES
from permanence.foundation.doors import opens_to
from permanence.foundation.places import queries as places
from permanence.paper.sheets import queries
from permanence.paper.sheets.web.forms import NumberForm


@opens_to(*ALL_ROLES)
def lookup(request: HttpRequest) -> HttpResponse:
    """One big field; what the box knows of the sheet; else what is on paper."""
    form = NumberForm(request.GET) if "number" in request.GET else NumberForm()
    number = form.cleaned_data["number"] if form.is_bound and form.is_valid() else None
    row = queries.sheet(number) if number else None
    context = {
        "form": form,
        "number": number,
        "sheet": row,
        "ward_name": _ward_name(row),
        "state_label": queries.state_label,
        "piles": () if row else queries.on_paper(),
    }
    return render(request, "sheets/lookup.html", context)


def _ward_name(row: queries.SheetRow | None) -> str:
    if row is None or row.ward is None:
        return ""
    return places.labels([row.ward]).get(row.ward, "")
