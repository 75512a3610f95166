"""The front board, the gallery, and the small switches of every page."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from permanence.command.crisis.queries import CrisisState
from permanence.entrance import queries
from permanence.entrance.forms import GalleryForm
from permanence.entrance.templating import APPEARANCES
from permanence.foundation import clock
from permanence.foundation.actors import ALL_ROLES, Role
from permanence.foundation.doors import open_to_everyone, opens_to, person_behind, refreshes_itself, see_other

_YEAR = 365 * 24 * 3600


@opens_to(*ALL_ROLES)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The front board."""
    return render(request, "entrance/board.html", _live(request))


@refreshes_itself
@opens_to(*ALL_ROLES)
@require_GET
def board_live(request: HttpRequest) -> HttpResponse:
    """The part of the board that refreshes; 304 when it reads the same as what the page holds."""
    values = _live(request)
    etag = f'"{values["etag"]}"'
    response = HttpResponse(render_to_string("entrance/board_live.html", {**values, "live": True}))
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@opens_to(Role.IT)
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    now = clock.now()
    return render(
        request,
        "entrance/gallery.html",
        {
            "boxes": [
                CrisisState(declared_at=None, day=None, reason="", exercise=False),
                CrisisState(declared_at=now, day=3, reason="…", exercise=False),
                CrisisState(declared_at=now, day=1, reason="…", exercise=True),
            ],
            "instants": {"fresh": now, "old": now - timedelta(minutes=47)},
            "form": GalleryForm(prefix="right"),
            "wrong_form": GalleryForm({}, prefix="wrong"),
        },
    )


@open_to_everyone
@require_GET
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (every view is given the request)
    """Whether the box answers and reaches its database; says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False}, status=503)
    return JsonResponse({"ok": True})


@open_to_everyone
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language."""
    return set_language(request)


@open_to_everyone
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Remember whether this screen is for the night, the day, or as its computer says."""
    wanted, back = request.POST.get("appearance", ""), request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()})
    response = see_other(back if safe else "board")
    if wanted in APPEARANCES:
        response.set_cookie("appearance", wanted, max_age=_YEAR, samesite="Strict", httponly=True)
    return response


def _live(request: HttpRequest) -> dict[str, Any]:
    shown = queries.board(person_behind(request).roles)
    content = render_to_string("entrance/board_content.html", {"board": shown})
    seen = f"{shown.box.declared_at}{shown.box.day}{shown.box.reason}{content}"
    etag = hashlib.sha256(seen.encode()).hexdigest()[:32]
    # Rendered by the template just above, which escapes.
    return {"board": shown, "content": mark_safe(content), "etag": etag}  # noqa: S308
