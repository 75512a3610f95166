"""One sheet at a time: its picture beside its fields."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.paper.desk import operations, queries
from permanence.paper.desk.web.forms import FindForm, WordsForm, said


@opens_to(*queries.DESK_ROLES)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """Type a sheet; saving it ends it when nothing is left, and brings the next one."""
    by, now = person_behind(request), clock.now()
    view = queries.sheet_view(sheet, str(by))
    if view is None:
        raise Http404
    if view.done:
        return render(request, "desk/done.html", {"sheet": view})
    wrong: tuple[UUID, ...] = ()
    if request.method == "POST":
        typed = said(request.POST, [field.id for field in view.fields])
        blank = "blank" in request.POST
        saved = operations.save(said=typed, blank_on_paper=blank, by=by, occurred_at=now)
        tell(request, saved)
        if not saved.wrong:
            return _onwards(sheet, by)
        wrong = saved.wrong
        view = queries.sheet_view(sheet, str(by)) or view
    operations.see_sheets(sheets=[sheet], screen="desk:sheet", by=by, occurred_at=now)
    return render(request, "desk/sheet.html", _page(view) | {"wrong": wrong, "posted": request.POST})


@opens_to(*queries.DESK_ROLES)
@require_GET
def page(request: HttpRequest, sheet: UUID, page: int) -> HttpResponse:
    """The picture of a page."""
    operations.see_sheets(sheets=[sheet], screen="desk:page", by=person_behind(request), occurred_at=clock.now())
    return picture(queries.page_png(sheet, page))


@opens_to(*queries.DESK_ROLES)
@require_http_methods(["GET", "POST"])
def patient(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """Say whose sheet it is: look for the patient, see who is found, and say which one."""
    by, now, form = person_behind(request), clock.now(), FindForm(request.POST or None)
    view = queries.sheet_view(sheet, str(by))
    if view is None or not view.may_identify or view.done:
        raise Http404
    if "patient" in request.POST:
        chosen = _uuid(request.POST["patient"])
        operations.say_patient(sheet=sheet, patient=chosen, by=by, occurred_at=now)
        return see_other("desk:sheet", sheet)
    found = None
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["text"]
        found = queries.candidates(operations.look_for_patient(text=text, by=by, occurred_at=now))
    operations.see_sheets(sheets=[sheet], screen="desk:patient", by=by, occurred_at=now)
    return render(request, "desk/patient.html", {"sheet": view, "form": form, "found": found})


@opens_to(*queries.DESK_ROLES)
@require_POST
def kept(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """Keep the answers of a sheet without its room doing anything."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        return see_other("desk:sheet", sheet)
    now, reason = clock.now(), form.cleaned_data["words"]
    try:
        operations.keep_as_answers(sheet=sheet, reason=reason, by=person_behind(request), occurred_at=now)
    except (operations.NotSettled, operations.SheetDone):
        messages.error(request, _("Fields or questions of this sheet still wait."))
        return see_other("desk:sheet", sheet)
    messages.success(request, _("The answers are kept; nothing else was done."))
    return see_other("desk:desk")


def picture(content: bytes | None) -> HttpResponse:
    """A picture of patients' data: never kept by a browser."""
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "no-store, private"
    return response


def tell(request: HttpRequest, saved: operations.Saved) -> None:
    """Say what became of what was saved."""
    if saved.wrong:
        messages.error(request, _("What does not fit its place was not saved: it is marked."))
    if saved.taken:
        messages.warning(request, _("Somebody else types some of these fields now: theirs are left to them."))
    ended = saved.ended.values()
    if done := sum(one.done for one in ended):
        text = ngettext("{count} sheet is done.", "{count} sheets are done.", done)
        messages.success(request, text.format(count=done))
    if questions := sum(one.questions for one in ended):
        text = ngettext("{count} question must be answered.", "{count} questions must be answered.", questions)
        messages.warning(request, text.format(count=questions))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong


def _onwards(sheet: UUID, by: Actor) -> HttpResponse:
    """Back to the sheet while it needs this person, else to the next one, else to the desk."""
    view = queries.sheet_view(sheet, str(by))
    if view and not view.done and any(field.open or field.versions for field in view.fields):
        return see_other("desk:sheet", sheet)
    following = operations.take_sheet(by=by, occurred_at=clock.now())
    return see_other("desk:sheet", following) if following else see_other("desk:desk")


def _page(view: queries.SheetView) -> dict[str, object]:
    return {"sheet": view, "standings": queries.STANDINGS, "risks": queries.RISKS, "form": WordsForm()}
