"""Close a bed and open it again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.care.beds import queries, rules
from permanence.care.beds.models import BedClosure, BedReopening
from permanence.care.beds.rules import BedAlreadyClosed, BedNotClosed, BedOccupied, BedUnknown
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.places import operations as places
from permanence.foundation.rows import take_turns

__all__ = ["BedAlreadyClosed", "BedNotClosed", "BedOccupied", "BedUnknown", "close", "reopen"]


@transaction.atomic
def close(*, bed: UUID, reason: str, by: Actor, occurred_at: datetime) -> BedClosure:
    """From now on nobody is put in this bed, and every screen and sheet says why.

    Refuses a bed nobody knows (`BedUnknown`), one already closed (`BedAlreadyClosed`) and one in which somebody lay at
    that hour, or which was kept for a patient on leave (`BedOccupied`): move the patient first. Logs `beds.closed`.
    """
    facts = _facts(bed)
    rules.check_may_close(facts, at=occurred_at)
    closure = BedClosure.objects.create(bed_id=bed, reason=reason, closed_by=str(by), occurred_at=occurred_at)
    places.outdate(wards=[facts.ward])
    ledger.record(kind="beds.closed", subject=bed, by=by, occurred_at=occurred_at, facts={"reason": reason})
    return closure


@transaction.atomic
def reopen(*, bed: UUID, by: Actor, occurred_at: datetime) -> BedReopening:
    """The bed may take a patient again.

    Refuses a bed nobody knows (`BedUnknown`) and one that is open, or was at that hour (`BedNotClosed`). Logs
    `beds.reopened`.
    """
    facts = _facts(bed)
    closure = rules.check_may_reopen(facts, at=occurred_at)
    reopening = BedReopening.objects.create(closure_id=closure.id, reopened_by=str(by), occurred_at=occurred_at)
    places.outdate(wards=[facts.ward])
    ledger.record(kind="beds.reopened", subject=bed, by=by, occurred_at=occurred_at)
    return reopening


def _facts(bed: UUID) -> queries.BedFacts:
    take_turns("beds")
    facts = queries.bed_facts(bed)
    if facts is None:
        raise BedUnknown(bed)
    return facts
