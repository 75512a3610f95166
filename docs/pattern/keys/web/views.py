"""Screens of this room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from permanence.command.keys import queries
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to


@opens_to(Role.NIGHT_MANAGER, Role.CRISIS_CELL)
def keys_out(request: HttpRequest) -> HttpResponse:
    """Who has which key."""
    return render(request, "keys/keys_out.html", {"keys": queries.keys_out()})
