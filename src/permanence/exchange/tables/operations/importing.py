"""Taking a table in: its file poured out whole first, then its rows received as messages, some hundred at a time."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds.operations import Arrival, ImportReport, Outcome, Receipt
from permanence.exchange.feeds.queries.unapplied import quarantines_of
from permanence.exchange.tables import queries
from permanence.exchange.tables.adapters import store
from permanence.exchange.tables.models import ImportState, TableImport, ToldRow
from permanence.exchange.tables.operations.profiles import profile_for
from permanence.exchange.tables.queries import FileRefused, ImportRow, ProfileRow, TableKind
from permanence.exchange.tables.rules.format import NAME
from permanence.exchange.tables.rules.rows import TableRow, key_of, written
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger

# Rows of one transaction: many enough to be quick, few enough to let others in between.
CHUNK = 400
_COUNTS = ("applied", "quarantined", "duplicates", "held", "unchanged")

Row = tuple[int, list[tuple[str, str]]]


class ImportUnknown(LookupError):
    """No such import, or it ended."""


def begin_import(
    *, path: Path, profile: UUID, feed: str, by: Actor, occurred_at: datetime, file_name: str = "", waits: bool = False
) -> UUID:
    """Take up a file: pour its rows out and count them; nothing of it is applied yet.

    The same file, feed and profile, cut off before, is taken up where it stopped. `waits`: the night porter goes on
    with it. Refuses (`FileRefused`) what is no whole table or not what the profile reads. Logs `tables.import_begun`.
    """
    digest, size = store.digest_of(path)
    if cut_off := queries.unfinished(digest, feed, profile):
        return cut_off.id
    made = TableImport(
        file_name=(file_name or path.name)[:255], digest=digest, size=size, feed=feed, profile_id=profile,
        state=ImportState.UNDER_WAY, waits=waits, begun_by=str(by), occurred_at=occurred_at,
    )  # fmt: skip
    _pour(made, path, queries.profile_version(profile))
    facts: dict[str, object] = {"file": digest, "feed": feed, "rows": made.rows}
    with transaction.atomic():
        made.save()
        ledger.record(kind="tables.import_begun", subject=made.id, by=by, occurred_at=occurred_at, facts=facts)
    return made.id


def continue_import(*, table_import: UUID, by: Actor, occurred_at: datetime) -> ImportRow:
    """Deal with the next few hundred rows of an import; how far it is then. Call it until its state is done.

    Rows that say what the same feed said last of the same thing are passed over. A call that is cut off is made again:
    rows that were received are known. Refuses an import that is not under way (`ImportUnknown`). Logs as
    `feeds.receive` does, and `tables.imported` at the end.
    """
    found = TableImport.objects.filter(id=table_import, state=ImportState.UNDER_WAY).first()
    if found is None or found.profile_id is None:
        raise ImportUnknown(table_import)
    read_by = queries.profile_version(found.profile_id)
    rows, upto = store.poured(str(found.id), found.poured, CHUNK)
    fresh = _Fresh(found, read_by, rows)
    receipts = feeds.receive(arrivals=fresh.arrivals, by=by, occurred_at=occurred_at) if fresh.arrivals else []
    with transaction.atomic():
        fresh.remember(receipts, by, occurred_at)
        _count(found, receipts, len(rows))
        found.poured = upto
        if len(rows) < CHUNK:
            _end(found, read_by, by, occurred_at)
        found.save()
    if found.state == ImportState.DONE:
        store.forget(str(found.id))
    row = queries.table_import(found.id)
    if row is None:
        raise ImportUnknown(table_import)
    return row


def continue_waiting(*, by: Actor, occurred_at: datetime) -> int:
    """Go on with the imports that wait for the night porter, each by some hundred rows; how many there are.

    One whose file turns out torn, or is gone, is refused: nothing of it was applied. Logs as `continue_import` does,
    and `tables.import_refused`.
    """
    waiting = queries.waiting_imports()
    for one in waiting:
        try:
            _pour_upload(one)
            continue_import(table_import=one, by=by, occurred_at=occurred_at)
        except FileRefused as refused:
            _refuse(one, refused, by, occurred_at)
        except (FileNotFoundError, ImportUnknown):
            # Its rows are gone from the box's folder: the file has to be given again.
            _refuse(one, FileRefused("lost"), by, occurred_at)
    return len(waiting)


@transaction.atomic
def drop_import(*, table_import: UUID, by: Actor, occurred_at: datetime) -> None:
    """Forget an upload of which nothing was taken in, and remove its file. Refuses any other (`ImportUnknown`).

    Logs `tables.import_dropped`.
    """
    looked_at = TableImport.objects.filter(id=table_import, state__in=(ImportState.LOOKED_AT, ImportState.REFUSED))
    if not looked_at.update(state=ImportState.DROPPED, ended_at=occurred_at):
        raise ImportUnknown(table_import)
    ledger.record(kind="tables.import_dropped", subject=table_import, by=by, occurred_at=occurred_at, facts={})
    transaction.on_commit(lambda: store.forget(str(table_import)))


def import_files(
    *, path: Path, by: Actor, occurred_at: datetime, feed: str = "", profile: str = "", kind: TableKind | None = None
) -> ImportReport:
    """Take in every row of one file, read by the profile of this name, or by one guessed and saved under it.

    Without a name the profile is called as the kind of table is; without a feed, its feed as the profile. Refuses a
    file that is no whole table, or not what the profile reads (`FileRefused`). Logs as `begin_import` and
    `continue_import` do.
    """
    version = profile_for(path=path, name=profile, kind=kind, by=by, occurred_at=occurred_at)
    name = queries.profile_version(version).name
    begun = begin_import(path=path, profile=version, feed=feed or name, by=by, occurred_at=occurred_at)
    row = continue_import(table_import=begun, by=by, occurred_at=occurred_at)
    while row.state is ImportState.UNDER_WAY:
        row = continue_import(table_import=begun, by=by, occurred_at=occurred_at)
    return ImportReport(
        received=row.read,
        applied=row.applied,
        quarantined=row.quarantined,
        duplicates=row.duplicates + row.unchanged,
        held=row.held,
        files=1,
        unreadable_files=(),
    )


class _Fresh:
    """Of some rows, those that say something their feed did not say last."""

    def __init__(self, found: TableImport, read_by: ProfileRow, rows: Sequence[Row]) -> None:
        self.arrivals: list[Arrival] = []
        self._told: list[tuple[bytes, bytes]] = []
        reading = read_by.reading
        keyed = [(place, cells, *_told(found.feed, read_by, key_of(reading, cells), cells)) for place, cells in rows]
        last = _last_told([key for _place, _cells, key, _content in keyed])
        known = {key: content for key, (content, _waits) in last.items()}
        self._waited = {key: waits for key, (_content, waits) in last.items() if waits}
        for place, cells, key, content in keyed:
            if known.get(key) == content:
                found.unchanged += 1
                continue
            known[key] = content
            self._told.append((key, content))
            row = TableRow(read_by.kind, read_by.name, found.id.hex, place, tuple(cells))
            self.arrivals.append(Arrival(written(row).encode(), NAME, found.file_name, found.feed))

    def remember(self, receipts: Sequence[Receipt], by: Actor, occurred_at: datetime) -> None:
        """Keep what each row said, for the next file; what is held may yet be thrown away, and is then told again."""
        said = dict(zip((key for key, _content in self._told), receipts, strict=True))
        held = [key for key, receipt in said.items() if receipt.outcome is Outcome.HELD]
        ToldRow.objects.filter(key__in=held).delete()
        kept = {key: content for key, content in self._told if said[key].outcome is not Outcome.HELD}
        ToldRow.objects.bulk_create(
            [ToldRow(key=key, content=content, waits=_waiting(said[key])) for key, content in kept.items()],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["content", "waits"],
        )
        self._settle({waits for key, waits in self._waited.items() if key in kept}, by, occurred_at)

    def _settle(self, messages: set[UUID], by: Actor, occurred_at: datetime) -> None:
        """Rows that wait for a person and were told anew: what they said is no longer what the list says."""
        waiting = quarantines_of(messages)
        if waiting:
            feeds.discard(quarantines=waiting, reason=_("The row was told anew."), by=by, occurred_at=occurred_at)


def _waiting(receipt: Receipt) -> UUID | None:
    return receipt.message if receipt.outcome is Outcome.QUARANTINED else None


def _pour_upload(table_import: UUID) -> None:
    """Pour an upload out before its first rows are dealt with."""
    name = str(table_import)
    found = TableImport.objects.filter(id=table_import, profile__isnull=False).first()
    if found is not None and found.profile_id and not found.poured and not store.is_poured(name):
        _pour(found, store.uploaded(name), queries.profile_version(found.profile_id))
        found.save()


@transaction.atomic
def _refuse(table_import: UUID, refused: FileRefused, by: Actor, occurred_at: datetime) -> None:
    TableImport.objects.filter(id=table_import).update(
        waits=False,
        state=ImportState.REFUSED,
        refusal=refused.code,
        refusal_detail=refused.detail[:200],
        ended_at=occurred_at,
    )
    facts: dict[str, object] = {"why": refused.code}
    ledger.record(kind="tables.import_refused", subject=table_import, by=by, occurred_at=occurred_at, facts=facts)
    transaction.on_commit(lambda: store.forget(str(table_import)))


def _pour(made: TableImport, path: Path, read_by: ProfileRow) -> None:
    with queries.opened_table(path, read_by) as table:
        queries.check_columns(table.names, read_by)
        made.rows = store.pour(str(made.id), table.rows)


def _told(
    feed: str, read_by: ProfileRow, key: tuple[str, ...] | None, cells: Sequence[tuple[str, str]]
) -> tuple[bytes, bytes]:
    """What stands for the thing a row speaks of, and for what it says of it."""
    said = [part for cell in cells for part in cell]
    content = _digest(str(read_by.id), *said)
    return _digest(feed, read_by.kind, *(key or said)), content


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode(errors="replace")).digest()[:16]


def _last_told(keys: Sequence[bytes]) -> dict[bytes, tuple[bytes, UUID | None]]:
    rows = ToldRow.objects.filter(key__in=set(keys)).values_list("key", "content", "waits")
    return {bytes(key): (bytes(content), waits) for key, content, waits in rows}


def _count(found: TableImport, receipts: Sequence[Receipt], rows: int) -> None:
    counts = Counter("duplicate" if one.duplicate else one.outcome.value for one in receipts)
    found.read += rows
    found.applied += counts[Outcome.APPLIED]
    found.quarantined += counts[Outcome.QUARANTINED]
    found.held += counts[Outcome.HELD]
    found.duplicates += counts["duplicate"]


def _end(found: TableImport, read_by: ProfileRow, by: Actor, occurred_at: datetime) -> None:
    found.state, found.waits, found.ended_at = ImportState.DONE, False, occurred_at
    counts = {name: getattr(found, name) for name in ("read", *_COUNTS)}
    facts: dict[str, object] = {"file": found.digest, "feed": found.feed, "profile": read_by.name, **counts}
    feeds.record_file(feed=found.feed, name=found.file_name, received=found.read, by=by, occurred_at=occurred_at)
    ledger.record(kind="tables.imported", subject=found.id, by=by, occurred_at=occurred_at, facts=facts)
