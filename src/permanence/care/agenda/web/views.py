"""The diary of a day on the screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from permanence.care.agenda import queries
from permanence.care.agenda.web.forms import DayForm
from permanence.care.patients import operations as patients
from permanence.foundation import clock
from permanence.foundation.actors import CARE_ROLES
from permanence.foundation.doors import opens_to, person_behind


@opens_to(*CARE_ROLES)
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """A day: how many are expected where; the diary itself once a place or a practitioner is chosen."""
    form = DayForm(request.GET if "day" in request.GET else {"day": timezone.localdate(clock.now()).isoformat()})
    asked = form.cleaned_data if form.is_valid() else {}
    that_day = asked.get("day") or timezone.localdate(clock.now())
    places, practitioners = queries.places(that_day), queries.practitioners(that_day)
    form.offer(places, practitioners)
    rows = None
    if asked.get("place") or asked.get("practitioner"):
        rows = queries.appointments(
            day=that_day, place=asked["place"] or None, practitioner=asked["practitioner"] or None
        )
        _account(request, rows)
    tallies = {"places": places, "practitioners": practitioners}
    return render(request, "agenda/day.html", {"form": form, "day": that_day, "rows": rows, **tallies})


def _account(request: HttpRequest, rows: list[queries.AppointmentRow]) -> None:
    patients.account_for_reads(
        patients=[row.patient.id for row in rows if row.patient],
        screen="agenda:day",
        by=person_behind(request),
        occurred_at=clock.now(),
    )
