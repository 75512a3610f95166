"""Taking work from the desk by a lease, so that two people never type the same field."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.desk.models import DeskField
from permanence.paper.desk.queries.work import next_sheet, open_work, workable

# A sheet is typed in minutes; who went home without a word holds it no longer than this.
LEASE = timedelta(minutes=15)
BATCH = 50


@transaction.atomic
def take_sheet(*, sheet: UUID | None = None, by: Actor, occurred_at: datetime) -> UUID | None:
    """The gravest, oldest sheet with something for this person (or the one named) is theirs for a quarter of an hour.

    Gives None when there is none, or when somebody else types the one named. Logs `desk.taken`.
    """
    take_turns("desk")
    taken = next_sheet(str(by), occurred_at, sheet)
    if taken is not None:
        _lease(DeskField.objects.filter(sheet=taken).filter(workable(str(by))), by, occurred_at)
        ledger.record(kind="desk.taken", subject=taken, by=by, occurred_at=occurred_at)
    return taken


@transaction.atomic
def take_kind(*, form: str, link_id: str, by: Actor, occurred_at: datetime) -> list[UUID]:
    """Up to fifty fields of one kind, from as many sheets, are this person's for a quarter of an hour.

    Fields somebody else types are left to them. Logs `desk.kind_taken`.
    """
    take_turns("desk")
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=occurred_at) | Q(leased_to=str(by))
    rows = open_work().filter(workable(str(by)), free, sheet__form=form, link_id=link_id)
    rows = rows.exclude(sheet__pictures=[]).order_by("sheet__risk", "sheet__occurred_at", "sheet_id", "row")
    taken = list(rows.values_list("id", flat=True)[:BATCH])
    if taken:
        _lease(DeskField.objects.filter(id__in=taken), by, occurred_at)
        facts = {"link_id": link_id, "fields": len(taken)}
        ledger.record(kind="desk.kind_taken", subject=form, by=by, occurred_at=occurred_at, facts=facts)
    return taken


@transaction.atomic
def release(*, by: Actor, occurred_at: datetime) -> int:
    """Whatever this person took and did not finish is free for others; what they typed stays. Logs `desk.released`."""
    given = DeskField.objects.filter(leased_to=str(by), leased_until__gt=occurred_at)
    count = given.update(leased_to="", leased_until=None)
    ledger.record(kind="desk.released", subject="desk", by=by, occurred_at=occurred_at, facts={"fields": count})
    return count


def _lease(fields: QuerySet[DeskField], by: Actor, occurred_at: datetime) -> None:
    fields.update(leased_to=str(by), leased_until=occurred_at + LEASE)
