"""The lists of sheets that somebody should see to, what lies on paper, and the counts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permanence.foundation import clock
from permanence.foundation.actors import ALL_ROLES
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.foundation.places import queries as places
from permanence.paper.sheets import operations, queries
from permanence.paper.sheets.web.forms import PatienceForm, WardForm

_PILES_A_PAGE = 100


def _page(request: HttpRequest) -> int:
    said = request.GET.get("page", "1")
    return int(said) if said.isdecimal() and 0 < int(said) < 10**6 else 1


def _ward(form: WardForm) -> UUID | None:
    return form.cleaned_data["ward"] if form.is_bound and form.is_valid() else None


def _keeps(request: HttpRequest) -> bool:
    return not person_behind(request).roles.isdisjoint(queries.KEEPERS)


@opens_to(*ALL_ROLES)
@require_GET
def listing(request: HttpRequest, which: queries.SheetList) -> HttpResponse:
    """One list, oldest first, of one ward or of all."""
    form, page, now = (
        WardForm(request.GET if "ward" in request.GET else None, auto_id="of_%s"),
        _page(request),
        clock.now(),
    )
    ward = _ward(form)
    found = queries.listed(which, at=now, ward=ward, page=page)
    roles = person_behind(request).roles
    context = {
        "which": which.value,
        "name": queries.LIST_NAMES[which],
        "form": form,
        "ward": ward or "",
        "lines": found.lines,
        "more": found.more,
        "page": page,
        "count": queries.waiting(which, at=now, ward=ward).count,
        "wards": places.labels({line.ward for line in found.lines if line.ward}),
        "keeps": _keeps(request),
        "limit": PatienceForm() if not roles.isdisjoint(queries.PLANNERS) else None,
        "limits": _limits(),
    }
    return render(request, "sheets/list.html", context)


@opens_to(*queries.PLANNERS)
@require_POST
def patience(request: HttpRequest) -> HttpResponse:
    """Say after how many hours a sheet is out for long."""
    form = PatienceForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        by, now = person_behind(request), clock.now()
        operations.set_out_limit(ward=said["ward"], hours=said["hours"], by=by, occurred_at=now)
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("Give a whole number of hours, 1 or more."))
    return see_other("sheets:list_out")


@opens_to(*ALL_ROLES)
@require_GET
def on_paper(request: HttpRequest) -> HttpResponse:
    """The piles on paper, newest first."""
    page = _page(request)
    piles = queries.on_paper()
    start = (page - 1) * _PILES_A_PAGE
    context = {"piles": piles[start : start + _PILES_A_PAGE], "page": page, "more": len(piles) > page * _PILES_A_PAGE}
    context["keeps"] = _keeps(request)
    return render(request, "sheets/on_paper.html", context)


@opens_to(*ALL_ROLES)
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """How many sheets stand how: by ward, or form by form in one ward."""
    form = WardForm(request.GET if "ward" in request.GET else None, auto_id="of_%s")
    ward = _ward(form)
    counted = queries.status(ward=ward)
    wards = places.labels({line.ward for line in counted.lines if line.ward})
    context = {
        "form": form,
        "ward": ward,
        "counted": counted,
        "lines": counted.lines if ward else queries.by_ward(counted),
        "wards": wards,
        "states": [state for state in (None, *queries.SheetEventKind) if counted.states.get(state)],
        "state_label": queries.state_label,
        "keeps": _keeps(request),
    }
    return render(request, "sheets/status.html", context)


def _limits() -> list[tuple[str, int]]:
    """Every limit that stands, with the ward it is for."""
    limits = queries.out_limits()
    names = places.labels({ward for ward in limits if ward})
    own = sorted((names.get(ward, str(ward)), hours) for ward, hours in limits.items() if ward)
    return [(_("Every ward"), limits[None]), *own]
