"""Receiving what is said of a patient again and again: each statement is one row that knows when it was said last."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from permanence.care.charts.models import AllergyList, Condition, Precaution, Statement
from permanence.care.charts.rules import AllergyFact, AllergyListFact, ConditionFact, PrecautionFact, digest
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, overwrite, read, take_turns


def receive_allergy_lists(*, facts: Sequence[AllergyListFact], by: Actor) -> None:
    """Keep what is said of allergies; a complete list replaces what was known, and the old one stays readable.

    Refuses nothing. Logs `charts.allergies_received`.
    """
    if not facts:
        return
    # No savepoint of its own: nothing is refused any more, and a batch of messages has one around the whole of it.
    with transaction.atomic(savepoint=False):
        statements = [
            # Allergies are a person's, whatever the stay.
            _Said(fact.patient, None, fact.source, fact.occurred_at, (fact.complete, _as_text(fact.allergies)))
            for fact in facts
        ]
        _keep(AllergyList, ("complete", "allergies"), statements)
        ledger.record(
            kind="charts.allergies_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_conditions(*, facts: Sequence[ConditionFact], by: Actor) -> None:
    """Keep diagnoses and problems, those that hold no more too. Refuses nothing. Logs `charts.conditions_received`."""
    if not facts:
        return
    with transaction.atomic():
        statements = [
            _Said(
                fact.patient, fact.stay, fact.source, fact.occurred_at, (fact.code, fact.label, fact.kind, fact.active)
            )
            for fact in facts
        ]
        _keep(Condition, ("code", "label", "kind", "active"), statements)
        ledger.record(
            kind="charts.conditions_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_precautions(*, facts: Sequence[PrecautionFact], by: Actor) -> None:
    """Keep precautions that begin to hold, or hold no more. Refuses nothing. Logs `charts.precautions_received`."""
    if not facts:
        return
    with transaction.atomic():
        statements = [
            _Said(fact.patient, fact.stay, fact.source, fact.occurred_at, (fact.code, fact.label, fact.active))
            for fact in facts
        ]
        _keep(Precaution, ("code", "label", "active"), statements)
        ledger.record(
            kind="charts.precautions_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement; `content` is the columns of its own table."""

    patient: UUID
    stay: UUID | None
    source: UUID
    at: datetime
    content: tuple[Any, ...]


def _keep(model: type[Statement], columns: tuple[str, ...], statements: Iterable[_Said]) -> None:
    """Write new statements, and of known ones the first and the last time they were said; three queries at most.

    First and last do not depend on the order of arrival, so neither does what holds.
    """
    take_turns("charts.statements")
    said: dict[str, _Said] = {}
    between: dict[str, tuple[datetime, datetime]] = {}
    for one in statements:
        key = _fingerprint(model, one)
        said.setdefault(key, one)
        first, last = between.get(key, (one.at, one.at))
        between[key] = (min(first, one.at), max(last, one.at))
    stored = read(model, ("fingerprint", "id", "occurred_at", "said_again_at"), "fingerprint", said)
    known = {row[0] for row in stored}
    insert(
        model,
        ("patient", "stay", "source", "fingerprint", "occurred_at", "said_again_at", *columns),
        (
            (one.patient, one.stay, one.source, key, *between[key], *one.content)
            for key, one in said.items()
            if key not in known
        ),
    )
    overwrite(
        model,
        ("occurred_at", "said_again_at"),
        (
            (min(first, between[key][0]), max(last, between[key][1]), id_)
            for key, id_, first, last in stored
            if between[key][0] < first or between[key][1] > last
        ),
    )


def _as_text(allergies: tuple[AllergyFact, ...]) -> str:
    return orjson.dumps(allergies).decode()


def _fingerprint(model: type[Statement], said: _Said) -> str:
    words = orjson.dumps([model.__name__, said.patient, said.stay, said.content])
    return hashlib.blake2b(words, digest_size=16).hexdigest()
