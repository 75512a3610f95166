"""Which roles a screen opens to; a screen that does not say opens to nobody."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from permanence.foundation.actors import Actor, Role

View = TypeVar("View", bound=Callable[..., Any])
EVERYONE: frozenset[Role] = frozenset()
_MARK = "opens_to"
_BY_KEY = "opens_by_key"
_REFRESHES = "refreshes_itself"


def opens_to(*roles: Role) -> Callable[[View], View]:
    """Mark a view as open to signed-in people who hold one of these roles."""
    if not roles:
        raise ValueError("name at least one role, or use open_to_everyone")

    def mark(view: View) -> View:
        setattr(view, _MARK, frozenset(roles))
        return view

    return mark


def open_to_everyone(view: View) -> View:
    """Mark a view as open without signing in: it must show no patient's data."""
    setattr(view, _MARK, EVERYONE)
    return view


def opens_by_key(view: View) -> View:
    """Mark a view as a door for programs: it asks for a key itself, before anything else.

    No cookie opens it, so a hostile page can make nobody's browser do anything there: the CSRF check is left out.
    """
    setattr(view, _MARK, EVERYONE)
    setattr(view, _BY_KEY, True)
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def is_opened_by_key(view: Callable[..., Any]) -> bool:
    """Whether programs open this view by a key."""
    return bool(getattr(view, _BY_KEY, False))


def refreshes_itself(view: View) -> View:
    """Mark a view as what a page asks for by itself, again and again: nobody uses the site by leaving it open."""
    setattr(view, _REFRESHES, True)
    return view


def is_asked_by_a_page(view: Callable[..., Any]) -> bool:
    """Whether a page asks for this view by itself."""
    return bool(getattr(view, _REFRESHES, False))


def roles_of_view(view: Callable[..., Any]) -> frozenset[Role] | None:
    """The roles a view opens to; empty means everyone; None means the view does not say."""
    marked: frozenset[Role] | None = getattr(view, _MARK, None)
    return marked


def person_behind(request: HttpRequest) -> Actor:
    """The signed-in person behind a request, as the ledger writes it."""
    user: Any = request.user
    return Actor("person", user.get_username(), user.roles)


def see_other(to: str, *args: object, **kwargs: object) -> HttpResponse:
    """The answer to a POST that was done: go and look there (303). `to` is a URL name or a path."""
    return HttpResponse(status=303, headers={"Location": resolve_url(to, *args, **kwargs)})
