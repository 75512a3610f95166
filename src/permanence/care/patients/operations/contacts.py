"""Receiving the people to call for a patient: each list is one row that knows when it was said last."""

import hashlib
from collections.abc import Sequence

import orjson
from django.db import transaction

from permanence.care.patients.models import ContactList
from permanence.care.patients.rules import ContactListFact
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.statements import Said, keep


def receive_contacts(*, facts: Sequence[ContactListFact], by: Actor) -> None:
    """Keep who is to be called for patients; a complete list replaces those known before, and the old one stays.

    Refuses nothing. Logs `patients.contacts_received`.
    """
    if not facts:
        return
    # No savepoint of its own: nothing is refused any more, and a batch of messages has one around the whole of it.
    with transaction.atomic(savepoint=False):
        statements = (
            Said(fact.source, fact.occurred_at, (fact.patient,), (fact.complete, orjson.dumps(fact.contacts).decode()))
            for fact in facts
        )
        keep(ContactList, ("patient", "complete", "contacts"), statements, turn="patients.contacts")
        ledger.record(
            kind="patients.contacts_received",
            subject=facts[0].patient if len(facts) == 1 else "patients",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts={"count": len(facts), "sha256": hashlib.sha256(orjson.dumps(facts)).hexdigest()},
        )
