"""Questions to authors and doctors: asked, printed as slips, answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.paper.desk import operations, queries
from permanence.paper.desk.web.forms import WordsForm


@opens_to(*queries.DESK_ROLES)
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """Every question without its answer."""
    rows = queries.question_rows(unanswered=True)
    seen = [row.sheet for row in rows]
    by = person_behind(request)
    operations.see_sheets(sheets=seen, screen="desk:questions", by=by, occurred_at=clock.now())
    return render(request, "desk/questions.html", {"questions": rows})


@opens_to(*queries.DESK_ROLES)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, field: UUID) -> HttpResponse:
    """Say that something cannot be read, and what to ask."""
    by, form = person_behind(request), WordsForm(request.POST or None)
    view = queries.field_view(field, str(by))
    if view is None:
        raise Http404
    if form.is_bound and form.is_valid():
        try:
            operations.ask(field=field, words=form.cleaned_data["words"], by=by, occurred_at=clock.now())
        except operations.SheetDone:
            messages.warning(request, _("This sheet is done already."))
        return see_other("desk:sheet", view.sheet)
    operations.see_sheets(sheets=[view.sheet], screen="desk:ask", by=by, occurred_at=clock.now())
    return render(request, "desk/ask.html", {"field": view, "form": form})


@opens_to(*queries.DESK_ROLES)
@require_POST
def answer(request: HttpRequest, question: UUID) -> HttpResponse:
    """Take down what the author or the doctor said."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write what was answered."))
        return see_other("desk:questions")
    words, by = form.cleaned_data["words"], person_behind(request)
    try:
        operations.answer_question(question=question, words=words, by=by, occurred_at=clock.now())
    except operations.QuestionAnswered:
        messages.warning(request, _("Somebody took an answer down already."))
    else:
        messages.success(request, _("The answer is kept: the sheet goes on."))
    return see_other("desk:questions")


@opens_to(*queries.DESK_ROLES)
@require_POST
def slips(request: HttpRequest) -> HttpResponse:
    """A slip for each question, to be sent to any printer."""
    try:
        content = operations.print_slips(by=person_behind(request), occurred_at=clock.now())
    except operations.SlipsNotPrinted:
        messages.error(request, _("The slips could not be printed: see the page of prints."))
        return see_other("desk:questions")
    if content is None:
        return see_other("desk:questions")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="questions.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
