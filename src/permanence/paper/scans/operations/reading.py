"""Reading the pages of a file: claimed by lease, read beside this process, recorded a few at a time."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction

from permanence.foundation import clock, node, rows
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.scans import queries
from permanence.paper.scans.adapters import shelf
from permanence.paper.scans.adapters.readers import Answer, Ask, Readers, blank_name
from permanence.paper.scans.models import FieldReading, PageReading, ScanBatch, ScanPage
from permanence.paper.scans.operations.telling import Seen, tell_sheets
from permanence.paper.scans.rules import FieldReading as Read
from permanence.paper.scans.rules import Grey, Layout
from permanence.paper.sheets import queries as sheets

# Longer than a page takes between two renewals, short enough that a killed reading goes on soon.
LEASE = timedelta(seconds=30)
_CLAIMED_AT_ONCE = 16
_RECORDED_AT_ONCE = 8
_PATIENCE_S = 0.5
_COLUMNS = (
    *("reading", "place", "link_id", "kind", "option", "cell", "row", "value", "confidence", "sure", "at"),
    "occurred_at",
)
READ_BEFORE = "it was read before"
UNDECODED = "it could not be decoded"


class BatchUnknown(LookupError):
    """No file has this id."""


# The blank page of a kind of sheet, version and page as a grey picture, and where its fields lie; None: no form here.
BlankPage = tuple[Grey, Layout]
FormsOnPaper = Callable[[str, int, int], BlankPage | None]


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """How far a file is."""

    batch: UUID
    pages: int
    read: int
    to_a_person: int


@dataclass(slots=True)
class _Shift:
    """One call of `read_batch`: who works, on what, and where blank pages are laid out for the processes."""

    batch: ScanBatch
    forms: FormsOnPaper
    by: Actor
    occurred_at: datetime
    blanks: Path
    name: str
    kinds: dict[str, str]


def read_batch(
    *,
    batch: UUID,
    forms: FormsOnPaper,
    by: Actor,
    occurred_at: datetime,
    on_progress: Callable[[ReadProgress], None] | None = None,
    processes: int | None = None,
) -> ReadProgress:
    """Read the pages of a file nobody has read: each is read by one process, or left to a person with the reason.

    A process that was killed leaves its pages to the next within seconds. A page of a sheet that was read before is a
    question for a person, never an overwrite; a page that cannot be decoded costs no other. Refuses an unknown file
    (`BatchUnknown`). The ledger gets `scans.read` for every few pages.
    """
    row = ScanBatch.objects.filter(pk=batch).first()
    if row is None:
        raise BatchUnknown(batch)
    readers = Readers(processes)
    try:
        with tempfile.TemporaryDirectory(prefix="blanks-", dir=node.home()) as folder:
            shift = _Shift(row, forms, by, occurred_at, Path(folder), str(uuid4()), {})
            _read_all(shift, readers, on_progress)
    finally:
        readers.stop()
    return _progress(row)


def _read_all(shift: _Shift, readers: Readers, on_progress: Callable[[ReadProgress], None] | None) -> None:
    while True:
        done: list[tuple[ScanPage, Answer]] = []
        pages: dict[int, ScanPage] = {}
        for answer in readers.read(_asks(shift, pages)):
            page = pages.pop(answer.ask.place)
            done.append((page, _with_blank(shift, readers, answer) if answer.needs else answer))
            if len(done) >= _RECORDED_AT_ONCE:
                _record(shift, done)
                done = []
                if on_progress:
                    on_progress(_progress(shift.batch))
        if done:
            _record(shift, done)
        if not ScanPage.objects.filter(batch=shift.batch, reading__isnull=True).exists():
            return
        time.sleep(_PATIENCE_S)


def _asks(shift: _Shift, pages: dict[int, ScanPage]) -> Iterator[Ask]:
    """Pages nobody reads, leased to this shift, a few at a time as the processes ask for them."""
    while claimed := _claim(shift):
        for page in claimed:
            pages[page.place] = page
            yield Ask(
                shelf.original(shift.batch.sha256), page.place, shelf.straight_path(str(page.pk)), shift.blanks, ()
            )


def _claim(shift: _Shift) -> list[ScanPage]:
    now = clock.now()
    mine = ScanPage.objects.filter(batch=shift.batch, lease=shift.name, reading__isnull=True)
    mine.update(lease_until=now + LEASE)
    free = ScanPage.objects.filter(queries.unfinished(now), batch=shift.batch).exclude(lease=shift.name)
    claimed = []
    for page in free.order_by("place")[:_CLAIMED_AT_ONCE]:
        # Compared with what was read, so that of two processes one gets the page, on PostgreSQL too.
        same = ScanPage.objects.filter(pk=page.pk, lease=page.lease, lease_until=page.lease_until)
        if same.update(lease=shift.name, lease_until=now + LEASE):
            claimed.append(page)
    return claimed


def _with_blank(shift: _Shift, readers: Readers, answer: Answer) -> Answer:
    """The page read once more, now that the blank it needs is laid out; as it was when there is no such form."""
    sighting = answer.needs
    if sighting is None or sighting.number is None:
        return answer
    if sighting.code is None and (sheet := sheets.sheet(sighting.number)):
        shift.kinds[sighting.number.compact] = f"{sheet.kind}-{sheet.version}"
    name = blank_name(sighting, shift.kinds)
    if name is None or not _laid_out(shift, name):
        return answer
    again = replace(answer.ask, kind_of=tuple(shift.kinds.items()))
    return readers.read_now(again)


def _laid_out(shift: _Shift, name: str) -> bool:
    if (shift.blanks / f"{name}.npz").exists():
        return True
    kind, version, page = name.rsplit("-", 2)
    form = shift.forms(kind, int(version), int(page))
    if form is None:
        return False
    picture, layout = form
    shelf.lay_out_blank(shift.blanks, name, picture, layout)
    return True


def _record(shift: _Shift, done: list[tuple[ScanPage, Answer]]) -> None:
    with transaction.atomic():
        doubtful = 0
        seen: list[Seen] = []
        for page, answer in done:
            mine = ScanPage.objects.filter(pk=page.pk, lease=shift.name, reading__isnull=True)
            if mine.update(lease="", lease_until=None):
                doubtful += _record_page(shift, page, answer)
                seen += _seen(shift, page, answer)
        tell_sheets(seen=seen, by=shift.by, occurred_at=shift.occurred_at)
        facts = {"pages": [page.place for page, _ in done], "to_a_person": doubtful}
        subject = shift.batch.pk
        ledger.record(kind="scans.read", subject=subject, by=shift.by, occurred_at=shift.occurred_at, facts=facts)


def _seen(shift: _Shift, page: ScanPage, answer: Answer) -> list[Seen]:
    """The page as the ledger of sheets is told of it; none that no code names."""
    sighting = answer.reading.sighting if answer.reading else None
    if sighting is None or sighting.number is None or sighting.page is None:
        return []
    return [Seen(sighting.number, sighting.page, sighting.code, f"{shift.batch.sha256}/{page.place}")]


def _record_page(shift: _Shift, page: ScanPage, answer: Answer) -> bool:
    """Write what was read on a page; whether it goes to a person whole."""
    read = answer.reading
    if read is None:
        PageReading.objects.create(scan=page, how="nothing", doubt=UNDECODED, occurred_at=shift.occurred_at)
        return True
    sighting = read.sighting
    number = sighting.number.compact if sighting.number else ""
    known = PageReading.objects.filter(number=number, page=sighting.page, doubt="")
    doubt = READ_BEFORE if number and known.exists() else str(read.doubt or "")
    code = sighting.code
    row = PageReading.objects.create(
        scan=page,
        how=str(sighting.how),
        doubt=doubt,
        number=number,
        page=sighting.page,
        form=code.kind if code else shift.kinds.get(number, "").rpartition("-")[0],
        version=code.version if code else None,
        patient_key=code.patient_key if code else "",
        two_tone=read.two_tone,
        rough=read.rough,
        ms=answer.ms,
        occurred_at=shift.occurred_at,
    )
    told = [_told(row, place, one, doubt) for place, one in enumerate(read.fields)]
    rows.insert(FieldReading, _COLUMNS, told)
    return bool(doubt)


def _told(row: PageReading, place: int, one: Read, doubt: str) -> tuple[object, ...]:
    field, sure = one.field, one.sure and not doubt
    where = (row.pk, place, field.link_id, str(field.kind), field.option or "", field.cell, field.row)
    return (*where, one.value, one.confidence, sure, list(one.at), row.occurred_at)


def _progress(batch: ScanBatch) -> ReadProgress:
    row = queries.batch(batch.pk)
    if row is None:
        raise BatchUnknown(batch.pk)
    return ReadProgress(row.id, row.pages, row.read, row.to_a_person)
