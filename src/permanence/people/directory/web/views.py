"""Screens of the directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind
from permanence.people.directory import queries
from permanence.people.directory.web.forms import StaffForm

# Whoever calls people in at night, and whoever keeps the list.
CALLERS = frozenset({Role.HR, Role.NIGHT_MANAGER, Role.CRISIS_CELL})


@opens_to(*CALLERS, Role.ADMISSIONS, Role.NURSE, Role.DOCTOR, Role.SECRETARY, Role.IT)
@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """Who works here; private numbers only for whoever calls people in."""
    form = StaffForm(request.GET or None)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    page = _page(request)
    rows = queries.staff(text=text, page=page)
    context = {
        "form": form,
        "rows": rows,
        "text": text,
        "count": queries.staff_count(),
        "page": page,
        "more": len(rows) == queries.PAGE,
        "private": bool(person_behind(request).roles & CALLERS),
    }
    return render(request, "directory/staff.html", context)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1
