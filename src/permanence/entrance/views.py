"""The front board and the pages that say what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permanence.foundation.actors import ALL_ROLES
from permanence.foundation.doors import open_to_everyone, opens_to


@opens_to(*ALL_ROLES)
def board(request: HttpRequest) -> HttpResponse:
    """The front board."""
    return render(request, "entrance/board.html")


@open_to_everyone
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "entrance/error.html", status=403)
