"""Whose a sheet is: said by the reader or by a person."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.sheets.models import Sheet, SheetPatient
from permanence.paper.sheets.operations.batches import Batch
from permanence.paper.sheets.queries.lives import BATCH, pieces
from permanence.paper.sheets.rules import PatientProof, RefusalReason, SheetEventKind, SheetNumber, fold


class NotAPerson(PermissionError):
    """Only a person confirms whose a sheet is."""


def attach_patient(
    *,
    numbers: Collection[SheetNumber],
    patient: UUID,
    proof: PatientProof,
    by: Actor,
    occurred_at: datetime,
    stay: UUID | None = None,
    reason: str = "",
) -> None:
    """These sheets are this patient's, as a sticker, a written number or traits show, or as a person confirms.

    A sheet printed for another patient, or said to be another's, is refused unless a person confirms it
    (`SheetsRefused`): no reader moves a page from one patient to another. Refuses unknown numbers, void sheets, and a
    confirmation that no person gives (`NotAPerson`). The ledger gets `sheets.patient_attached`.
    """
    if not numbers:
        return
    if proof is PatientProof.CONFIRMED and by.kind not in {"person", "console"}:
        raise NotAPerson(str(by))
    with transaction.atomic():
        batch = Batch(numbers, by=by, occurred_at=occurred_at)
        for number, sheet in batch.sheets.items():
            if fold(batch.lives[sheet.pk]).state is SheetEventKind.VOIDED:
                batch.refuse(number, RefusalReason.STATE)
            elif sheet.patient not in {None, patient} and proof is not PatientProof.CONFIRMED:
                batch.refuse(number, RefusalReason.OTHER_PATIENT)
        batch.stop_if_refused()
        said = {"patient": patient, "stay": stay, "proof": proof, "by": str(by), "reason": reason[:200]}
        rows = [SheetPatient(sheet=sheet, occurred_at=occurred_at, **said) for sheet in batch.sheets.values()]
        SheetPatient.objects.bulk_create(rows, batch_size=BATCH)
        for some in pieces([sheet.pk for sheet in batch.sheets.values()]):
            Sheet.objects.filter(pk__in=some).update(patient=patient, stay=stay)
        for sheet in batch.sheets.values():
            batch.patient_at[sheet.pk] = min(occurred_at, batch.patient_at.get(sheet.pk, occurred_at))
        batch.settle()
        facts = batch.facts() | {"patient": str(patient), "proof": proof, "reason": reason[:200]}
        subject = batch.subject
        ledger.record(kind="sheets.patient_attached", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
