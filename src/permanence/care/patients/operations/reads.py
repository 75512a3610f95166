"""Accounting for every read of a patient's data by a person."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.care.patients.models import PatientRead
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert


def account_for_read(*, patient: UUID, screen: str, by: Actor, occurred_at: datetime) -> None:
    """Write that a person saw a patient's data on a screen: `screen` is its URL name, or the command typed.

    Refuses nobody: whoever could open the screen has seen it. Logs `patients.read` about the patient.
    """
    with transaction.atomic():
        insert(PatientRead, ("patient", "screen", "read_by", "occurred_at"), [(patient, screen, str(by), occurred_at)])
        ledger.record(kind="patients.read", subject=patient, by=by, occurred_at=occurred_at, facts={"screen": screen})


def account_for_reads(*, patients: Sequence[UUID], screen: str, by: Actor, occurred_at: datetime) -> None:
    """Write that a person saw several patients' data on one screen (a list, a ward, a day).

    Refuses nobody. Logs one `patients.read` that names every patient; nothing when the list was empty.
    """
    if not patients:
        return
    seen = list(dict.fromkeys(patients))
    with transaction.atomic():
        insert(
            PatientRead,
            ("patient", "screen", "read_by", "occurred_at"),
            ((patient, screen, str(by), occurred_at) for patient in seen),
        )
        ledger.record(
            kind="patients.read",
            subject="patients",
            by=by,
            occurred_at=occurred_at,
            facts={"screen": screen, "patients": seen},
        )
