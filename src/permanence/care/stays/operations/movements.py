"""Receiving movements: each goes to its stay, and every stay says where its patient is."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from permanence.care.stays.operations.histories import Histories
from permanence.care.stays.rules import Action, Movement, MovementFact, MovementKind, SwapFact, digest
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.places import operations as places
from permanence.foundation.places.operations import PlaceIds
from permanence.foundation.rows import take_turns


def receive_movements(*, facts: Sequence[MovementFact], by: Actor) -> list[UUID | None]:
    """Take what is told of stays: patients arrive, move, leave, and what was told is corrected or taken back.

    Returns the stay of each fact, in order. Where a patient is follows from when things happened, not from when they
    were told. A fact without a visit number goes to the patient's one open stay, else to a stay the box numbers itself;
    a number held by another patient's stay opens one that contests it: nothing is refused, nothing filed to another
    patient. The same source telling the same twice tells it once. Logs `stays.movements_received`.
    """
    if not facts:
        return []
    # No savepoint of its own: nothing is refused any more, and a batch of messages has one around the whole of it.
    with transaction.atomic(savepoint=False):
        take_turns("stays")
        latest = max(fact.occurred_at for fact in facts)
        found = places.ensure_places(facts={fact.place for fact in facts}, by=by, occurred_at=latest)
        histories = Histories.reading(facts)
        stays: list[UUID | None] = []
        for fact in facts:
            history = histories.history_of(fact)
            history.take(fact, _movement(fact, found[fact.place]))
            stays.append(history.id)
        places.outdate(wards=histories.write())
        ledger.record(
            kind="stays.movements_received",
            subject=stays[0] if len(set(stays)) == 1 else "stays",
            by=by,
            occurred_at=latest,
            facts=digest(facts),
        )
    return stays


def receive_swaps(*, facts: Sequence[SwapFact], by: Actor) -> list[UUID | None]:
    """Two patients change beds: each is transferred to where the fact says the patient lies afterwards.

    Returns the stays, first and second of each fact in turn. Logs as `receive_movements` does.
    """
    transfers = [
        MovementFact(patient, None, MovementKind.TRANSFER, Action.INSERT, fact.occurred_at, fact.source, place=place)
        for fact in facts
        for patient, place in ((fact.first_patient, fact.first_place), (fact.second_patient, fact.second_place))
    ]
    return receive_movements(facts=transfers, by=by)


def _movement(fact: MovementFact, place: PlaceIds) -> Movement:
    return Movement(
        fact.kind,
        fact.action,
        fact.occurred_at,
        fact.source,
        fact.movement_number,
        fact.cancels,
        fact.stay_class,
        place,
        fact.medical_unit,
        fact.nursing_unit,
        fact.attending_doctor,
        fact.reason,
        fact.expected_at,
        fact.confidential,
    )
