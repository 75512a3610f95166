"""One kind of field at a time: fifty crops of the same comb."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.paper.desk import operations, queries
from permanence.paper.desk.web.forms import said
from permanence.paper.desk.web.views.sheets import tell


@opens_to(*queries.DESK_ROLES)
@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest) -> HttpResponse:
    """Accept or correct up to fifty fields of one kind; saving them brings the next fifty."""
    by, now = person_behind(request), clock.now()
    form, link_id = request.GET.get("form", ""), request.GET.get("place", "")
    taken = operations.take_kind(form=form, link_id=link_id, by=by, occurred_at=now)
    wrong: tuple[object, ...] = ()
    if request.method == "POST":
        saved = operations.save(
            said=said(request.POST, taken), blank_on_paper="blank" in request.POST, by=by, occurred_at=now
        )
        tell(request, saved)
        if not saved.wrong:
            return see_other(f"{reverse('desk:kind')}?{urlencode({'form': form, 'place': link_id})}")
        wrong = saved.wrong
        taken = list(saved.wrong)
    fields = [field for field in queries.field_views(taken, str(by)) if not field.versions]
    seen = [field.sheet for field in fields]
    operations.see_sheets(sheets=seen, screen="desk:kind", by=by, occurred_at=now)
    context = {"fields": fields, "form": form, "place": link_id, "wrong": wrong, "standings": queries.STANDINGS}
    return render(request, "desk/kind.html", context) if fields else see_other("desk:desk")
