"""The door for feeds: resources posted with a key, and what this server can do."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from permanence.exchange.fhir import operations
from permanence.exchange.fhir.rules.capability import capability_statement
from permanence.exchange.fhir.rules.keys import secret_in
from permanence.exchange.fhir.rules.outcomes import outcome
from permanence.exchange.fhir.rules.resources import may_stand_at
from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.doors import open_to_everyone, opens_by_key

LARGEST = 32 * 1024 * 1024
_JSON = "application/fhir+json"
_TAKEN = frozenset({_JSON, "application/json", "application/json+fhir"})


@opens_by_key
def post(request: HttpRequest, kind: str = "", number: str = "") -> HttpResponse:
    """Take in one resource or one bundle, at its address a resource alone; the answer comes once it is on disk."""
    method = "PUT" if number else "POST"
    if request.method != method:
        return _refused(405, "not-supported", _("Only {method} is answered here.").format(method=method), Allow=method)
    now, client = clock.now(), request.META.get("REMOTE_ADDR", "")
    secret = secret_in(request.headers.get("Authorization", ""))
    try:
        feed = operations.feed_of_key(secret=secret, client=client, by=Actor("feed", "?"), occurred_at=now)
    except operations.TooManyRefusals as refused:
        wait = max(1, int((refused.until - now).total_seconds()))
        return _refused(429, "throttled", _("Too many wrong keys: wait."), **{"Retry-After": str(wait)})
    except operations.KeyRefused:
        return _refused(401, "login", _("This key opens nothing."), **{"WWW-Authenticate": 'Bearer realm="FHIR"'})
    body = _body(request, kind, number)
    if isinstance(body, HttpResponse):
        return body
    by = Actor("feed", feed)
    answer = operations.receive_post(body=body, feed=feed, client=client, by=by, occurred_at=now)
    return _answered(answer.status, answer.body)


@open_to_everyone
@require_safe
def metadata(_request: HttpRequest) -> HttpResponse:
    """What this server can do; it shows no patient's data."""
    return _answered(200, capability_statement(clock.now().date().isoformat()))


def _body(request: HttpRequest, kind: str, number: str) -> bytes | HttpResponse:
    """What was posted, or why it is not even looked at."""
    if request.content_type not in _TAKEN or request.headers.get("Content-Encoding", "identity") != "identity":
        return _refused(415, "not-supported", _("Post application/fhir+json, not packed."))
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _refused(413, "too-long", _("This is larger than 32 MB: cut the bundle, or import it as a file."))
    if kind and not may_stand_at(body, kind, number):
        return _refused(400, "invalid", _("The resource is not the one this address names; nothing was kept."))
    return body


def _refused(status: int, code: str, words: str, **headers: str) -> HttpResponse:
    answer = _answered(status, outcome("error", code, words))
    for name, value in headers.items():
        answer.headers[name] = value
    # Django logs the address of what it refuses, and a sender may call a patient there by any number.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return answer


def _answered(status: int, body: dict[str, Any]) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), status=status, content_type=f"{_JSON}; charset=utf-8")
