"""Screens of other people's accounts, for IT; night managers may look and unlock."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.foundation import clock
from permanence.foundation.accounts import operations, queries
from permanence.foundation.accounts.web.forms import PersonForm, ReasonForm, RoleForm
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind, see_other


@opens_to(Role.IT, Role.NIGHT_MANAGER)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """People who may sign in, searched by name."""
    text, page = request.GET.get("q", "").replace("\0", "").strip(), request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    found = queries.people(text, number)
    more = len(found) == queries.PEOPLE_ON_A_PAGE
    return render(request, "accounts/people.html", {"people": found, "text": text, "page": number, "more": more})


@opens_to(Role.IT)
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Create a person; the password is shown on the answer and nowhere else."""
    form = PersonForm(request.POST or None)
    if form.is_valid():
        password = queries.proposed_password()
        facts = {**form.cleaned_data, "password": password}
        try:
            operations.create_person(**facts, by=person_behind(request), occurred_at=clock.now())
        except operations.Refused as refusal:
            form.add_error("username", str(refusal.sentence))
        else:
            return _show_once(request, facts["username"], password)
    return render(request, "accounts/new_person.html", {"form": form}, status=422 if form.is_bound else 200)


@opens_to(Role.IT, Role.NIGHT_MANAGER)
@require_GET
def person(request: HttpRequest, username: str) -> HttpResponse:
    """One person: roles, badge, lock-out, closure, and what may be done about them."""
    found = queries.person(username)
    if found is None:
        raise Http404
    manages = Role.IT in person_behind(request).roles
    grantable = [role for role in Role if role not in found.roles]
    return render(request, "accounts/person.html", {"person": found, "manages": manages, "grantable": grantable})


@opens_to(Role.IT)
@require_POST
def grants(request: HttpRequest, username: str) -> HttpResponse:
    """Give a role."""
    return _with_role(request, username, operations.grant_role, _("The role is given."))


@opens_to(Role.IT)
@require_POST
def withdrawals(request: HttpRequest, username: str) -> HttpResponse:
    """Take a role back."""
    return _with_role(request, username, operations.withdraw_role, _("The role is taken back."))


@opens_to(Role.IT)
@require_POST
def new_password(request: HttpRequest, username: str) -> HttpResponse:
    """Give a new password, shown on the answer and nowhere else."""
    return _with_password(request, username, operations.set_password)


@opens_to(Role.IT)
@require_POST
def reopening(request: HttpRequest, username: str) -> HttpResponse:
    """Open a closed account again, with a new password."""
    return _with_password(request, username, operations.reopen_account)


@opens_to(Role.IT)
@require_POST
def closure(request: HttpRequest, username: str) -> HttpResponse:
    """Close the account."""
    return _with_reason(request, username, operations.close_account, _("The account is closed."))


@opens_to(Role.IT, Role.NIGHT_MANAGER)
@require_POST
def badge_revocation(request: HttpRequest, username: str) -> HttpResponse:
    """Make the card worthless."""
    return _with_reason(request, username, operations.revoke_badge, _("The card opens nothing any more."))


@opens_to(Role.IT, Role.NIGHT_MANAGER)
@require_POST
def unlocking(request: HttpRequest, username: str) -> HttpResponse:
    """Let the person try again at once."""
    return _do(request, username, operations.unlock, _("The person may try again at once."))


def _with_role(request: HttpRequest, username: str, operation: Callable[..., object], done: str) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _refused(request, username, _("Choose a role."))
    return _do(request, username, operation, done, role=form.cleaned_data["role"])


def _with_reason(request: HttpRequest, username: str, operation: Callable[..., object], done: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _refused(request, username, _("Say why: the ledger keeps it."))
    return _do(request, username, operation, done, reason=form.cleaned_data["reason"])


def _with_password(request: HttpRequest, username: str, operation: Callable[..., object]) -> HttpResponse:
    password = queries.proposed_password()
    try:
        operation(username=username, password=password, by=person_behind(request), occurred_at=clock.now())
    except operations.Refused as refusal:
        return _refused(request, username, refusal.sentence)
    return _show_once(request, username, password)


def _do(
    request: HttpRequest, username: str, operation: Callable[..., object], done: str, **facts: object
) -> HttpResponse:
    try:
        operation(username=username, **facts, by=person_behind(request), occurred_at=clock.now())
    except operations.NoSuchPerson as unknown:
        raise Http404 from unknown
    except operations.Refused as refusal:
        return _refused(request, username, refusal.sentence)
    messages.success(request, done)
    return see_other("accounts:person", username)


def _refused(request: HttpRequest, username: str, sentence: str | Promise) -> HttpResponse:
    messages.error(request, str(sentence))
    return see_other("accounts:person", username)


def _show_once(request: HttpRequest, username: str, password: str) -> HttpResponse:
    values = {"username": username, "password": password}
    response = render(request, "accounts/password_shown.html", values)
    response["Cache-Control"] = "no-store"
    return response
