"""Screens of the feeds and of the quarantine."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.exchange.feeds import operations, queries
from permanence.exchange.feeds.web.forms import DiscardForm, FeedForm, MendForm, ReleaseForm, said_of
from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind

WORKERS = (Role.IT, Role.ADMISSIONS, Role.NIGHT_MANAGER, Role.CRISIS_CELL)
SEE_OTHER = 303


@opens_to(*WORKERS)
@require_GET
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed: when it was last heard, and how much it says."""
    context = {
        "feeds": queries.feeds(),
        "hold": queries.open_hold(),
        "waiting": queries.held_and_waiting(),
        "picture_at": queries.picture_at(),
        "folders": [(row, queries.folder_health(row)) for row in queries.folders()],
    }
    return render(request, "feeds/feeds.html", context)


@opens_to(Role.IT)
@require_http_methods(["GET", "POST"])
def feed(request: HttpRequest, feed: UUID) -> HttpResponse:
    """What a feed is and who answers for it."""
    known = queries.feed_of(feed)
    if known is None:
        raise Http404
    form = FeedForm(request.POST or None, initial=said_of(known))
    if request.method == "POST" and form.is_valid():
        description, by = form.cleaned_data["description"], person_behind(request)
        operations.describe_feed(feed=feed, description=description, by=by, occurred_at=clock.now())
        return _to("feeds:feeds")
    context = {"feed": known, "form": form, "week": queries.usual_week(feed)}
    return render(request, "feeds/feed.html", context)


@opens_to(Role.IT, Role.NIGHT_MANAGER, Role.CRISIS_CELL)
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, feed: UUID) -> HttpResponse:
    """Why a feed is held apart, and the end of that."""
    known = queries.feed_of(feed)
    if known is None:
        raise Http404
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _released(request, feed, form)
    context = {
        "feed": known,
        "form": form,
        "waiting": queries.held_and_waiting(feed),
        "touched": queries.patients_of(known.hold.earlier if known.hold else ()),
        "thresholds": queries.thresholds(),
    }
    return render(request, "feeds/hold.html", context, status=422 if form.is_bound else 200)


def _released(request: HttpRequest, feed: UUID, form: ReleaseForm) -> HttpResponse:
    said, by = form.cleaned_data, person_behind(request)
    try:
        operations.release_feeds(feed=feed, fate=said["fate"], reason=said["reason"], by=by, occurred_at=clock.now())
    except operations.FeedsNotHeld:
        messages.warning(request, _("This feed is not held any more."))
    else:
        messages.success(request, _("The feed is released, in your name."))
    return _to("feeds:feeds")


@opens_to(*WORKERS)
@require_GET
def quarantine(request: HttpRequest) -> HttpResponse:
    """The messages that wait for somebody, or those that were settled."""
    settled, reason = "settled" in request.GET, request.GET.get("reason", "")
    page = _page(request)
    rows = queries.quarantined(waiting=not settled, reason=reason, page=page)
    context = {
        "rows": rows,
        "counts": queries.waiting_by_reason(),
        "settled": settled,
        "reason": reason,
        "page": page,
        "more": len(rows) == queries.PAGE,
        "form": DiscardForm(),
    }
    return render(request, "feeds/quarantine.html", context)


@opens_to(*WORKERS)
@require_GET
def quarantined(request: HttpRequest, quarantined: UUID) -> HttpResponse:
    """One message laid open, with what may be done about it."""
    return _opened(request, quarantined, MendForm(), DiscardForm())


@opens_to(*WORKERS)
@require_POST
def replay(request: HttpRequest, quarantined: UUID) -> HttpResponse:
    """Try one message again as it came."""
    by = person_behind(request)
    report = operations.replay(quarantines=[quarantined], by=by, occurred_at=clock.now())
    if report.applied:
        messages.success(request, _("The message is applied."))
        return _to("feeds:quarantine")
    messages.warning(request, _("The message is still refused: see why below."))
    return _to("feeds:quarantined", quarantined)


@opens_to(*WORKERS)
@require_POST
def replay_all(request: HttpRequest) -> HttpResponse:
    """Try all that wait for one reason again."""
    chosen = queries.waiting(reason=request.POST.get("reason", ""))
    report = operations.replay(quarantines=chosen, by=person_behind(request), occurred_at=clock.now())
    line = _("{applied} messages applied, {still_refused} still in quarantine.")
    messages.info(request, line.format(applied=report.applied, still_refused=report.still_refused))
    return _to("feeds:quarantine")


@opens_to(*WORKERS)
@require_POST
def mend(request: HttpRequest, quarantined: UUID) -> HttpResponse:
    """Apply a message put right, or say why it cannot be applied either; what was typed is kept on the page."""
    form = MendForm(request.POST)
    if form.is_valid():
        said, by = form.cleaned_data, person_behind(request)
        try:
            operations.mend(
                quarantine=quarantined, text=said["text"], reason=said["reason"], by=by, occurred_at=clock.now()
            )
        except operations.NotInQuarantine as gone:
            raise Http404 from gone
        except operations.StillRefused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("The mended message is applied; the original is kept beside it."))
            return _to("feeds:quarantine")
    return _opened(request, quarantined, form, DiscardForm())


@opens_to(*WORKERS)
@require_POST
def discard(request: HttpRequest, quarantined: UUID) -> HttpResponse:
    """Say of one message that nothing of it is needed."""
    form = DiscardForm(request.POST)
    if not form.is_valid():
        return _opened(request, quarantined, MendForm(), form)
    reason, by = form.cleaned_data["because"], person_behind(request)
    operations.discard(quarantines=[quarantined], reason=reason, by=by, occurred_at=clock.now())
    messages.success(request, _("The message is discarded; it is kept and may still be replayed."))
    return _to("feeds:quarantine")


@opens_to(*WORKERS)
@require_POST
def discard_all(request: HttpRequest) -> HttpResponse:
    """Say of all that wait for one reason that nothing of them is needed."""
    form = DiscardForm(request.POST)
    if form.is_valid():
        chosen = queries.waiting(reason=request.POST.get("reason", ""))
        why, by = form.cleaned_data["because"], person_behind(request)
        count = operations.discard(quarantines=chosen, reason=why, by=by, occurred_at=clock.now())
        line = ngettext("{count} message discarded.", "{count} messages discarded.", count)
        messages.success(request, line.format(count=count))
    else:
        messages.warning(request, _("Nothing was discarded: say why nothing of them is needed."))
    return _to("feeds:quarantine")


def _opened(request: HttpRequest, quarantined: UUID, mending: MendForm, discarding: DiscardForm) -> HttpResponse:
    opened = queries.opened(quarantined)
    if opened is None:
        raise Http404
    operations.account_for_opening(
        quarantine=quarantined, screen="feeds:quarantined", by=person_behind(request), occurred_at=clock.now()
    )
    if not mending.is_bound:
        mending = MendForm(initial={"text": opened.text})
    mending.fields["text"].label = opened.text_is
    status = 422 if mending.is_bound or discarding.is_bound else 200
    context = {"opened": opened, "row": opened.row, "mending": mending, "discarding": discarding}
    return render(request, "feeds/quarantined.html", context, status=status)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


def _to(name: str, *args: object) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=args), status=SEE_OTHER)
