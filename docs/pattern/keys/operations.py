"""Lend a key."""

from datetime import datetime

from django.db import transaction

from permanence.command.keys import queries, rules
from permanence.command.keys.models import KeyLoan
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger


@transaction.atomic
def lend(*, key: str, holder: str, by: Actor, occurred_at: datetime) -> KeyLoan:
    """Hand a key to somebody. Refuses a key that is out (`KeyAlreadyLent`). Logs `keys.lent`."""
    rules.check_may_lend(holder_now=queries.holder_of(key))
    loan = KeyLoan.objects.create(key=key, holder=holder, lent_by=str(by), occurred_at=occurred_at)
    ledger.record(kind="keys.lent", subject=loan.id, by=by, occurred_at=occurred_at, facts={"key": key})
    return loan
