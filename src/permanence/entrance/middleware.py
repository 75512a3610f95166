"""Deny by default, and headers that leave a hostile page nothing to work with."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from permanence.foundation import clock
from permanence.foundation.accounts.queries import session_is_over
from permanence.foundation.doors import EVERYONE, is_asked_by_a_page, roles_of_view

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_NOTED_EVERY = timedelta(minutes=1)


class StrictHeaders:
    """Content-Security-Policy on every answer, and no copy of any page: after signing out, Back shows nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class SessionLimits:
    """A session ends when it was not used for a while, and when a night shift is over.

    A board that refreshes itself is not use: what it asks for is marked so, or its address says `refresh`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what matters happens once the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object) -> None:
        """End the session that is over; else remember, once a minute at most, that it is used."""
        if not roles_of_view(view) or not request.user.is_authenticated:
            return
        now, session = clock.now(), request.session
        signed_in_at = _instant(session.setdefault("signed_in_at", now.timestamp()))
        seen_at = _instant(session.setdefault("seen_at", now.timestamp()))
        if session_is_over(signed_in_at=signed_in_at, seen_at=seen_at, now=now, idle=settings.SESSION_IDLE):
            logout(request)
        elif now - seen_at > _NOTED_EVERY and not (is_asked_by_a_page(view) or "refresh" in request.GET):
            session["seen_at"] = now.timestamp()


class DenyByDefault:
    """A view that does not say to whom it opens opens to nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what matters happens once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Let the request through, send it to sign in, or refuse it."""
        roles = roles_of_view(view)
        if roles is None:
            raise PermissionDenied
        if roles == EVERYONE:
            return None
        user: Any = request.user
        if not user.is_authenticated:
            return _to_sign_in(request)
        if not roles & user.roles:
            raise PermissionDenied
        return None


def _instant(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        # A fragment would put the sign-in page inside the page that asked.
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})
    return redirect_to_login(request.get_full_path())
