"""What a patient's page tells beside the traits: names, numbers, what was said of the files, who read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from permanence.care.patients.models import Identifier, PatientName, PatientRead
from permanence.care.patients.queries.links import files_of, statements_about
from permanence.care.patients.rules import Ins, LinkKind, NameUse, in_force, ins_of, superseded


@dataclass(frozen=True, slots=True)
class IdentifierRow:
    """A number of a patient; `absorbed` when it came with a merged file, `superseded` when another replaced it."""

    id: UUID
    authority: str
    kind: str
    value: str
    attached_at: datetime
    ins: Ins | None
    shared: bool
    absorbed: bool
    superseded: bool


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name a patient is or was known under."""

    use: NameUse
    family: str
    given: str
    since: datetime


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Something said of two files, by their numbers."""

    kind: LinkKind
    kept: UUID
    kept_number: str
    other: UUID
    other_number: str
    said_at: datetime
    taken_back: bool


@dataclass(frozen=True, slots=True)
class ReadRow:
    """Somebody saw a patient's data."""

    at: datetime
    by: str
    screen: str


def identifiers_of(patient: UUID) -> list[IdentifierRow]:
    """Every number of a patient, those of absorbed files after the patient's own, then by kind."""
    files = files_of(patient)
    gone = superseded(statements_about(files))
    rows = [
        IdentifierRow(
            row.id,
            row.authority,
            row.kind,
            row.value,
            row.occurred_at,
            ins_of((row.authority, row.kind, row.value)),
            shared=bool(row.within),
            absorbed=row.patient_id != files[0],
            superseded=row.id in gone,
        )
        for row in Identifier.objects.filter(patient__in=files)
    ]
    return sorted(rows, key=lambda row: (row.absorbed, row.superseded, row.kind, row.attached_at))


def names_borne(patient: UUID) -> list[NameRow]:
    """Every name a patient is or was known under, the newest first."""
    rows = PatientName.objects.filter(patient__in=files_of(patient)).order_by("-occurred_at", "id")
    return [NameRow(NameUse(row.use), row.family, row.given, row.occurred_at) for row in rows]


def links_of(patient: UUID) -> list[LinkRow]:
    """Everything said of a patient's files and others, oldest first."""
    statements = statements_about(files_of(patient))
    standing = {statement.id for statement in in_force(statements)}
    ids = {number for one in statements for number in (one.kept_number, one.other_number)}
    values = dict(Identifier.objects.filter(id__in=ids).values_list("id", "value"))
    return [
        LinkRow(
            one.kind,
            one.kept,
            values[one.kept_number],
            one.other,
            values[one.other_number],
            one.occurred_at,
            one.kind is not LinkKind.UNLINK and one.id not in standing,
        )
        for one in statements
    ]


def reads_of(patient: UUID, *, limit: int = 500) -> list[ReadRow]:
    """Who saw a patient's data, under any of the patient's files, the latest first."""
    rows = PatientRead.objects.filter(patient__in=files_of(patient)).order_by("-occurred_at", "-id")
    return [ReadRow(*row) for row in rows.values_list("occurred_at", "read_by", "screen")[:limit]]
