"""Opening a printed file: the only way patients' data leaves the press on a screen."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press import queries
from permanence.paper.press.adapters import files
from permanence.paper.sheets import queries as sheets


class FileNotReady(LookupError):
    """The part is not printed, or had nothing to print, or its file is gone from the disk."""


class FileChanged(RuntimeError):
    """The file on the disk is not the one the press wrote: it must not reach a patient."""


def open_file(*, part: UUID, by: Actor, occurred_at: datetime) -> tuple[Path, bytes]:
    """Hand out a printed file, whole and as it was written; the ledger gets `press.opened` with the patients in it.

    Refuses a part without a file (`FileNotReady`) and a file whose digest is not the one recorded (`FileChanged`).
    """
    row = queries.part(part)
    content = files.content_of(files.settle(row.path.parent, row.path.name, row.sha256)) if row and row.path else None
    if row is None or row.path is None or content is None:
        raise FileNotReady(part)
    if files.digest(content) != row.sha256:
        raise FileChanged(part)
    inside = sheets.sheets_of_part(part)
    patients = sorted({str(sheet.patient) for sheet in inside if sheet.patient and sheet.printed_at})
    with transaction.atomic():
        facts = {"run": str(row.run), "sheets": row.sheets, "patients": patients}
        ledger.record(kind="press.opened", subject=part, by=by, occurred_at=occurred_at, facts=facts)
    return row.path, content
