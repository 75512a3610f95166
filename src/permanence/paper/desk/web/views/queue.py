"""The queue, and taking the next sheet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.paper.desk import operations, queries


@opens_to(*queries.DESK_ROLES)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, what this person took, and the kinds of fields to type fifty at a time. No patient is named."""
    by, now = str(person_behind(request)), clock.now()
    context = {
        "totals": queries.totals(now),
        "queue": queries.queue(now),
        "mine": queries.queue(now, of=by),
        "kinds": queries.kinds(by),
        "risks": queries.RISKS,
        "me": by,
    }
    return render(request, "desk/desk.html", context)


@opens_to(*queries.DESK_ROLES)
@require_POST
def turn(request: HttpRequest, sheet: UUID | None = None) -> HttpResponse:
    """Take the next sheet, or the one named."""
    taken = operations.take_sheet(sheet=sheet, by=person_behind(request), occurred_at=clock.now())
    if taken is None:
        words = _("Somebody else types this sheet now.") if sheet else _("Nothing waits for you.")
        messages.warning(request, words)
        return see_other("desk:desk")
    return see_other("desk:sheet", taken)


@opens_to(*queries.DESK_ROLES)
@require_POST
def give_back(request: HttpRequest) -> HttpResponse:
    """Give back what was taken and not finished."""
    operations.release(by=person_behind(request), occurred_at=clock.now())
    messages.success(request, _("What you typed is kept; the rest is free for others."))
    return see_other("desk:desk")
