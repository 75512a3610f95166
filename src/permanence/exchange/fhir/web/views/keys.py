"""The keys of feeds, for those who look after them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permanence.exchange.fhir import operations, queries
from permanence.exchange.fhir.web.forms import KeyForm
from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind, see_other


@opens_to(Role.IT)
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """Every key; a new one is shown once, on the page that answers its making."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        feed = form.cleaned_data["feed"]
        try:
            secret = operations.make_key(feed=feed, by=person_behind(request), occurred_at=clock.now())
        except operations.FeedWithoutCode:
            form.add_error("feed", _("This code cannot be read."))
        else:
            return render(request, "fhir/key_shown.html", {"feed": feed, "secret": secret})
    status = 422 if form.errors else 200
    return render(request, "fhir/keys.html", {"keys": queries.keys(), "form": form}, status=status)


@opens_to(Role.IT)
@require_POST
def revocation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a key back."""
    try:
        operations.revoke_key(key=key, by=person_behind(request), occurred_at=clock.now())
    except operations.NoSuchKey as unknown:
        raise Http404 from unknown
    messages.success(request, _("The key opens nothing any more."))
    return see_other("fhir:keys")
