"""What waits in quarantine, and one quarantined message laid open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.exchange.feeds.adapters.formats import format_named
from permanence.exchange.feeds.models import Feed, Quarantine, QuarantineResolution, ResolutionKind
from permanence.exchange.feeds.rules.formats import Part
from permanence.exchange.feeds.rules.refusals import WORDINGS, Reason
from permanence.foundation.actors import Role
from permanence.foundation.board import Queue

PAGE = 50
WORKERS = frozenset({Role.IT, Role.ADMISSIONS, Role.NIGHT_MANAGER, Role.CRISIS_CELL})


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """One quarantined message, without anything of the patient; `resolution` is None while it waits."""

    id: UUID
    message: UUID
    arrived_at: datetime
    feed: str
    event: str
    control_id: str
    reason: str
    said: str
    detail: str
    location: str
    resolution: ResolutionKind | None
    resolved_by: str
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many messages wait for one reason, and since when."""

    reason: str
    said: str
    count: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    """A quarantined message laid open: it shows a patient's data, and whoever reads it is accounted for."""

    row: QuarantineRow
    text: str
    text_is: str
    charset: str
    parts: tuple[Part, ...]
    mended_text: str


def said(reason: str) -> str:
    """Why a message was not applied, in the reader's language."""
    return _(WORDINGS[Reason(reason)])


def quarantined(*, waiting: bool = True, reason: str = "", page: int = 1) -> list[QuarantineRow]:
    """A page of quarantined messages, oldest first: those that wait, or those that a person settled."""
    chosen = _waiting() if waiting else Quarantine.objects.filter(resolutions__isnull=False).distinct()
    if reason:
        chosen = chosen.filter(reason=reason)
    found = list(chosen.order_by("id").select_related("message__feed").defer("message__raw")[_window(page)])
    last = _last_resolutions([one.id for one in found])
    return [_row(one, last.get(one.id)) for one in found]


def waiting(*, reason: str) -> list[UUID]:
    """All that wait for one reason."""
    return list(_waiting().filter(reason=reason).values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class WaitingReason:
    """Why a message waits, and where in it."""

    reason: str
    said: str
    location: str


def reasons_of(messages: Sequence[UUID]) -> dict[UUID, WaitingReason]:
    """Why those of these messages wait that still do."""
    found = _waiting().filter(message__in=messages).values_list("message_id", "reason", "location")
    return {message: WaitingReason(reason, said(reason), location) for message, reason, location in found}


def waiting_by_reason() -> list[ReasonCount]:
    """How many messages wait for each reason, most first."""
    counted = _waiting().values_list("reason").annotate(count=Count("id"), oldest=Min("occurred_at"))
    return sorted(
        (ReasonCount(reason, said(reason), count, oldest) for reason, count, oldest in counted),
        key=lambda row: (-row.count, row.reason),
    )


def opened(quarantine_id: UUID) -> OpenedMessage | None:
    """One quarantined message with its content, or None. Whoever shows it accounts for the reading."""
    found = Quarantine.objects.filter(id=quarantine_id).select_related("message__feed").first()
    if found is None:
        return None
    resolution = _last_resolutions([found.id]).get(found.id)
    raw, charset = bytes(found.message.raw), found.message.charset or found.message.feed.charset
    format_ = format_named(found.message.format)
    laid = format_.lay_open(raw, charset)
    mended = format_.lay_open(bytes(resolution.mended), laid.charset).text if resolution and resolution.mended else ""
    return OpenedMessage(_row(found, resolution), laid.text, _(format_.text_is), laid.charset, laid.parts, mended)


def board_queues() -> list[Queue]:
    """Messages that wait for a person, and senders nobody vouches for."""
    waiting = _waiting().aggregate(count=Count("id"), oldest=Min("occurred_at"))
    strangers = Feed.objects.filter(owner="").aggregate(count=Count("id"), oldest=Min("occurred_at"))
    return [
        Queue(gettext_lazy("Messages in quarantine"), waiting["count"], waiting["oldest"], "feeds:quarantine", WORKERS),
        Queue(
            gettext_lazy("Senders nobody vouches for"),
            strangers["count"],
            strangers["oldest"],
            "feeds:feeds",
            frozenset({Role.IT}),
        ),
    ]


def _waiting() -> "QuerySet[Quarantine]":
    return Quarantine.objects.filter(resolutions__isnull=True)


def _window(page: int) -> slice:
    return slice(PAGE * (page - 1), PAGE * page)


def _last_resolutions(quarantines: Sequence[UUID]) -> dict[UUID, QuarantineResolution]:
    resolutions = QuarantineResolution.objects.filter(quarantine__in=quarantines).order_by("id")
    return {resolution.quarantine_id: resolution for resolution in resolutions}


def _row(found: Quarantine, last: QuarantineResolution | None) -> QuarantineRow:
    return QuarantineRow(
        id=found.id,
        message=found.message_id,
        arrived_at=found.message.occurred_at,
        feed=found.message.feed.name,
        event=found.message.event,
        control_id=found.message.control_id,
        reason=found.reason,
        said=said(found.reason),
        detail=found.detail,
        location=found.location,
        resolution=ResolutionKind(last.kind) if last else None,
        resolved_by=last.resolved_by if last else "",
        resolved_at=last.occurred_at if last else None,
    )
