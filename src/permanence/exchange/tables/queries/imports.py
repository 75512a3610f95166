"""Which tables were taken in, how far each is, and what of it waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.exchange.feeds.queries.unapplied import WaitingMessage, count_waiting_of, waiting_of
from permanence.exchange.tables.adapters import store
from permanence.exchange.tables.models import ImportState, TableImport
from permanence.exchange.tables.queries.profiles import ProfileRow, drafted, profile, profile_version
from permanence.exchange.tables.rules.kinds import TableKind
from permanence.exchange.tables.rules.problems import FILE_PROBLEMS, PROBLEMS
from permanence.exchange.tables.rules.rejects import all_headings, reject_rows
from permanence.exchange.tables.rules.rows import NoRow, TableRow, read_back, understand
from permanence.foundation.actors import Role
from permanence.foundation.board import Queue

PAGE = 50


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import: `rows` is what the file holds, `read` how many of them were dealt with; the counts add up to it."""

    id: UUID
    file_name: str
    digest: str
    size: int
    feed: str
    kind: TableKind | None
    profile: str
    version: int
    state: ImportState
    rows: int
    read: int
    applied: int
    quarantined: int
    duplicates: int
    held: int
    unchanged: int
    refusal: str
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None

    @property
    def percent(self) -> int:
        """How much is done, in hundredths."""
        return 100 * self.read // self.rows if self.rows else 0


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that waits in quarantine: its cells as they came, and what is wrong, in the reader's language."""

    id: UUID
    cells: tuple[tuple[str, str], ...]
    wrong: str


def imports(*, page: int = 1) -> list[ImportRow]:
    """A page of imports, the newest first; those nobody took in among them."""
    chosen = (
        TableImport.objects.exclude(state=ImportState.DROPPED).select_related("profile").order_by("-occurred_at", "-id")
    )
    return [_row(one) for one in chosen[PAGE * (page - 1) : PAGE * page]]


def table_import(id_: UUID) -> ImportRow | None:
    """One import, or None."""
    found = TableImport.objects.filter(id=id_).select_related("profile").first()
    return _row(found) if found else None


def unfinished(digest: str, feed: str, profile_id: UUID) -> ImportRow | None:
    """An import of the same file by the same profile that was cut off, or None."""
    found = TableImport.objects.filter(
        digest=digest, feed=feed, profile=profile_id, state=ImportState.UNDER_WAY, waits=False
    ).select_related("profile").order_by("-id").first()  # fmt: skip
    return _row(found) if found and store.is_poured(str(found.id)) else None


def waiting_imports() -> list[UUID]:
    """The imports the night porter goes on with, the oldest first."""
    return list(TableImport.objects.filter(waits=True).order_by("id").values_list("id", flat=True))


def board_queues() -> list[Queue]:
    """Lists that were given and that nobody took in or dropped."""
    given = TableImport.objects.filter(state=ImportState.LOOKED_AT).aggregate(
        count=Count("id"), oldest=Min("occurred_at")
    )
    name = gettext_lazy("Lists given and not taken in")
    takers = frozenset({Role.IT, Role.ADMISSIONS, Role.SECRETARY, Role.HR})
    return [Queue(name, given["count"], given["oldest"], "tables:tables", takers)]


def draft_of_import(id_: UUID) -> ProfileRow | None:
    """How a person says that an upload is read, None when it is not looked at any more."""
    found = TableImport.objects.filter(id=id_, state=ImportState.LOOKED_AT).first()
    return drafted(found.draft) if found and found.draft else None


def digest_of(path: Path) -> str:
    """SHA-256 of a file, as the ledger names it."""
    return store.digest_of(path)[0]


def upload_path(id_: UUID) -> Path:
    """Where the upload of an import lies until it is taken in."""
    return store.uploaded(str(id_))


def waiting_count(found: ImportRow) -> int:
    """How many rows of an import wait in quarantine now."""
    return count_waiting_of(feed=found.feed, numbers_from=f"{found.id.hex}:")


def rejects(found: ImportRow) -> list[Reject]:
    """The rows of an import that wait in quarantine, in the order of the file."""
    waiting = waiting_of(feed=found.feed, numbers_from=f"{found.id.hex}:")
    return sorted((one for message in waiting if (one := _reject(message))), key=lambda one: one.id)


def patient_numbers(found: ImportRow, cells: Sequence[tuple[str, str]]) -> list[str]:
    """The patient numbers a row states, by the profile it was read by."""
    read_by = profile(found.profile)
    reading = read_by.reading if read_by else None
    return [text.strip() for heading, text in cells if reading and reading.field_of(heading) == "ipp" and text.strip()]


def rejects_lines(found: ImportRow) -> list[list[str]]:
    """The rejects file of an import: headings, then one line a row; no line but the headings when none waits."""
    rows = rejects(found)
    headings = all_headings(row.cells for row in rows)
    triples = ((row.id, row.cells, row.wrong) for row in rows)
    return list(reject_rows(triples, headings=headings, wrong=_("What is wrong")))


def said_problems(row: TableRow, read_by: ProfileRow | None, at: datetime) -> str:
    """What is wrong with each cell of a row, in words; empty when nothing is."""
    if read_by is None:
        return ""
    problems = understand(read_by.reading, row.cells, timezone.localdate(at)).problems
    return "; ".join(
        f"{one.heading}: {_(PROBLEMS[one.code])}" if one.heading else _(PROBLEMS[one.code]) for one in problems
    )


def said_refusal(code: str, detail: str) -> str:
    """Why a file was not taken in, in the reader's language."""
    return _(FILE_PROBLEMS[code]).format(detail=detail) if code in FILE_PROBLEMS else ""


def _reject(waiting: WaitingMessage) -> Reject | None:
    try:
        row = read_back(waiting.text)
    except NoRow:
        return None
    wrong = said_problems(row, profile(row.profile), waiting.arrived_at) if waiting.reason == "cells" else ""
    return Reject(waiting.id, row.cells, wrong or " ".join(filter(None, (waiting.said, waiting.detail))))


def _row(found: TableImport) -> ImportRow:
    read_by = profile_version(found.profile_id) if found.profile_id else drafted(found.draft) if found.draft else None
    return ImportRow(
        id=found.id,
        file_name=found.file_name,
        digest=found.digest,
        size=found.size,
        feed=found.feed,
        kind=read_by.kind if read_by else None,
        profile=read_by.name if read_by else "",
        version=read_by.version if read_by else 0,
        state=ImportState(found.state),
        rows=found.rows,
        read=found.read,
        applied=found.applied,
        quarantined=found.quarantined,
        duplicates=found.duplicates,
        held=found.held,
        unchanged=found.unchanged,
        refusal=said_refusal(found.refusal, found.refusal_detail),
        begun_at=found.occurred_at,
        begun_by=found.begun_by,
        ended_at=found.ended_at,
    )
