"""The first hour: a page for everybody, the first act by a sealed code, and what its holder may look at after."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.command.crisis import queries as crisis
from permanence.command.first_hour import operations, queries
from permanence.command.first_hour.web.forms import EnvelopeForm
from permanence.foundation import clock, node
from permanence.foundation.actors import Actor
from permanence.foundation.doors import open_to_everyone, see_other
from permanence.foundation.ledger import queries as ledger
from permanence.paper.press import operations as press

_KEY = "first_hour"
HolderView = Callable[..., HttpResponse]


def opens_to_holders(view: HolderView) -> Callable[..., HttpResponse]:
    """Open a view to whoever opened a sealed envelope, for four hours; everybody else is led to the first page."""

    @open_to_everyone
    @wraps(view)
    def held(request: HttpRequest, **found: object) -> HttpResponse:
        holder = queries.holder(request.session.get(_KEY))
        return see_other("first_hour:first_hour") if holder is None else view(request, holder, **found)

    return held


@open_to_everyone
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def first_hour(request: HttpRequest) -> HttpResponse:
    """What to do in the first hour, and the code that declares."""
    form = EnvelopeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _opens(request, form):
        # A browser carries the form's own #press along, past what matters, unless it is told another place.
        return see_other(f"{resolve_url('first_hour:follow')}#main")
    values = {
        "form": form,
        "words": crisis.first_hour(get_language() or ""),
        "state": crisis.state(),
        "holder": queries.holder(request.session.get(_KEY)),
        "doubt": _doubt(),
        "now": clock.now(),
    }
    return render(request, "first_hour/first_hour.html", values, status=422 if form.is_bound else 200)


@require_GET
@opens_to_holders
def follow(request: HttpRequest, holder: queries.Holder) -> HttpResponse:
    """What comes next: how far the pages are, where they lie, whom to call."""
    values = _followed(holder)
    return render(request, "first_hour/follow.html", {**values, "words": crisis.first_hour(get_language() or "")})


@require_GET
@opens_to_holders
def follow_live(request: HttpRequest, holder: queries.Holder) -> HttpResponse:
    """The part of that page that refreshes."""
    return render(request, "first_hour/follow_live.html", _followed(holder))


@require_GET
@opens_to_holders
def paper(request: HttpRequest, holder: queries.Holder, part: UUID) -> HttpResponse:  # noqa: ARG001 (every view is given the request)
    """A file of the kit that names no patient: the card, numbers to ring; opening it is written in the ledger."""
    kit = crisis.kit_progress()
    if kit is None or part not in queries.of_nobody(kit.parts):
        raise Http404
    path, content = press.open_file(part=part, by=holder.actor, occurred_at=clock.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{path.name}"'
    return response


@open_to_everyone
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close what the envelope opened."""
    request.session.pop(_KEY, None)
    messages.success(request, _("This screen is closed. Sign in, or open another envelope, to look again."))
    return see_other("first_hour:first_hour")


def _opens(request: HttpRequest, form: EnvelopeForm) -> bool:
    typed = form.cleaned_data
    client = request.META.get("REMOTE_ADDR", "")
    try:
        opened = operations.open_envelope(
            **typed, client=client, by=Actor("box", node.origin()), occurred_at=clock.now()
        )
    except operations.CodeRefused as refusal:
        form.add_error("code", _sentence(refusal))
        return False
    # A session of its own: whatever was known of this browser before opens nothing more.
    request.session.cycle_key()
    request.session[_KEY] = str(opened.opening)
    request.session.set_expiry(int(queries.HOLDS_FOR.total_seconds()))
    if not opened.declared:
        messages.warning(request, _("The crisis was already declared: nothing was done twice."))
    return True


def _sentence(refusal: operations.CodeRefused) -> str:
    if isinstance(refusal, operations.TooManyTries):
        seconds = 1 + int((refusal.args[0] - clock.now()).total_seconds())
        wait = ngettext("Wait {n} second, then try again.", "Wait {n} seconds, then try again.", seconds)
        return f"{_('Too many wrong codes.')} {wait.format(n=seconds)}"
    if isinstance(refusal, operations.EnvelopeUsed):
        used = _("This code was used on {at}: each works once. Open another envelope, or follow with who opened it.")
        return used.format(at=_moment(refusal.args[0]))
    if isinstance(refusal, operations.EnvelopeExpired):
        expired = _("This code is out of date since {at}; the box believes it is {now}. Open a newer envelope.")
        return expired.format(at=_moment(refusal.args[0]), now=_moment(clock.now()))
    if isinstance(refusal, operations.EnvelopeWorthless):
        return _("This envelope was declared lost or found open: it opens nothing. Open another.")
    return _("No envelope of this box has this code. Look again: 0 is a figure, O is read as 0, I and L as 1.")


def _followed(holder: queries.Holder) -> dict[str, object]:
    kit = crisis.kit_progress()
    opens = queries.of_nobody(kit.parts) if kit else ()
    return {"holder": holder, "state": crisis.state(), "kit": kit, "opens": opens, "doubt": _doubt()}


def _doubt() -> str:
    doubt = ledger.clock_doubt()
    return ledger.clock_words(doubt) if doubt else ""


def _moment(at: object) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"  # type: ignore[arg-type]
