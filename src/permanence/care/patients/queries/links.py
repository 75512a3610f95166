"""What was said of files, and which files are one patient's."""

from collections.abc import Collection
from uuid import UUID

from permanence.care.patients.models import Patient, PatientLink
from permanence.care.patients.rules import LinkKind, Statement
from permanence.foundation.rows import read, read_either

_FILE = ("id", "survivor")
_STATEMENT = ("id", "kind", "kept", "other", "kept_number", "other_number", "occurred_at")


def files_of_patients(patients: Collection[UUID]) -> dict[UUID, UUID | None]:
    """File -> survivor, of every file that lives on in one of these patients; the patients' own files among them."""
    return dict(read_either(Patient, _FILE, ("id", "survivor"), patients))


def lives_of(files: Collection[UUID]) -> tuple[dict[UUID, UUID], dict[UUID, UUID | None]]:
    """`survivors_of` these files, and `files_of_patients` of those survivors; one query where nothing was merged."""
    near = files_of_patients(files)
    survivors = {file: near.get(file) or file for file in files}
    wanted = set(survivors.values())
    return survivors, near if wanted == set(files) else files_of_patients(wanted)


def files_of(patient: UUID) -> tuple[UUID, ...]:
    """Every file of the patient that this file lives on in, the surviving one first."""
    survivor = survivors_of({patient})[patient]
    return (survivor, *(file for file in files_of_patients({survivor}) if file != survivor))


def survivors_of(files: Collection[UUID]) -> dict[UUID, UUID]:
    """File -> the patient it lives on in; a file that is not known maps to itself."""
    known = dict(read(Patient, _FILE, "id", files))
    return {file: known.get(file) or file for file in files}


def statements_about(files: Collection[UUID]) -> list[Statement]:
    """Everything said of these files, oldest first."""
    rows = read_either(PatientLink, _STATEMENT, ("kept", "other"), files)
    statements = [Statement(id_, LinkKind(kind), *others) for id_, kind, *others in rows]
    return sorted(statements, key=lambda one: (one.occurred_at, one.id))
