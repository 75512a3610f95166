"""Writing down what befalls a part on its way through a printer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.outlets.models import Delivery, DeliveryEvent
from permanence.paper.outlets.queries.printers import DeliveryRow
from permanence.paper.outlets.rules.printers import FOR_A_PERSON, OVER, UNDER_WAY, Fate


def tell(
    *, row: DeliveryRow, fate: Fate, by: Actor, occurred_at: datetime, job: int | None = None, reason: str = ""
) -> None:
    """Write what befell a part at the printer that holds it; one that waits again is held by nobody.

    Refuses nothing. Logs `outlets.delivery`.
    """
    facts = {
        "part": str(row.part),
        "fate": fate.value,
        "printer": row.holder and str(row.holder),
        "job": job,
        "reason": reason[:200],
    }
    with transaction.atomic():
        DeliveryEvent.objects.create(
            delivery_id=row.id,
            fate=fate,
            printer_id=row.holder,
            job=job,
            reason=reason[:200],
            by=str(by),
            occurred_at=occurred_at,
        )
        # What a person must look for stays with the printer in whose tray it may lie.
        kept = {} if fate in UNDER_WAY | FOR_A_PERSON | OVER else {"holder": None}
        Delivery.objects.filter(pk=row.id).update(over=fate in OVER, **kept)
        ledger.record(kind="outlets.delivery", subject=row.id, by=by, occurred_at=occurred_at, facts=facts)


def take(*, row: DeliveryRow, printer: UUID, by: Actor, occurred_at: datetime) -> bool:
    """Let one printer have a waiting part, and no other; False when it is no longer to be had.

    Refuses nothing. Logs `outlets.taken`.
    """
    with transaction.atomic():
        free = Delivery.objects.filter(pk=row.id, holder__isnull=True, over=False)
        if not free.update(holder_id=printer):
            return False
        facts = {"part": str(row.part), "printer": str(printer)}
        ledger.record(kind="outlets.taken", subject=row.id, by=by, occurred_at=occurred_at, facts=facts)
    return True
