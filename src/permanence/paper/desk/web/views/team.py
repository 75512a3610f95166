"""How far the desk is, how fast it goes, and the day it is empty."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind
from permanence.paper.desk import queries
from permanence.paper.desk.web.forms import PlanForm


@opens_to(*queries.DESK_ROLES, Role.CRISIS_CELL, Role.HR)
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """The queue, this person's own pace beside everybody's together, and the forecast. No colleague's pace shows."""
    now = clock.now()
    pace = queries.pace(str(person_behind(request)), now)
    form = PlanForm(request.GET if "people" in request.GET else {"people": str(pace.people or 1), "hours": "7"})
    said = None
    if form.is_valid() and pace.all:
        hours = form.cleaned_data["hours"]
        said = queries.forecast(now, people=form.planned(), hours=hours, an_hour=pace.all)
    today = timezone.localdate(now)
    day = today + timedelta(days=said.days - 1) if said and said.days else None
    context = {"totals": queries.totals(now), "pace": pace, "form": form, "forecast": said, "day": day}
    return render(request, "desk/team.html", context | {"risks": queries.RISKS})
