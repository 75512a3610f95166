"""What was said of files, and which files are one patient's."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from permanence.care.patients.models import Patient, PatientLink
from permanence.care.patients.rules import LinkKind, Statement
from permanence.foundation.rows import read, read_either
from permanence.foundation.together import Found, Part, Sets, read_together

_FILE = ("id", "survivor")
_FILES_OF_PERSONS = Part(
    Patient, _FILE, (("id", "files"), ("id", "survivors"), ("survivor", "files"), ("survivor", "survivors"))
)
STATEMENT = ("id", "kind", "kept", "other", "kept_number", "other_number", "occurred_at")


def files_of_patients(patients: Collection[UUID]) -> dict[UUID, UUID | None]:
    """File -> survivor, of every file that lives on in one of these patients; the patients' own files among them."""
    return dict(read_either(Patient, _FILE, ("id", "survivor"), patients))


def files_of_persons(files: Collection[UUID]) -> dict[UUID, UUID | None]:
    """File -> survivor, of every file of the patients these files live on in; one query."""
    if not files:
        return {}
    asked: Sets = {"files": files, "survivors": Found(Patient, "survivor", (("id", "files"),))}
    (rows,) = read_together([_FILES_OF_PERSONS], asked)
    return dict(rows)


def files_of(patient: UUID) -> tuple[UUID, ...]:
    """Every file of the patient that this file lives on in, the surviving one first."""
    files = files_of_persons({patient})
    survivor = files.get(patient) or patient
    return (survivor, *(file for file in files if file != survivor))


def survivors_of(files: Collection[UUID]) -> dict[UUID, UUID]:
    """File -> the patient it lives on in; a file that is not known maps to itself."""
    known = dict(read(Patient, _FILE, "id", files))
    return {file: known.get(file) or file for file in files}


def statements_about(files: Collection[UUID]) -> list[Statement]:
    """Everything said of these files, oldest first."""
    return statements_of(read_either(PatientLink, STATEMENT, ("kept", "other"), files))


def statements_of(rows: Iterable[tuple[Any, ...]]) -> list[Statement]:
    """What was said, from its columns, oldest first."""
    statements = [Statement(id_, LinkKind(kind), *others) for id_, kind, *others in rows]
    return sorted(statements, key=lambda one: (one.occurred_at, one.id))
