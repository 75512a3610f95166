"""FHIR resources lying in files: bundles, single resources, bulk exports."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds.operations import Arrival, Outcome, Receipt
from permanence.exchange.fhir.adapters.files import files_in, messages_in
from permanence.exchange.fhir.rules.format import NAME
from permanence.exchange.fhir.rules.known import KEPT
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.charts import TOLD
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger

# Larger ones are kept cut, and wait for a person.
LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FhirReport:
    """What became of the resources of some files: `received` is the sum of the next four.

    `replayed` are those of `quarantined` that could be applied in the end, once what they refer to had come; `waiting`
    those that still wait. `kept` are those of `applied` of types of which the picture holds nothing.
    """

    received: int
    applied: int
    quarantined: int
    duplicates: int
    held: int
    replayed: int
    waiting: int
    kept: dict[str, int]
    files: int
    unreadable_files: tuple[str, ...]


def import_files(
    *, path: Path, by: Actor, occurred_at: datetime, feed: str = "", charset: str = "", batch: int = 400
) -> FhirReport:
    """Receive every resource of a file, or of all files below a folder; what others refer to comes first.

    `feed` names the feed; without it each resource says the server that keeps it, and one that does not is kept apart
    unless its id is unique by nature. What refers to something that only comes later is tried again at the end. A file
    that cannot be read is listed and the others are taken in. Logs as `feeds.receive` does, then `fhir.files_imported`.
    """
    began = new_id()
    counts: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    unreadable = []
    waiting: list[Arrival] = []
    size = 0
    files = files_in(path)
    for file in files:
        try:
            for raw, _ in messages_in(file):
                waiting.append(_arrival(raw, file, feed, charset))
                size += len(raw)
                if len(waiting) >= batch or size >= LARGEST:
                    _take(waiting, counts, kept, by, occurred_at)
                    size = 0
        except OSError:
            unreadable.append(str(file))
    _take(waiting, counts, kept, by, occurred_at)
    replayed = feeds.replay_waiting(since=began, by=by, occurred_at=occurred_at)
    report = FhirReport(
        received=counts.total(),
        applied=counts[Outcome.APPLIED],
        quarantined=counts[Outcome.QUARANTINED],
        duplicates=counts["duplicate"],
        held=counts[Outcome.HELD],
        replayed=replayed.applied,
        waiting=counts[Outcome.QUARANTINED] - replayed.applied,
        kept=dict(sorted(kept.items())),
        files=len(files) - len(unreadable),
        unreadable_files=tuple(unreadable),
    )
    with transaction.atomic():
        facts = {name: value for name, value in asdict(report).items() if name != "unreadable_files"}
        ledger.record(kind="fhir.files_imported", subject="files", by=by, occurred_at=occurred_at, facts=facts)
    return report


def _arrival(raw: bytes, file: Path, feed: str, charset: str) -> Arrival:
    return Arrival(raw[:LARGEST], NAME, peer=file.name, feed=feed, charset=charset, is_cut=len(raw) > LARGEST)


def _take(waiting: list[Arrival], counts: Counter[str], kept: Counter[str], by: Actor, occurred_at: datetime) -> None:
    if waiting:
        receipts = feeds.receive(arrivals=waiting, by=by, occurred_at=occurred_at)
        counts.update("duplicate" if receipt.duplicate else receipt.outcome for receipt in receipts)
        kept.update(_told_nothing(receipts))
        waiting.clear()


def _told_nothing(receipts: Sequence[Receipt]) -> Iterable[str]:
    """The types of resources that were applied and of which the picture holds nothing."""
    for receipt in receipts:
        message = receipt.read
        is_new = receipt.outcome is Outcome.APPLIED and not receipt.duplicate
        if is_new and isinstance(message, Resource) and message.type not in TOLD | KEPT:
            yield message.type
