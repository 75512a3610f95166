"""Screens of one's own account: sign in by password or badge, sign out, change the password."""

from typing import cast

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from permanence.foundation import clock, node
from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.models import User
from permanence.foundation.accounts.queries import Way
from permanence.foundation.accounts.web.forms import (
    BadgeSignInForm,
    NewPasswordForm,
    OwnPasswordForm,
    PasswordSignInForm,
)
from permanence.foundation.actors import ALL_ROLES, Actor
from permanence.foundation.doors import open_to_everyone, opens_to, person_behind, see_other

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@open_to_everyone
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a password."""
    return _sign_in(request, Way.PASSWORD)


@open_to_everyone
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def badge_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a code of the badge card."""
    return _sign_in(request, Way.BADGE)


@opens_to(*ALL_ROLES)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    operations.sign_out(by=person_behind(request), occurred_at=clock.now())
    auth.logout(request)
    messages.success(request, _("You are signed out."))
    return see_other("accounts:sign_in")


@opens_to(*ALL_ROLES)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; whoever came in by a badge code has forgotten the present one and is not asked for it."""
    by_badge = request.session.get("way") == Way.BADGE
    form = (NewPasswordForm if by_badge else OwnPasswordForm)(request.POST or None)
    if form.is_valid() and (by_badge or _proves_password(request, form)) and _sets_password(request, form):
        messages.success(request, _("Your password is changed."))
        return see_other("board")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password.html", {"form": form, "by_badge": by_badge}, status=status)


def _sign_in(request: HttpRequest, way: Way) -> HttpResponse:
    if request.user.is_authenticated:
        return see_other("board")
    form = (BadgeSignInForm if way is Way.BADGE else PasswordSignInForm)(request.POST or None)
    user = _proven_user(request, form, way) if form.is_valid() else None
    if user is not None:
        return _open_session(request, user, way)
    values = {"form": form, "by_badge": way is Way.BADGE, "next": _wanted(request)}
    return render(request, "accounts/sign_in.html", values, status=422 if form.is_bound else 200)


def _proven_user(request: HttpRequest, form: PasswordSignInForm | BadgeSignInForm, way: Way) -> User | None:
    try:
        return operations.sign_in(
            username=form.cleaned_data["username"],
            secret=form.cleaned_data["secret"],
            way=way,
            client=request.META.get("REMOTE_ADDR", ""),
            by=Actor("box", node.origin()),
            occurred_at=clock.now(),
        )
    except operations.LockedOut as refusal:
        form.add_error(None, _locked_sentence(refusal))
    except operations.SignInRefused as refusal:
        form.add_error(None, str(refusal.sentence))
    return None


def _locked_sentence(refusal: operations.LockedOut) -> str:
    minutes = 1 + int((refusal.until - clock.now()).total_seconds() // 60)
    wait = ngettext("Try again in {n} minute,", "Try again in {n} minutes,", minutes).format(n=minutes)
    return f"{refusal.sentence} {wait} " + _("or ask the night manager or IT to unlock you.")


def _open_session(request: HttpRequest, user: User, way: Way) -> HttpResponse:
    auth.login(request, user, backend=_BACKEND)
    now = clock.now().timestamp()
    request.session.update({"signed_in_at": now, "seen_at": now, "way": way})
    if way is Way.BADGE:
        badge = queries.badge_of(user.pk, clock.now())
        left = badge.codes_left if badge else 0
        messages.warning(
            request, ngettext("{n} code is left on your card.", "{n} codes are left on your card.", left).format(n=left)
        )
        return see_other("accounts:password")
    if queries.password_is_from_somebody_else(user.pk):
        messages.warning(request, _("Somebody else gave you this password: choose your own."))
        return see_other("accounts:password")
    return see_other(_wanted(request) or "board")


def _wanted(request: HttpRequest) -> str:
    """Where the person was going, if that is in this house."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else ""


def _proves_password(request: HttpRequest, form: NewPasswordForm) -> bool:
    """Signing in again is the proof, so that guesses at an unguarded desk are counted as at the door."""
    again = PasswordSignInForm(
        {"username": request.user.get_username(), "secret": form.cleaned_data.get("current", "")}
    )
    if again.is_valid() and _proven_user(request, again, Way.PASSWORD):
        return True
    form.add_error("current", again.non_field_errors() or _("Type the password you have now."))
    return False


def _sets_password(request: HttpRequest, form: NewPasswordForm) -> bool:
    by = person_behind(request)
    try:
        operations.set_password(username=by.name, password=form.cleaned_data["new"], by=by, occurred_at=clock.now())
    except operations.Refused as refusal:
        form.add_error("new", str(refusal.sentence))
        return False
    # Every other session of this person ends; this one goes on.
    user = cast("User", request.user)
    user.refresh_from_db()
    auth.update_session_auth_hash(request, user)
    request.session["way"] = Way.PASSWORD
    return True
