"""Accounting for who sees whose sheets: the rooms that know patients are told through the paper door."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.desk.models import DeskSheet, DeskSight
from permanence.paper.desk.queries.sights import seen_lately
from permanence.paper.press import queries as press

# A function like `patients.operations.account_for_reads`, handed by the room that knows patients in its `paper.py`.
DOOR = "ACCOUNT_FOR_READS"


@transaction.atomic
def see_sheets(*, sheets: Sequence[UUID], screen: str, by: Actor, occurred_at: datetime) -> None:
    """A person sees what is written on these sheets: said once for all crops of a quarter of an hour.

    Refuses nobody. Logs `desk.seen`, and whatever the room of the patients logs.
    """
    new = [sheet for sheet in dict.fromkeys(sheets) if sheet not in seen_lately(sheets, str(by), occurred_at)]
    if not new:
        return
    DeskSight.objects.bulk_create([DeskSight(sheet_id=one, by=str(by), occurred_at=occurred_at) for one in new])
    known = DeskSheet.objects.filter(pk__in=new, patient__isnull=False).values_list("patient", flat=True)
    patients = list(dict.fromkeys(known))
    for account_for_reads in press.handed(DOOR):
        account_for_reads(patients=patients, screen=screen, by=by, occurred_at=occurred_at)
    ledger.record(kind="desk.seen", subject="desk", by=by, occurred_at=occurred_at, facts={"sheets": new})
