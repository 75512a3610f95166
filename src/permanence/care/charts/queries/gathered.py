"""Everything told of the care of many patients, read in one query for each kind of thing told.

What was told of a stay follows it to the patient it was given to; the rest is of the file's patient, after merges. What
came with a stay number that another patient's stay holds stays with the patient it was told of.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Model, Q

from permanence.care.charts.models import AllergyList, Condition, Document, Precaution, Report, Treatment
from permanence.care.charts.rules import AllergyFact, Order, TreatmentState, unpacked
from permanence.care.charts.rules import AllergyList as SaidAllergies
from permanence.care.charts.rules import Report as SaidReport
from permanence.care.patients.queries import files_of_patients
from permanence.care.stays.queries import stays_taken


@dataclass(frozen=True, slots=True)
class Said:
    """A condition or a precaution, of one stay or of none, and when it was said last."""

    stay: UUID | None
    code: str
    label: str
    kind: str
    active: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class OrderOf:
    """A medication order, of one stay or of none."""

    stay: UUID | None
    order_key: str
    order: Order


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that no later one replaces; its content stays in the message that `source` names."""

    stay: UUID | None
    number: str
    kind: str
    title: str
    status: str
    occurred_at: datetime
    source: UUID


@dataclass(slots=True)
class Care:
    """What was told of one patient's care."""

    allergies: list[SaidAllergies] = field(default_factory=list)
    conditions: list[Said] = field(default_factory=list)
    precautions: list[Said] = field(default_factory=list)
    orders: list[OrderOf] = field(default_factory=list)
    reports: list[tuple[UUID | None, SaidReport]] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)


def gather(
    patients: Collection[UUID], stays: Collection[UUID], *, reports_since: datetime | None = None
) -> dict[UUID, Care]:
    """The care of each patient, `stays` being stays of theirs; seven queries for any number of patients.

    Without `reports_since` no report is read.
    """
    scope = _Scope.of(patients, stays)
    for care, _, complete, allergies, said_at in scope.rows(AllergyList, "complete", "allergies", "said_again_at"):
        listed = tuple(AllergyFact(**one) for one in orjson.loads(allergies))
        care.allergies.append(SaidAllergies(listed, complete, said_at))
    for care, *said in scope.rows(Condition, "code", "label", "kind", "active", "said_again_at"):
        stay, code, label, kind, active, said_at = said
        care.conditions.append(Said(stay, code, label, kind, active=active, said_at=said_at))
    for care, *said in scope.rows(Precaution, "code", "label", "active", "said_again_at"):
        stay, code, label, active, said_at = said
        care.precautions.append(Said(stay, code, label, "", active=active, said_at=said_at))
    for care, stay, key, state, *order in scope.rows(Treatment, "order_key", "state", *_ORDER):
        care.orders.append(OrderOf(stay, key, Order(TreatmentState(state), *order)))
    if reports_since:
        scope.read_reports(reports_since)
    return scope.care


def documents_of(patients: Collection[UUID], stays: Collection[UUID]) -> dict[UUID, list[DocumentRow]]:
    """The documents of each patient that no later one replaces, the newest first; three queries."""
    scope = _Scope.of(patients, stays)
    replaced: set[str] = set()
    columns = ("number", "kind", "title", "status", "occurred_at", "source", "replaces")
    for care, *row, replaces in scope.rows(Document, *columns):
        care.documents.append(DocumentRow(*row))
        replaced.add(replaces)
    return {
        patient: sorted(
            (one for one in care.documents if not one.number or one.number not in replaced),
            key=lambda one: one.occurred_at,
            reverse=True,
        )
        for patient, care in scope.care.items()
    }


_ORDER = ("label", "dose", "route", "frequency", "starts_at", "ends_at", "last_given_at", "latest_at")


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whose care is read: the patients' files, their stays, and which stays were taken from whom."""

    care: dict[UUID, Care]
    files: dict[UUID, UUID]
    stays: tuple[UUID, ...]
    taken: set[tuple[UUID, UUID]]

    @classmethod
    def of(cls, patients: Collection[UUID], stays: Collection[UUID]) -> "_Scope":
        files = {file: survivor or file for file, survivor in files_of_patients(patients).items()}
        return cls({patient: Care() for patient in patients}, files, tuple(stays), stays_taken(files))

    def rows(self, model: type[Model], *columns: str, since: datetime | None = None) -> Iterator[tuple[Any, ...]]:
        """(whose care, stay, *columns) of every row of these patients."""
        told = model._default_manager.filter(Q(patient__in=self.files) | Q(stay__in=self.stays))  # noqa: SLF001
        if since:
            told = told.filter(occurred_at__gte=since)
        owners = ("patient_id", "patient__survivor_id", "stay__patient_id", "stay__patient__survivor_id", "stay_id")
        for file, survivor, holder, holder_survivor, stay, *row in told.values_list(*owners, *columns):
            patient, of_stay = survivor or file, holder_survivor or holder
            follows = of_stay == patient or (stay, file) in self.taken or (stay, patient) in self.taken
            # A stay of another patient, never taken from this one, is a number that came with two patients.
            owner = of_stay if stay and follows else patient
            if owner in self.care:
                yield self.care[owner], stay if follows else None, *row

    def read_reports(self, since: datetime) -> None:
        """Reports told of since then, with their results."""
        columns = ("order_number", "code", "label", "status", "results", "occurred_at", "source")
        for care, stay, number, code, label, status, results, *told in self.rows(Report, *columns, since=since):
            report = SaidReport(number, code, label, status, unpacked(orjson.loads(results)), *told)
            care.reports.append((stay, report))
