"""Screens of the paper archive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from permanence.care.archive import operations, queries
from permanence.care.archive.web.forms import SearchForm
from permanence.foundation import clock
from permanence.foundation.actors import CARE_ROLES, Role
from permanence.foundation.doors import opens_to, person_behind

MOST_RESULTS = 30


@opens_to(*CARE_ROLES, Role.AUDITOR)
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Find a paper file; by POST, because an address is kept in histories and logs and must name nobody."""
    form = SearchForm(request.POST or None)
    rows = None
    if request.method == "POST" and form.is_valid():
        rows = queries.search(form.cleaned_data["text"], limit=MOST_RESULTS)
        operations.account_for_search(
            entries=[row.id for row in rows],
            patients_shown=[one.id for row in rows for one in row.patients],
            screen="archive:search",
            by=person_behind(request),
            occurred_at=clock.now(),
        )
    context = {"form": form, "rows": rows, "most": MOST_RESULTS, "count": queries.entry_count()}
    return render(request, "archive/search.html", context)
