"""What was said of files, and which files are one patient's."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from permanence.care.patients.models import Patient, PatientLink
from permanence.care.patients.rules import LinkKind, Statement


def files_of_patients(patients: Collection[UUID]) -> dict[UUID, UUID | None]:
    """File -> survivor, of every file that lives on in one of these patients; the patients' own files among them."""
    files = Patient.objects.filter(Q(id__in=patients) | Q(survivor__in=patients))
    return dict(files.values_list("id", "survivor_id"))


def files_of(patient: UUID) -> tuple[UUID, ...]:
    """Every file of the patient that this file lives on in, the surviving one first."""
    survivor = survivors_of({patient})[patient]
    return (survivor, *(file for file in files_of_patients({survivor}) if file != survivor))


def survivors_of(files: Collection[UUID]) -> dict[UUID, UUID]:
    """File -> the patient it lives on in; a file that is not known maps to itself."""
    known = dict(Patient.objects.filter(id__in=files, survivor__isnull=False).values_list("id", "survivor_id"))
    return {file: known.get(file) or file for file in files}


def statements_about(files: Collection[UUID]) -> list[Statement]:
    """Everything said of these files, oldest first."""
    rows = PatientLink.objects.filter(Q(kept__in=files) | Q(other__in=files)).order_by("occurred_at", "id")
    return [
        Statement(
            row.id,
            LinkKind(row.kind),
            row.kept_id,
            row.other_id,
            row.kept_number_id,
            row.other_number_id,
            row.occurred_at,
        )
        for row in rows
    ]
