"""Saying whose sheet it is, of one that came without a patient: by number or traits, confirmed by a person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.desk.models import DeskAnswer, DeskIdentification, DeskQuestion, DeskSheet
from permanence.paper.desk.operations.entering import SheetDone
from permanence.paper.desk.operations.seeing import DOOR
from permanence.paper.desk.operations.validating import NO_PATIENT
from permanence.paper.press import queries as press

FINDS = "FIND_PATIENTS"


class PatientPrinted(ValueError):
    """The patient was printed in the codes of the sheet: nobody says another one here."""


@transaction.atomic
def look_for_patient(*, text: str, by: Actor, occurred_at: datetime) -> list[UUID]:
    """The patients who best answer what was typed; whoever asks has seen them, which is accounted for.

    Refuses nothing. Logs `desk.patients_sought`, and what the room of the patients logs.
    """
    found = [patient for finds in press.handed(FINDS) for patient in finds(text)]
    for account_for_reads in press.handed(DOOR):
        account_for_reads(patients=found, screen="desk:patient", by=by, occurred_at=occurred_at)
    facts = {"found": len(found)}
    ledger.record(kind="desk.patients_sought", subject="desk", by=by, occurred_at=occurred_at, facts=facts)
    return found


@transaction.atomic
def say_patient(*, sheet: UUID, patient: UUID, by: Actor, occurred_at: datetime) -> None:
    """It is this patient's sheet; the question whose it is has its answer. Said again, the last holds, both stay.

    Refuses a sheet that is done (`SheetDone`) or was printed for a patient (`PatientPrinted`). Logs `desk.identified`.
    """
    take_turns("desk")
    row = DeskSheet.objects.select_related("validation").get(pk=sheet)
    if hasattr(row, "validation"):
        raise SheetDone(row.number)
    if row.patient is not None and not row.identifications.exists():
        raise PatientPrinted(row.number)
    DeskIdentification.objects.create(sheet=row, patient=patient, by=str(by), occurred_at=occurred_at)
    DeskSheet.objects.filter(pk=sheet).update(patient=patient)
    asked = DeskQuestion.objects.filter(sheet=row, kind=NO_PATIENT, answer__isnull=True)
    for question in asked:
        DeskAnswer.objects.create(question=question, words="", by=str(by), occurred_at=occurred_at)
    facts = {"patient": patient}
    ledger.record(kind="desk.identified", subject=sheet, by=by, occurred_at=occurred_at, facts=facts)
