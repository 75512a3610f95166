"""Where the sealed envelopes lie, and making one worthless."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permanence.command.first_hour import operations, queries
from permanence.command.first_hour.web.forms import RevocationForm
from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind, see_other


@opens_to(*queries.READERS)
@require_GET
def envelopes(request: HttpRequest) -> HttpResponse:
    """Every envelope: who made it, where it lies, who opened it."""
    return render(request, "first_hour/envelopes.html", {"rows": queries.envelopes(), "form": RevocationForm()})


@opens_to(*queries.READERS)
@require_POST
def revocation(request: HttpRequest, number: int) -> HttpResponse:
    """Make an envelope worthless."""
    form = RevocationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was done: say why."))
        return see_other("first_hour:envelopes")
    reason, by = form.cleaned_data["reason"], person_behind(request)
    try:
        operations.revoke_envelope(number=number, reason=reason, by=by, occurred_at=clock.now())
    except operations.NoSuchEnvelope as refused:
        raise Http404 from refused
    messages.success(request, _("Envelope {number} opens nothing any more.").format(number=number))
    return see_other("first_hour:envelopes")
