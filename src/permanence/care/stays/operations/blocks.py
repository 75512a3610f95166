"""Handing blocks of provisional numbers to desks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from permanence.care.stays.models import NumberBlock, NumberCounter
from permanence.care.stays.rules import check_block_size
from permanence.foundation import node
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger


@transaction.atomic
def hand_out_blocks(*, desks: Sequence[str], count: int, by: Actor, occurred_at: datetime) -> list[UUID]:
    """Give each desk a block of so many numbers that no other desk and no other box ever has; gives the blocks.

    A desk may be empty: whoever takes the sheet writes who they are. Refuses blocks of no or too many numbers
    (`BlockSizeWrong`). Logs `stays.blocks_handed_out`.
    """
    check_block_size(count)
    if not desks:
        return []
    start = _take(count * len(desks)) + 1
    blocks = [
        NumberBlock(
            desk=desk[:160],
            first=start + place * count,
            last=start + (place + 1) * count - 1,
            handed_out_by=str(by),
            occurred_at=occurred_at,
        )
        for place, desk in enumerate(desks)
    ]
    NumberBlock.objects.bulk_create(blocks)
    ledger.record(
        kind="stays.blocks_handed_out",
        subject=blocks[0].id,
        by=by,
        occurred_at=occurred_at,
        facts={
            "blocks": [{"id": str(one.id), "desk": one.desk, "first": one.first, "last": one.last} for one in blocks]
        },
    )
    return [block.id for block in blocks]


def _take(count: int) -> int:
    """The last number given before these; the counter's row stays locked until the transaction ends."""
    NumberCounter.objects.get_or_create(origin=node.origin())
    counters = NumberCounter.objects.filter(origin=node.origin())
    counters.update(last=F("last") + count)
    return counters.values_list("last", flat=True).get() - count
