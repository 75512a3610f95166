"""Whether the box is ready tonight, on a screen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permanence.command.readiness import operations, queries
from permanence.foundation import clock
from permanence.foundation.doors import opens_to, person_behind, see_other


@opens_to(*queries.READERS)
@require_GET
def readiness(request: HttpRequest) -> HttpResponse:
    """Look the box over now, and list the last self-tests."""
    found = queries.readiness()
    words = queries.counted(found.failing, found.to_watch)
    return render(
        request, "readiness/readiness.html", {"found": found, "words": words, "tests": queries.self_tests(limit=5)}
    )


@opens_to(*queries.READERS)
@require_POST
def self_test(request: HttpRequest) -> HttpResponse:
    """Keep the findings as a self-test and print its page."""
    run = operations.test_itself(by=person_behind(request), occurred_at=clock.now())
    messages.success(request, _("The page of the self-test is being printed."))
    return see_other("press:run", run)
