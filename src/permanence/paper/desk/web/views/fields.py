"""One field: kept as soon as it is left, drafts, undoing, deciding, and its crop."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.paper.desk import operations, queries
from permanence.paper.desk.web.forms import said
from permanence.paper.desk.web.views.sheets import picture


@opens_to(*queries.DESK_ROLES)
@require_POST
def field(request: HttpRequest, field: UUID) -> HttpResponse:
    """Keep one field that was left; answers with how it stands now."""
    by, now = person_behind(request), clock.now()
    wrong = taken = False
    for one in said(request.POST, [field]):
        try:
            if not one.blank:
                operations.enter_text(field=field, text=one.text, ticks=one.ticks, by=by, occurred_at=now)
        except operations.NotTyped:
            wrong = True
        except (operations.FieldTaken, operations.DifferenceOpen, operations.SheetDone):
            taken = True
    view = queries.field_view(field, str(by))
    if view is None:
        raise Http404
    context = {"field": view, "standings": queries.STANDINGS, "wrong": wrong, "taken": taken, "kept": not wrong}
    return render(request, "desk/standing.html", context)


@opens_to(*queries.DESK_ROLES)
@require_POST
def draft(request: HttpRequest, field: UUID) -> HttpResponse:
    """Keep what stands half typed."""
    for one in said(request.POST, [field]):
        try:
            operations.keep_draft(
                field=field, text=one.text, ticks=one.ticks, by=person_behind(request), occurred_at=clock.now()
            )
        except (operations.FieldTaken, operations.SheetDone):
            return HttpResponse(status=409)
    return HttpResponse(status=204)


@opens_to(*queries.DESK_ROLES)
@require_GET
def crop(request: HttpRequest, field: UUID) -> HttpResponse:
    """The picture of one field."""
    sheet = queries.sheet_of_field(field)
    if sheet is None:
        raise Http404
    operations.see_sheets(sheets=[sheet], screen="desk:crop", by=person_behind(request), occurred_at=clock.now())
    return picture(queries.crop_of(field))


@opens_to(*queries.DESK_ROLES)
@require_POST
def undoing(request: HttpRequest, field: UUID) -> HttpResponse:
    """Take the last entry here back."""
    sheet = queries.sheet_of_field(field)
    if sheet is None:
        raise Http404
    try:
        operations.undo(field=field, by=person_behind(request), occurred_at=clock.now())
    except (operations.NothingToUndo, operations.DifferenceOpen, operations.SheetDone, operations.FieldTaken):
        messages.error(request, _("There is nothing of yours to take back here."))
    return see_other("desk:sheet", sheet)


@opens_to(*queries.DESK_ROLES)
@require_POST
def decision(request: HttpRequest, field: UUID) -> HttpResponse:
    """Say what the paper says, where two people differ."""
    sheet = queries.sheet_of_field(field)
    if sheet is None:
        raise Http404
    try:
        for one in said(request.POST, [field]):
            operations.decide_text(
                field=field, text=one.text, ticks=one.ticks, by=person_behind(request), occurred_at=clock.now()
            )
    except operations.NotTyped:
        messages.error(request, _("What does not fit its place was not saved: it is marked."))
    except (operations.NoDifference, operations.SheetDone, operations.FieldTaken):
        messages.warning(request, _("Somebody has decided this already."))
    return see_other("desk:sheet", sheet)
