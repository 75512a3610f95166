"""How long each ward's blank forms last, and what the hospital wants."""

from typing import Any

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
from permanence.paper.sheets.web.forms import WantedForm, WardForm


@opens_to(*ALL_ROLES)
@require_GET
def stock(request: HttpRequest) -> HttpResponse:
    """What runs out first at the top."""
    return _stock(request, None)


@opens_to(*queries.PLANNERS)
@require_POST
def wanted(request: HttpRequest) -> HttpResponse:
    """Say how long a form must last."""
    form = WantedForm(request.POST, forms_known=queries.blank_forms())
    if not form.is_valid():
        return _stock(request, form, status=422)
    said = form.cleaned_data
    target = queries.StockTarget(said["warn_days"], said["hold_days"], said["least"])
    by, now = person_behind(request), clock.now()
    operations.set_stock(ward=said["ward"], kind=said["kind"], target=target, by=by, occurred_at=now)
    messages.success(request, _("Kept."))
    return see_other("sheets:stock")


def _stock(request: HttpRequest, wanting: WantedForm | None, status: int = 200) -> HttpResponse:
    chosen = WardForm(request.GET if "ward" in request.GET else None, auto_id="of_%s")
    ward = chosen.cleaned_data["ward"] if chosen.is_bound and chosen.is_valid() else None
    lines = queries.stock(ward=ward)
    roles = person_behind(request).roles
    plans = not roles.isdisjoint(queries.PLANNERS)
    context: dict[str, Any] = {
        "form": chosen,
        "ward": ward or "",
        "keeps": not roles.isdisjoint(queries.KEEPERS),
        "lines": lines,
        "wards": places.labels({line.ward for line in lines if line.ward}),
        "short": sum(line.level.short for line in lines),
        "to_print": sum(line.level.to_print for line in lines),
        "wanting": (wanting or WantedForm(forms_known=queries.blank_forms())) if plans else None,
    }
    return render(request, "sheets/stock.html", context, status=status)
