"""Printing a list of a ward's paper."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.paper.press.queries import PRINT_ROLES
from permanence.paper.tallies import operations


@opens_to(*PRINT_ROLES)
@require_POST
def prints(request: HttpRequest, tally: str) -> HttpResponse:
    """Print the lists of one ward, or of every ward that has something to list."""
    try:
        which, ward = operations.Tally(tally), UUID(request.POST["ward"]) if request.POST.get("ward") else None
    except ValueError as unknown:
        raise Http404 from unknown
    try:
        run = operations.print_tallies(tally=which, ward=ward, by=person_behind(request), occurred_at=clock.now())
    except operations.NothingToTally:
        messages.warning(request, _("No ward has anything to put on this list."))
        return see_other("sheets:stock" if which is operations.Tally.STOCK else "sheets:list_out")
    return see_other("press:run", run)
