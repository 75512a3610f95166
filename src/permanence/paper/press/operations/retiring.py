"""Taking a run out of use when a newer one lies ready."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press.adapters import files
from permanence.paper.press.models import PrintPart, PrintRun, RunRetirement
from permanence.paper.press.operations.printing import RunUnknown
from permanence.paper.press.queries import unfinished
from permanence.paper.sheets import operations as sheets
from permanence.paper.sheets import queries as sheet_queries


class RunBeingPrinted(ValueError):
    """The run is not printed to its end yet."""


def retire_run(*, run: UUID, reason: str, by: Actor, occurred_at: datetime) -> None:
    """Void every sheet of a run that still holds, and remove its files: a newer run has taken its place.

    Refuses an unknown run (`RunUnknown`) and one that is still being printed (`RunBeingPrinted`); a run retired before
    stays so. The ledger gets `press.retired`.
    """
    with transaction.atomic():
        row = PrintRun.objects.filter(pk=run).first()
        if row is None:
            raise RunUnknown(run)
        if PrintPart.objects.filter(unfinished(), run=row).exists():
            raise RunBeingPrinted(run)
        if not RunRetirement.objects.filter(run=row).exists():
            RunRetirement.objects.create(run=row, reason=reason, retired_by=str(by), occurred_at=occurred_at)
            numbers = sheet_queries.holding(run)
            sheets.void(numbers=numbers, reason=reason, by=by, occurred_at=occurred_at)
            facts = {"reason": reason, "sheets": len(numbers)}
            ledger.record(kind="press.retired", subject=run, by=by, occurred_at=occurred_at, facts=facts)
    files.remove(files.folder_of(row.folder))
