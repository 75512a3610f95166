"""Taking a file of scans in: its original is kept before anything is made of it."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from permanence.foundation import rows
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.scans.adapters import shelf
from permanence.paper.scans.adapters.documents import NotAScan, page_count
from permanence.paper.scans.models import ScanBatch, ScanPage

__all__ = ["NotAScan", "receive"]


def receive(*, file: Path, by: Actor, occurred_at: datetime, name: str = "") -> UUID:
    """Keep a file from a copier, never to be altered, with its pages to be read; returns its id.

    The very same file given again is the one that is here already. Refuses what is neither PDF nor TIFF, JPEG or PNG
    (`NotAScan`). The ledger gets `scans.received` with the digest.
    """
    pages = page_count(file)
    sha256, _ = shelf.keep_original(file)
    with transaction.atomic():
        known = ScanBatch.objects.filter(sha256=sha256).first()
        if known:
            return known.pk
        batch = ScanBatch.objects.create(
            name=(name or file.name)[:200], sha256=sha256, pages=pages, received_by=str(by), occurred_at=occurred_at
        )
        columns = ("batch", "place", "lease", "lease_until", "occurred_at")
        rows.insert(ScanPage, columns, ((batch.pk, place, "", None, occurred_at) for place in range(1, pages + 1)))
        facts = {"sha256": sha256, "pages": pages}
        ledger.record(kind="scans.received", subject=batch.pk, by=by, occurred_at=occurred_at, facts=facts)
    return batch.pk
