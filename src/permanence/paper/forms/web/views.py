"""The forms on the screen: which there are, how each looks, blank sheets of one, and retiring."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.foundation.places import queries as places
from permanence.paper.forms import operations, queries
from permanence.paper.forms.web.forms import MOST_SHEETS, PrintForm
from permanence.paper.press import queries as press

# Whoever decides which paper the hospital writes on.
_KEEPERS = (Role.NIGHT_MANAGER, Role.CRISIS_CELL, Role.IT)


@opens_to(*press.PRINT_ROLES)
@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """The forms printed here, and on demand all that ever were."""
    every = "all" in request.GET
    keeper = bool(person_behind(request).roles & set(_KEEPERS))
    page = {"forms": queries.forms(every=every), "every": every, "keeper": keeper, "most": MOST_SHEETS}
    return render(request, "forms/forms.html", page | {"wards": places.wards()})


@opens_to(*press.PRINT_ROLES)
@require_GET
def blank(_request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """The blank of an edition, without codes: to look at."""
    pdf = queries.blank_pdf(code, edition)
    if pdf is None:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{code}-{edition}.pdf"'
    return response


@opens_to(*press.PRINT_ROLES)
@require_POST
def prints(request: HttpRequest, code: str) -> HttpResponse:
    """Print blank sheets of a form."""
    form = PrintForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("From 1 to {most} sheets at a time.").format(most=MOST_SHEETS))
        return see_other("forms:forms")
    ward = form.ward_row()
    try:
        printed = operations.print_forms(
            code=code,
            language=form.cleaned_data["language"],
            count=form.cleaned_data["count"],
            place=ward.name or ward.code if ward else "",
            ward=ward.id if ward else None,
            by=person_behind(request),
            occurred_at=clock.now(),
        )
    except operations.FormUnknown as unknown:
        raise Http404 from unknown
    except (operations.FormRetired, operations.SheetsNotPrinted):
        messages.error(request, _("Nothing was printed: the form is retired, or the press failed."))
        return see_other("forms:forms")
    return see_other("press:run", printed.run)


@opens_to(*_KEEPERS)
@require_POST
def retirements(request: HttpRequest, code: str) -> HttpResponse:
    """Print a form no more."""
    try:
        operations.retire_form(code=code, reason="", by=person_behind(request), occurred_at=clock.now())
    except operations.FormUnknown as unknown:
        raise Http404 from unknown
    except operations.FormAlreadyRetired:
        messages.info(request, _("This form is retired already."))
    return see_other("forms:forms")


@opens_to(*_KEEPERS)
@require_POST
def returns(request: HttpRequest, code: str) -> HttpResponse:
    """Print a retired form again."""
    try:
        operations.return_form(code=code, by=person_behind(request), occurred_at=clock.now())
    except operations.FormUnknown as unknown:
        raise Http404 from unknown
    except operations.FormNotRetired:
        messages.info(request, _("This form is not retired."))
    return see_other("forms:forms")
