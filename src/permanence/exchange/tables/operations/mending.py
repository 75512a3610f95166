"""A rejects file come back from a spreadsheet: every row put right settles the quarantined one."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import transaction

from permanence.care.patients import operations as patients
from permanence.care.patients import queries as known_patients
from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds.queries.unapplied import WaitingMessage, waiting_messages
from permanence.exchange.tables import queries
from permanence.exchange.tables.queries import FileRefused, TableKind
from permanence.exchange.tables.rules.rejects import ID_HEADING, mended_cells
from permanence.exchange.tables.rules.rows import NoRow, read_back, written
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class MendingReport:
    """What became of the rows of a rejects file; `settled_before` waited no longer."""

    mended: int
    still_refused: int
    settled_before: int


def mend_rows(
    *, path: Path, reason: str, by: Actor, occurred_at: datetime, kinds: Collection[TableKind] = tuple(TableKind)
) -> MendingReport:
    """Apply the rows of a rejects file as a person put them right; those still refused keep waiting.

    A few hundred rows are one transaction: a box cut off keeps those before, and the file is given again for the rest.
    Rows of other kinds than `kinds` are left as they are: they are not for whoever gives the file.
    Refuses a file without the column of ids (`FileRefused`). Logs `feeds.message_mended` for each row that is applied,
    and `tables.rejects_mended`.
    """
    mended = refused = gone = 0
    with queries.opened_table(path) as table:
        if not table.is_rejects:
            raise FileRefused("columns", ID_HEADING)
        while some := list(islice(table.rows, _CHUNK)):
            by_id = {id_: dict(cells) for _place, cells in some if (id_ := _id_of(dict(cells)))}
            # One commit for them all; each row has a savepoint of its own, so that one refused takes no other with it.
            with transaction.atomic():
                waiting = waiting_messages(list(by_id))
                done = [_mend(one, by_id[id_], reason, kinds, by, occurred_at) for id_, one in waiting.items()]
            gone += len(some) - len(waiting)
            mended, refused = mended + sum(done), refused + done.count(False)
    report = MendingReport(mended, refused, gone)
    with transaction.atomic():
        ledger.record(
            kind="tables.rejects_mended", subject="rejects", by=by, occurred_at=occurred_at, facts=asdict(report)
        )
    return report


@transaction.atomic
def account_for_rejects(*, table_import: UUID, screen: str, by: Actor, occurred_at: datetime) -> None:
    """Write that a person was given the rejected rows of an import, and so the data of whoever they are about.

    Logs `tables.rejects_given`, and the reading of each patient whom the box knows by a number in them.
    """
    found = queries.table_import(table_import)
    if found is None:
        return
    rows = queries.rejects(found)
    facts: dict[str, object] = {"screen": screen, "count": len(rows)}
    ledger.record(kind="tables.rejects_given", subject=table_import, by=by, occurred_at=occurred_at, facts=facts)
    numbers = {text for row in rows for text in queries.patient_numbers(found, row.cells)}
    _account(numbers, screen, by, occurred_at)


@transaction.atomic
def account_for_preview(*, path: Path, numbers: list[str], screen: str, by: Actor, occurred_at: datetime) -> None:
    """Write that a person saw the first rows of a file, and so whoever has these numbers.

    Logs `tables.previewed`, and the reading of each patient whom the box knows.
    """
    facts: dict[str, object] = {"screen": screen}
    ledger.record(kind="tables.previewed", subject=queries.digest_of(path), by=by, occurred_at=occurred_at, facts=facts)
    _account({number for number in numbers if number}, screen, by, occurred_at)


def _account(numbers: set[str], screen: str, by: Actor, occurred_at: datetime) -> None:
    seen = sorted({one for found in known_patients.holders_by_number(numbers).values() for one in found})
    patients.account_for_reads(patients=seen, screen=screen, by=by, occurred_at=occurred_at)


def _id_of(cells: dict[str, str]) -> UUID | None:
    try:
        return UUID(cells.get(ID_HEADING, "").strip())
    except ValueError:
        return None


def _mend(
    message: WaitingMessage,
    mended: dict[str, str],
    reason: str,
    kinds: Collection[TableKind],
    by: Actor,
    occurred_at: datetime,
) -> bool:
    try:
        row = read_back(message.text)
    except NoRow:
        return False
    if row.kind not in kinds:
        return False
    cells = mended_cells(row.cells, mended)
    if cells == row.cells:
        # Nobody changed it; what it waited for may be here by now.
        return bool(feeds.replay(quarantines=[message.id], by=by, occurred_at=occurred_at).applied)
    text = written(replace(row, cells=cells))
    try:
        feeds.mend(quarantine=message.id, text=text, reason=reason, by=by, occurred_at=occurred_at)
    except (feeds.StillRefused, feeds.NotInQuarantine):
        return False
    return True
