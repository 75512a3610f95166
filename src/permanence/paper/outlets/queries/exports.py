"""Copies of print runs outside the box, and why one stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from permanence.paper.outlets.models import Export
from permanence.paper.outlets.rules.manifests import StopReason

_STOPS: dict[StopReason, Promise] = {
    StopReason.MISSING: _("This folder is not there: plug the stick in, or write its name again."),
    StopReason.REFUSED: _(
        "This folder cannot be written to: the stick is locked, or the box may not. Move the stick's switch, or take"
        " another one."
    ),
    StopReason.FULL: _("There is no room left: empty the stick or take a larger one, then do the same again."),
    StopReason.GONE: _(
        "The stick was pulled out, or it failed. Put it back and do the same again: what is on it is kept, and nothing"
        " is lost. If it happens twice, take another stick."
    ),
    StopReason.SPOILT: _(
        "The stick gives back other bytes than were written: it is worn out. Throw it away and take another one."
    ),
}


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A copy asked for: ended when `ended_at`, stopped when there is a `stop`, else under way or killed."""

    id: UUID
    run: UUID
    folder: str
    form: str
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    files: int
    bytes: int
    lacking: int
    stop: StopReason | None


def stop_label(reason: StopReason) -> str:
    """Why a copy stopped and what to do, in the reader's language."""
    return str(_STOPS[reason])


def exports(limit: int = 50, runs: Sequence[UUID] = ()) -> list[ExportRow]:
    """The last copies, newest first; of these runs only, if any are named."""
    rows = Export.objects.select_related("end", "failure").order_by("-id")
    return [export_row(row) for row in (rows.filter(run__in=runs) if runs else rows)[:limit]]


def export_row(row: Export) -> ExportRow:
    """A copy, with how it ended."""
    end, failure = getattr(row, "end", None), getattr(row, "failure", None)
    return ExportRow(
        id=row.id,
        run=row.run,
        folder=row.folder,
        form=row.form,
        asked_by=row.asked_by,
        asked_at=row.occurred_at,
        ended_at=end.recorded_at if end else None,
        files=end.files if end else failure.files if failure else 0,
        bytes=end.bytes if end else 0,
        lacking=end.lacking if end else 0,
        stop=StopReason(failure.reason) if failure else None,
    )
