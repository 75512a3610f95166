"""Messages lying in files, whatever the format."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from permanence.exchange.feeds.models import Outcome
from permanence.exchange.feeds.operations.reading import Arrival
from permanence.exchange.feeds.operations.receiving import Receipt, receive
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the messages of some files: `received` is the sum of the four other counts."""

    received: int
    applied: int
    quarantined: int
    duplicates: int
    held: int
    files: int
    unreadable_files: tuple[str, ...]


def receive_files(
    *,
    files: Sequence[Path],
    arrivals_of: Callable[[Path], Iterable[Arrival]],
    by: Actor,
    occurred_at: datetime,
    batch: int = 400,
) -> ImportReport:
    """Receive every message of some files, in their order; `arrivals_of` reads one, and raises `OSError` if it cannot.

    A file that cannot be read is listed and the others are taken in. Logs as `receive` does, batch by batch, then
    `feeds.files_imported`.
    """
    counts: Counter[str] = Counter()
    unreadable = []
    waiting: list[Arrival] = []

    def take(size: int) -> None:
        while len(waiting) >= size:
            counts.update(_counted(receive(arrivals=waiting[:batch], by=by, occurred_at=occurred_at)))
            del waiting[:batch]

    for file in files:
        try:
            for arrival in arrivals_of(file):
                waiting.append(arrival)
                take(batch)
        except OSError:
            unreadable.append(str(file))
    take(1)
    report = _report(counts, len(files), unreadable)
    with transaction.atomic():
        facts = {name: value for name, value in asdict(report).items() if name != "unreadable_files"}
        ledger.record(kind="feeds.files_imported", subject="files", by=by, occurred_at=occurred_at, facts=facts)
    return report


def _report(counts: Counter[str], files: int, unreadable: Sequence[str]) -> ImportReport:
    return ImportReport(
        received=counts.total(),
        applied=counts[Outcome.APPLIED],
        quarantined=counts[Outcome.QUARANTINED],
        duplicates=counts["duplicate"],
        held=counts[Outcome.HELD],
        files=files - len(unreadable),
        unreadable_files=tuple(unreadable),
    )


def _counted(receipts: Iterable[Receipt]) -> Counter[str]:
    return Counter("duplicate" if receipt.duplicate else receipt.outcome for receipt in receipts)
