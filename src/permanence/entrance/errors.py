"""Pages that say what went wrong and what to do, in both languages, even when the database is gone."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Fault:
    """What a person is told; never a cause, a stack or a patient."""

    status: int
    title: Promise
    advice: Promise


BAD_REQUEST = Fault(
    400,
    _("The box did not understand this request"),
    _("Go back, reload the page and try again. If it happens twice, write the hour down and tell IT."),
)
FORBIDDEN = Fault(
    403,
    _("This page is not open to you"),
    _("Your account does not have the role for it. If your work needs it now, ask the night manager or IT."),
)
FORM_TOO_OLD = Fault(
    403,
    _("This form waited too long"),
    _("Nothing was saved. Go back, reload the page, and do it again. If you are asked to, sign in first."),
)
NOT_FOUND = Fault(
    404,
    _("There is nothing at this address"),
    _("It may have been closed or moved. Go to the board and look for it from there."),
)
TOO_LARGE = Fault(
    413,
    _("This is too large to send"),
    _("Nothing was saved. Send a smaller file, or in several parts; IT can import large files at the box itself."),
)
BROKEN = Fault(
    500,
    _("Something broke in the box"),
    _(
        "What you were doing may not be saved: check it, and keep working on paper meanwhile. Try again in a minute. "
        "If it happens again, write the hour down and call IT."
    ),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the request was too large."""
    return page(request, TOO_LARGE if isinstance(exception, RequestDataTooBig) else BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django passes it by name)
    """403."""
    return page(request, FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django passes it by name)
    """403 for a form that is too old or comes from elsewhere."""
    return page(request, FORM_TOO_OLD)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django passes it by name)
    """404."""
    return page(request, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database."""
    return page(request, BROKEN)


def page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """A fault in the reader's language, then in the other."""
    mine = translation.get_language()
    languages = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != mine)
    appearance = request.COOKIES.get("appearance", "auto")
    values = {"pages": [_in(code, fault) for code in languages], "status": fault.status, "appearance": appearance}
    return HttpResponse(render_to_string("entrance/error.html", values), status=fault.status)


def _in(language: str, fault: Fault) -> SimpleNamespace:
    with translation.override(language):
        return SimpleNamespace(
            language=language, title=str(fault.title), advice=str(fault.advice), back=gettext("Go to the board")
        )
