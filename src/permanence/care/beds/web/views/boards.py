"""The board and the bed map of each ward: rendered once for everybody who looks, asked for again by the page itself."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from permanence.care.beds import queries
from permanence.care.beds.web.forms import FindForm
from permanence.care.beds.web.views import viewings
from permanence.care.beds.web.views.closures import CLOSERS
from permanence.care.beds.web.views.kept import Board, board_of, picture_of
from permanence.care.patients import operations as patients
from permanence.foundation import clock
from permanence.foundation.actors import CARE_ROLES
from permanence.foundation.doors import opens_to, person_behind, refreshes_itself, see_other


@opens_to(*CARE_ROLES)
@require_GET
def wards(request: HttpRequest) -> HttpResponse:
    """Every ward with its counts; names nobody."""
    return render(request, "beds/wards.html", {"wards": queries.ward_summaries()})


@opens_to(*CARE_ROLES)
@require_GET
def ward(request: HttpRequest, ward: UUID) -> HttpResponse:
    """One ward: every bed, who lies in it, and what must be known of the patient."""
    return _page(request, ward, "list")


@opens_to(*CARE_ROLES)
@require_GET
def ward_map(request: HttpRequest, ward: UUID) -> HttpResponse:
    """One ward drawn room by room: how each bed stands, and the signs at it."""
    return _page(request, ward, "map")


@refreshes_itself
@opens_to(*CARE_ROLES)
@require_GET
def ward_lines(request: HttpRequest, ward: UUID) -> HttpResponse:
    """The part of a ward's page that refreshes; 304 when it reads the same."""
    return _part(request, ward, "list")


@refreshes_itself
@opens_to(*CARE_ROLES)
@require_GET
def map_beds(request: HttpRequest, ward: UUID) -> HttpResponse:
    """The part of a bed map that refreshes; 304 when it reads the same."""
    return _part(request, ward, "map")


@opens_to(*CARE_ROLES)
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, ward: UUID) -> HttpResponse:
    """The patients of a ward whose name, room or bed begins so; the only one opens. By POST: addresses name nobody."""
    picture = picture_of(ward)
    if picture is None:
        raise Http404
    form = FindForm(request.POST or None)
    if not form.is_valid():
        return see_other("beds:ward", ward)
    found = queries.found_in(picture, form.cleaned_data["text"])
    if len({one.line.patient for one in found}) == 1:
        return see_other("charts:patient", found[0].line.patient)
    patients.account_for_reads(
        patients=[one.line.patient for one in found if one.line.patient],
        screen="beds:find",
        by=person_behind(request),
        occurred_at=clock.now(),
    )
    return render(request, "beds/found.html", {"ward": picture.census, "found": found, "form": form})


def _board(request: HttpRequest, ward: UUID, kind: str) -> Board:
    board = board_of(ward, kind, may_close=not person_behind(request).roles.isdisjoint(CLOSERS))
    if board is None:
        raise Http404
    return board


def _page(request: HttpRequest, ward: UUID, kind: str) -> HttpResponse:
    board = _board(request, ward, kind)
    # Without scripts the whole page asks for itself again, and says so.
    (viewings.go_on if "refresh" in request.GET else viewings.begin)(request, board)
    return render(request, "beds/ward.html", {"board": board, "form": FindForm(), "now": clock.now()})


def _part(request: HttpRequest, ward: UUID, kind: str) -> HttpResponse:
    board = _board(request, ward, kind)
    same = get_conditional_response(request, etag=board.etag)
    if same:
        viewings.keep_open(request, board)
        return same
    viewings.go_on(request, board)
    response = HttpResponse(render_to_string("beds/ward_live.html", {"board": board}))
    response["ETag"] = board.etag
    return response
