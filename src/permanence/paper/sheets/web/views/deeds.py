"""Saying what became of sheets, one or a pile."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.foundation.places import queries as places
from permanence.paper.sheets import operations, queries
from permanence.paper.sheets.web.forms import DEEDS, DeedForm


@opens_to(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """A pile of numbers and what became of them; when some are refused nothing is written, and the others stay."""
    by = person_behind(request)
    form = DeedForm(request.POST or None, roles=by.roles, initial={"numbers": request.GET.get("number", "")})
    refused: tuple[queries.Refusal, ...] = ()
    if form.is_valid():
        said, typed = form.cleaned_data, form.cleaned_data["numbers"]
        try:
            _ACTS[said["deed"]](typed, said, {"by": by, "occurred_at": clock.now()})
        except operations.SheetsRefused as some:
            refused = some.refusals
            form = _with_numbers(form, _others(typed, refused), by.roles)
        else:
            _tell(request, typed, said["deed"])
            return see_other("sheets:record")
    why = [queries.refusal_line(one) for one in refused]
    status = 409 if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "sheets/record.html", {"form": form, "refused": why}, status=status)


def _with_numbers(form: DeedForm, numbers: str, roles: Collection[Role]) -> DeedForm:
    data = form.data.copy()  # type: ignore[attr-defined]
    data["numbers"] = numbers
    return DeedForm(data, roles=roles)


def _tell(request: HttpRequest, typed: queries.Typed, deed: str) -> None:
    count = len(typed.numbers)
    said = ngettext("{count} sheet: {deed}.", "{count} sheets: {deed}.", count)
    messages.success(request, said.format(count=count, deed=DEEDS[deed][0]))


def _others(typed: queries.Typed, refused: tuple[queries.Refusal, ...]) -> str:
    """What is left to try; a page keeps its code, so that only that page is said to be back."""
    gone = {refusal.number for refusal in refused}
    left = [(number, page) for number, page in typed.pages if number not in gone]
    return "\n".join(number.spoken + (f"/{page}" if page else "") for number, page in left)


def _issue(typed: queries.Typed, said: dict[str, Any], stamp: dict[str, Any]) -> None:
    ward, name = said["ward"], said["name"]
    kind = queries.Holder(said["holder"]) if name and said["holder"] else queries.Holder.WARD
    to = operations.Receiver(kind, name or places.labels([ward])[ward], ward)
    operations.issue(numbers=typed.numbers, to=to, **stamp)


def _pages(typed: queries.Typed, _said: dict[str, Any], stamp: dict[str, Any]) -> None:
    operations.record_back(pages=[operations.PageBack(*page) for page in typed.pages], **stamp)


def _back(typed: queries.Typed, _said: dict[str, Any], stamp: dict[str, Any]) -> None:
    operations.record_back(pages=[operations.PageBack(number) for number in typed.numbers], **stamp)


def _lost(typed: queries.Typed, said: dict[str, Any], stamp: dict[str, Any]) -> None:
    operations.declare_lost(numbers=typed.numbers, declared_by=said["name"], reason=said["reason"], **stamp)


def _copy(typed: queries.Typed, _said: dict[str, Any], stamp: dict[str, Any]) -> None:
    operations.report_copy(pages=typed.pages, **stamp)


_ACTS: dict[str, Callable[[queries.Typed, dict[str, Any], dict[str, Any]], None]] = {
    "issue": _issue,
    "back": _back,
    "pages": _pages,
    "checked": lambda typed, _said, stamp: operations.record_checked(numbers=typed.numbers, **stamp),
    "file": lambda typed, said, stamp: operations.file_away(numbers=typed.numbers, place=said["place"], **stamp),
    "home": lambda typed, _said, stamp: operations.send_home(numbers=typed.numbers, **stamp),
    "lost": _lost,
    "found": lambda typed, said, stamp: operations.record_found(numbers=typed.numbers, reason=said["reason"], **stamp),
    "copy": _copy,
    "void": lambda typed, said, stamp: operations.void(numbers=typed.numbers, reason=said["reason"], **stamp),
    "undo": lambda typed, said, stamp: operations.undo(numbers=typed.numbers, reason=said["reason"], **stamp),
}
