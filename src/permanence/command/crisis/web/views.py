"""Screens of the crisis: declare it, see what is printed, lift it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.command.crisis import operations, queries
from permanence.command.crisis.web.forms import EXERCISE, REPLAY, DeclarationForm, LiftForm
from permanence.foundation import clock
from permanence.foundation.actors import ALL_ROLES, Role
from permanence.foundation.doors import opens_to, person_behind


@opens_to(*ALL_ROLES)
@require_GET
def crisis(request: HttpRequest) -> HttpResponse:
    """How the box stands: standby, or the open crisis with what was printed for it."""
    return render(request, "crisis/crisis.html", {"state": queries.state(), "kit": queries.kit_progress()})


@opens_to(Role.NIGHT_MANAGER, Role.CRISIS_CELL)
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Ask once, then open the crisis."""
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.declare(
                reason=form.cleaned_data["reason"],
                exercise=form.cleaned_data["kind"] == EXERCISE,
                by=person_behind(request),
                occurred_at=clock.now(),
            )
        except operations.CrisisAlreadyOpen:
            messages.warning(request, _("The crisis was already declared: nothing was done twice."))
        response = redirect("crisis:crisis")
        response.status_code = 303
        return response
    return render(
        request, "crisis/declare.html", {"form": form, "state": queries.state(), "scope": queries.kit_scope()}
    )


@opens_to(Role.NIGHT_MANAGER, Role.CRISIS_CELL)
@require_POST
def kit(request: HttpRequest) -> HttpResponse:
    """Print the whole kit again, from the picture as it stands now."""
    operations.print_kit(by=person_behind(request), occurred_at=clock.now())
    messages.success(
        request, _("A new kit is being printed. Sheets of the earlier one stay valid until you collect them.")
    )
    response = redirect("crisis:crisis")
    response.status_code = 303
    return response


@opens_to(Role.CRISIS_CELL)
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest) -> HttpResponse:
    """Close the crisis and let the feeds move the picture again."""
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.lift(
                reason=form.cleaned_data["reason"],
                replay=form.cleaned_data["held"] == REPLAY,
                by=person_behind(request),
                occurred_at=clock.now(),
            )
        except operations.NoCrisisOpen:
            messages.warning(request, _("No crisis is open: nothing was done."))
        response = redirect("crisis:crisis")
        response.status_code = 303
        return response
    return render(request, "crisis/lift.html", {"form": form, "state": queries.state()})
