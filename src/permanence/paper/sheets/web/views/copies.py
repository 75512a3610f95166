"""Pages that came twice: a person says which is true."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.foundation.places import queries as places
from permanence.paper.sheets import operations, queries


@opens_to(*queries.KEEPERS)
@require_GET
def copies(request: HttpRequest) -> HttpResponse:
    """The questions, oldest first."""
    said = request.GET.get("page", "1")
    page = int(said) if said.isdecimal() and 0 < int(said) < 10**6 else 1
    judges = not person_behind(request).roles.isdisjoint(queries.JUDGES)
    rows, more = queries.copy_questions(page=page)
    context = {
        "rows": rows,
        "more": more,
        "page": page,
        "count": queries.copies_waiting().count,
        "wards": places.labels({row.ward for row in rows if row.ward}),
        "verdicts": [(one.value, queries.verdict_label(one)) for one in queries.CopyVerdict] if judges else (),
    }
    return render(request, "sheets/copies.html", context)


@opens_to(*queries.JUDGES)
@require_POST
def answer(request: HttpRequest, question: UUID) -> HttpResponse:
    """Answer one question; a number that was made must be written on the copy."""
    by, now = person_behind(request), clock.now()
    try:
        verdict = queries.CopyVerdict(request.POST.get("verdict", ""))
        reason = request.POST.get("reason", "")
        made = operations.answer_copy(questions=[question], verdict=verdict, reason=reason, by=by, occurred_at=now)
    except operations.SheetsRefused as refused:
        messages.error(request, queries.refusal_line(refused.refusals[0]))
    except ValueError:
        messages.error(request, _("Choose one of the answers."))
    except operations.CopyAnswered:
        messages.warning(request, _("Somebody answered this before: nothing was done twice."))
    else:
        numbers = ", ".join(number.spoken for number in made)
        done = _("Write this number on the copy: {number}").format(number=numbers) if made else _("Answered.")
        messages.success(request, done)
    return see_other("sheets:copies")
