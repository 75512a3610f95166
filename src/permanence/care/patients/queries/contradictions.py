"""The queue of contradictions between senders and files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from permanence.care.patients.models import IdentityContradiction
from permanence.care.patients.queries.patients import PatientRow, patients
from permanence.care.patients.rules import ContradictionKind
from permanence.foundation.actors import Role
from permanence.foundation.board import Queue

SETTLERS = frozenset({Role.ADMISSIONS, Role.SECRETARY})


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """An identifier that a file holds and a sender gives to another patient."""

    id: UUID
    kind: ContradictionKind
    authority: str
    identifier_kind: str
    value: str
    holder: PatientRow
    claimant: PatientRow
    said_at: datetime
    said_by: str


def open_contradictions(*, limit: int = 100) -> list[ContradictionRow]:
    """The contradictions nobody settled yet, the oldest first."""
    rows = list(_waiting().select_related("identifier").order_by("occurred_at", "id")[:limit])
    known = patients({file for row in rows for file in (row.holder_id, row.claimant_id)})
    return [
        ContradictionRow(
            row.id,
            ContradictionKind(row.kind),
            row.identifier.authority,
            row.identifier.kind,
            row.identifier.value,
            known[row.holder_id],
            known[row.claimant_id],
            row.occurred_at,
            row.said_by,
        )
        for row in rows
    ]


def board_queues() -> list[Queue]:
    """Identity contradictions that wait for a person."""
    waiting = _waiting().aggregate(count=Count("id"), oldest_at=Min("occurred_at"))
    return [
        Queue(_("Identity contradictions"), waiting["count"], waiting["oldest_at"], "patients:contradictions", SETTLERS)
    ]


def _waiting() -> QuerySet[IdentityContradiction]:
    """What nobody settled, without the claims between files that were merged since."""
    held = IdentityContradiction.objects.filter(settlement__isnull=True).annotate(
        holding=Coalesce("holder__survivor", "holder"), claiming=Coalesce("claimant__survivor", "claimant")
    )
    return held.filter(~Q(holding=F("claiming")) | Q(kind=ContradictionKind.INSEPARABLE))
