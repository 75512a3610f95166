"""Close a bed and open it again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permanence.care.beds import operations, queries
from permanence.care.beds.web.forms import ClosureForm
from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.foundation.places import queries as places

CLOSERS = (Role.NIGHT_MANAGER, Role.CRISIS_CELL, Role.ADMISSIONS, Role.NURSE)


@opens_to(*CLOSERS)
@require_http_methods(["GET", "POST"])
def closure(request: HttpRequest, bed: UUID) -> HttpResponse:
    """Ask why, and close the bed."""
    facts = _facts(bed)
    form = ClosureForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            operations.close(bed=bed, reason=reason, by=person_behind(request), occurred_at=clock.now())
        except operations.BedAlreadyClosed:
            form.add_error(None, _("Somebody closed this bed before: nothing was done twice."))
        except operations.BedOccupied:
            form.add_error(None, _("Somebody lies in this bed, or it is kept for a patient on leave: move them first."))
        else:
            messages.success(request, _("Bed {bed} is closed.").format(bed=facts.label))
            return see_other("beds:ward", facts.ward)
    status = 409 if form.non_field_errors() else 200
    values = {"form": form, "facts": facts, "ward": places.ward(facts.ward)}
    return render(request, "beds/closure.html", values, status=status)


@opens_to(*CLOSERS)
@require_POST
def reopening(request: HttpRequest, bed: UUID) -> HttpResponse:
    """Open a closed bed again."""
    facts = _facts(bed)
    try:
        operations.reopen(bed=bed, by=person_behind(request), occurred_at=clock.now())
    except operations.BedNotClosed:
        messages.warning(request, _("This bed was open already: nothing was done twice."))
    else:
        messages.success(request, _("Bed {bed} is open again.").format(bed=facts.label))
    return see_other("beds:ward", facts.ward)


def _facts(bed: UUID) -> queries.BedFacts:
    facts = queries.bed_facts(bed)
    if facts is None:
        raise Http404
    return facts
