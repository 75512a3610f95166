"""Contradictions between senders and files: raised by facts, settled by people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.care.patients.models import ContradictionSettlement, Identifier, IdentityContradiction
from permanence.care.patients.queries import identifier_ids
from permanence.care.patients.rules import ContradictionKind, Key, Verdict
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger


class UnknownContradiction(Exception):
    """No contradiction has this id."""


class ContradictionAlreadySettled(Exception):
    """Somebody decided of this contradiction before."""


class NothingToMove(Exception):
    """Two numbers on one file are not taken apart by moving an identifier."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An identifier said to be one patient's while a file of another holds it."""

    key: Key
    holder: UUID
    claimant: UUID
    occurred_at: datetime
    source: UUID
    kind: ContradictionKind = ContradictionKind.HELD_BY_ANOTHER


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of one batch, each to become work for a person once."""

    claims: Collection[Claim]

    def raise_contradictions(self, by: Actor) -> int:
        """Write what is not already waiting, or already decided to be kept; how many rows were written."""
        if not self.claims:
            return 0
        ids = identifier_ids(claim.key for claim in self.claims)
        known = set(
            IdentityContradiction.objects.filter(identifier__in=ids.values())
            .exclude(settlement__verdict=Verdict.MOVE)
            .values_list("identifier_id", "claimant_id")
        )
        rows = {
            (ids[claim.key], claim.claimant): IdentityContradiction(
                kind=claim.kind,
                identifier_id=ids[claim.key],
                holder_id=claim.holder,
                claimant_id=claim.claimant,
                source=claim.source,
                said_by=str(by),
                occurred_at=claim.occurred_at,
            )
            for claim in self.claims
            if (ids[claim.key], claim.claimant) not in known
        }
        IdentityContradiction.objects.bulk_create(rows.values())
        return len(rows)


def settle_contradiction(
    *, contradiction: UUID, verdict: Verdict, reason: str, by: Actor, occurred_at: datetime
) -> None:
    """Decide of a contradiction: the identifier stays where it is, or moves to the file it was claimed for.

    Refuses one that is unknown (`UnknownContradiction`) or decided (`ContradictionAlreadySettled`), and to move what
    is on one file only (`NothingToMove`). A decision to keep holds: the same claim said again raises nothing. Logs
    `patients.contradiction_settled` with the verdict and the files, not the reason, which may name somebody.
    """
    with transaction.atomic():
        rows = IdentityContradiction.objects.select_for_update(of=("self",)).select_related("settlement")
        found = rows.filter(id=contradiction).first()
        if found is None:
            raise UnknownContradiction(contradiction)
        if hasattr(found, "settlement"):
            raise ContradictionAlreadySettled(contradiction)
        if verdict is Verdict.MOVE and found.kind == ContradictionKind.INSEPARABLE:
            raise NothingToMove(contradiction)
        ContradictionSettlement.objects.create(
            contradiction=found, verdict=verdict, reason=reason, settled_by=str(by), occurred_at=occurred_at
        )
        if verdict is Verdict.MOVE:
            Identifier.objects.filter(id=found.identifier_id).update(patient=found.claimant_id)
        ledger.record(
            kind="patients.contradiction_settled",
            subject=found.holder_id,
            by=by,
            occurred_at=occurred_at,
            facts={"contradiction": contradiction, "verdict": verdict.value, "claimant": found.claimant_id},
        )
