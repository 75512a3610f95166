"""What the hospital wants of its paper: how long stock lasts, and when a sheet is out for long."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.sheets.models import OutLimit, StockSetting
from permanence.paper.sheets.rules import StockTarget


def set_stock(*, ward: UUID | None, kind: str, target: StockTarget, by: Actor, occurred_at: datetime) -> None:
    """From now on a form (empty: every form) in a ward (None: every ward) is warned of and filled up so.

    Refuses a warning later than what is held (`ValueError`). The ledger gets `sheets.stock_set`.
    """
    if not 0 <= target.warn_days <= target.hold_days or target.least < 0:
        raise ValueError(target)
    wanted = {"warn_days": target.warn_days, "hold_days": target.hold_days, "least": target.least}
    with transaction.atomic():
        row = StockSetting.objects.create(ward=ward, kind=kind, by=str(by), occurred_at=occurred_at, **wanted)
        facts = wanted | {"ward": str(ward) if ward else None, "kind": kind}
        ledger.record(kind="sheets.stock_set", subject=row.pk, by=by, occurred_at=occurred_at, facts=facts)


def set_out_limit(*, ward: UUID | None, hours: int, by: Actor, occurred_at: datetime) -> None:
    """From now on sheets handed out to this ward are out for long after so many hours.

    `ward` None: in every ward without a limit of its own.

    Refuses less than an hour (`ValueError`). The ledger gets `sheets.out_limit_set`.
    """
    if hours < 1:
        raise ValueError(hours)
    with transaction.atomic():
        row = OutLimit.objects.create(ward=ward, hours=hours, by=str(by), occurred_at=occurred_at)
        facts = {"ward": str(ward) if ward else None, "hours": hours}
        ledger.record(kind="sheets.out_limit_set", subject=row.pk, by=by, occurred_at=occurred_at, facts=facts)
