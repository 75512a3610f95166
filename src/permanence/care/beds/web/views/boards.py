"""The board of each ward: who lies where, rendered once for everybody who looks and may do the same."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from permanence.care.beds import queries
from permanence.care.beds.web.views.closures import CLOSERS
from permanence.care.charts import queries as charts
from permanence.care.patients import operations as patients
from permanence.foundation import clock
from permanence.foundation.actors import CARE_ROLES
from permanence.foundation.doors import opens_to, person_behind
from permanence.foundation.places import queries as places

_MINUTE = 60


@opens_to(*CARE_ROLES)
@require_GET
def wards(request: HttpRequest) -> HttpResponse:
    """Every ward with its counts; names nobody."""
    return render(request, "beds/wards.html", {"wards": queries.ward_summaries()})


@opens_to(*CARE_ROLES)
@require_GET
def ward(request: HttpRequest, ward: UUID) -> HttpResponse:
    """One ward: every bed, who lies in it, and what must be known of the patient."""
    board = _board(ward, may_close=_may_close(request))
    _account(request, board)
    return render(request, "beds/ward.html", {"board": board})


@opens_to(*CARE_ROLES)
@require_GET
def ward_lines(request: HttpRequest, ward: UUID) -> HttpResponse:
    """The part of a ward's page that refreshes; 304, and no read to account for, when it reads the same."""
    board = _board(ward, may_close=_may_close(request))
    same = get_conditional_response(request, etag=board.etag)
    if same:
        return same
    _account(request, board)
    response = HttpResponse(render_to_string("beds/ward_live.html", {"board": board}))
    response["ETag"] = board.etag
    return response


@dataclass(frozen=True, slots=True)
class _Board:
    """A ward's page as everybody who may do the same sees it, and the patients it names."""

    ward: UUID
    name: str
    etag: str
    patients: tuple[UUID, ...]
    content: SafeString


def _may_close(request: HttpRequest) -> bool:
    return not person_behind(request).roles.isdisjoint(CLOSERS)


def _board(ward: UUID, *, may_close: bool) -> _Board:
    """The ward's page, rendered again when its version has grown, and each minute for what no version tells."""
    version = places.ward_versions([ward]).get(ward)
    if version is None:
        raise Http404
    key = f"beds.board.{ward}.{version}.{clock.now():%d%H%M}.{get_language()}.{may_close}"
    kept: _Board | None = cache.get(key)
    if kept is None:
        kept = _rendered(ward, may_close=may_close)
        cache.set(key, kept, 2 * _MINUTE)
    return kept


def _rendered(ward: UUID, *, may_close: bool) -> _Board:
    (census,) = queries.ward_censuses([ward])
    alerts = charts.alerts([line.stay for line in census.lines if line.stay])
    values: dict[str, Any] = {"census": census, "alerts": alerts, "may_close": may_close}
    content = render_to_string("beds/ward_content.html", values)
    return _Board(
        ward=ward,
        name=census.ward_name,
        etag=f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"',
        patients=tuple(line.patient for line in census.lines if line.patient),
        # Rendered by the template just above, which escapes.
        content=mark_safe(content),  # noqa: S308
    )


def _account(request: HttpRequest, board: _Board) -> None:
    patients.account_for_reads(
        patients=board.patients, screen="beds:ward", by=person_behind(request), occurred_at=clock.now()
    )
