"""Print runs on the screen: how far they are, their files, and printing again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind
from permanence.paper.press import operations, queries
from permanence.paper.press.queries.progress import failure_label


@opens_to(*queries.PRINT_ROLES)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The last print runs."""
    return render(request, "press/runs.html", {"runs": queries.runs()})


@opens_to(*queries.PRINT_ROLES)
@require_GET
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """One run: how far it is, and each file as soon as it is ready."""
    row = queries.run(run)
    if row is None:
        raise Http404
    labels = {"state_label": queries.part_state_label, "failure_label": failure_label}
    return render(request, "press/run.html", {"run": row} | labels)


@opens_to(*queries.PRINT_ROLES)
@require_GET
def file(request: HttpRequest, part: UUID) -> HttpResponse:
    """A printed file, to be sent to any printer; opening it is written in the ledger."""
    try:
        path, content = operations.open_file(part=part, by=person_behind(request), occurred_at=clock.now())
    except operations.FileNotReady as refused:
        raise Http404 from refused
    except operations.FileChanged:
        return render(request, "press/file_changed.html", {"part": queries.part(part)}, status=409)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{path.name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@opens_to(*queries.PRINT_ROLES)
@require_POST
def again(request: HttpRequest, part: UUID) -> HttpResponse:
    """Print one ward again as it stands now."""
    try:
        fresh = operations.plan_again(parts=[part], by=person_behind(request), occurred_at=clock.now())
    except operations.NothingToPrint as refused:
        raise Http404 from refused
    messages.success(request, _("The new print has new numbers: collect the old sheets of this ward."))
    response = redirect("press:run", fresh)
    response.status_code = 303
    return response


@opens_to(*queries.PRINT_ROLES)
@require_POST
def retries(request: HttpRequest, run: UUID) -> HttpResponse:
    """Try the failed parts of a run again."""
    operations.retry(run=run, by=person_behind(request), occurred_at=clock.now())
    response = redirect("press:run", run)
    response.status_code = 303
    return response
