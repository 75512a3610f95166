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
from django.db.models import Model, Q, QuerySet

from permanence.care.charts import models
from permanence.care.charts.models import AllergyList, Condition, Document, Precaution, Report, Treatment
from permanence.care.charts.queries.doses import last_of_each_order
from permanence.care.charts.rules import (
    AdministrationStatus,
    AllergyFact,
    CodeStatus,
    Device,
    DeviceStatus,
    Dose,
    Order,
    Procedure,
    ProcedureStatus,
    TreatmentState,
    unpacked,
)
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
    code_statuses: list[tuple[UUID | None, CodeStatus]] = field(default_factory=list)
    devices: list[tuple[UUID | None, Device]] = field(default_factory=list)
    procedures: list[tuple[UUID | None, Procedure]] = field(default_factory=list)
    orders: list[OrderOf] = field(default_factory=list)
    doses: list[tuple[UUID | None, Dose]] = field(default_factory=list)
    reports: list[tuple[UUID | None, SaidReport]] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)

    def codes_of_sections(self) -> set[str]:
        """The codes of decisions, devices and precautions: observed as results are, they stand elsewhere."""
        said = [one.code for one in self.precautions]
        return {*said, *(one.code for _, one in self.code_statuses), *(one.code for _, one in self.devices)}

    def said_at(self) -> list[datetime]:
        """When each thing was told; documents apart, which say nothing by themselves."""
        told = [listed.said_at for listed in self.allergies]
        told += [said.said_at for said in (*self.conditions, *self.precautions)]
        told += [said.said_at for _, said in self.code_statuses] + [said.said_at for _, said in self.devices]
        told += [said.said_at for _, said in self.procedures]
        told += [one.order.latest_at for one in self.orders] + [dose.given_at for _, dose in self.doses]
        return told + [report.occurred_at for _, report in self.reports]


def gather(
    patients: Collection[UUID], stays: Collection[UUID], *, reports_since: datetime | None = None
) -> dict[UUID, Care]:
    """The care of each patient, `stays` being stays of theirs; eleven queries for any number of patients.

    Without `reports_since` no report is read.
    """
    scope = _Scope.of(patients, stays)
    scope.read_alerts()
    scope.read_orders()
    scope.read_body()
    for care, *said in scope.rows(Condition, "code", "label", "kind", "active", "said_again_at"):
        stay, code, label, kind, active, said_at = said
        care.conditions.append(Said(stay, code, label, kind, active=active, said_at=said_at))
    if reports_since:
        scope.read_reports(reports_since)
    return scope.care


def gather_alerts(patients: Collection[UUID], stays: Collection[UUID]) -> dict[UUID, Care]:
    """Of the care of each patient what everybody near the bed must know; five queries for any number of patients."""
    scope = _Scope.of(patients, stays)
    scope.read_alerts()
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
_DOSE = ("order_key", "label", "dose", "route", "status", "given_at", "given_by", "reason")
_DEVICE = ("number", "code", "label", "body_site", "detail", "status", "starts_at", "ends_at", "said_again_at")
_PROCEDURE = ("number", "code", "label", "body_site", "status", "performed_at", "performed_by", "said_again_at")
_CODE_STATUS = ("code", "label", "value", "resuscitate", "stated_by", "stated_at", "active", "said_again_at")


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

    def told(self, model: type[Model]) -> "QuerySet[Any]":
        """Every row of these patients."""
        return model._default_manager.filter(Q(patient__in=self.files) | Q(stay__in=self.stays))  # noqa: SLF001

    def rows(self, model: type[Model], *columns: str, since: datetime | None = None) -> Iterator[tuple[Any, ...]]:
        """(whose care, stay, *columns) of every row of these patients."""
        told = self.told(model)
        return self.owned(told.filter(occurred_at__gte=since) if since else told, *columns)

    def owned(self, told: "QuerySet[Any]", *columns: str) -> Iterator[tuple[Any, ...]]:
        """(whose care, stay, *columns) of these rows."""
        owners = ("patient_id", "patient__survivor_id", "stay__patient_id", "stay__patient__survivor_id", "stay_id")
        for file, survivor, holder, holder_survivor, stay, *row in told.values_list(*owners, *columns):
            patient, of_stay = survivor or file, holder_survivor or holder
            follows = of_stay == patient or (stay, file) in self.taken or (stay, patient) in self.taken
            # A stay of another patient, never taken from this one, is a number that came with two patients.
            owner = of_stay if stay and follows else patient
            if owner in self.care:
                yield self.care[owner], stay if follows else None, *row

    def read_alerts(self) -> None:
        """Allergies, precautions, and how far care may go."""
        for care, _, complete, allergies, said_at in self.rows(AllergyList, "complete", "allergies", "said_again_at"):
            listed = tuple(AllergyFact(**one) for one in orjson.loads(allergies))
            care.allergies.append(SaidAllergies(listed, complete, said_at))
        for care, *said in self.rows(Precaution, "code", "label", "active", "said_again_at"):
            stay, code, label, active, said_at = said
            care.precautions.append(Said(stay, code, label, "", active=active, said_at=said_at))
        for care, stay, *stated in self.rows(models.CodeStatus, *_CODE_STATUS):
            care.code_statuses.append((stay, CodeStatus(*stated)))

    def read_orders(self) -> None:
        """Medication orders, and the last doses of each."""
        for care, stay, key, state, *order in self.rows(Treatment, "order_key", "state", *_ORDER):
            care.orders.append(OrderOf(stay, key, Order(TreatmentState(state), *order)))
        for care, stay, key, label, dose, route, status, *given in self.owned(
            last_of_each_order(self.told(models.Administration)), *_DOSE
        ):
            care.doses.append((stay, Dose(key, label, dose, route, AdministrationStatus(status), *given)))

    def read_body(self) -> None:
        """What is in the body and what was done to it."""
        for care, stay, number, code, label, site, detail, status, *when in self.rows(models.Device, *_DEVICE):
            care.devices.append((stay, Device(number, code, label, site, detail, DeviceStatus(status), *when)))
        for care, stay, number, code, label, site, status, *done in self.rows(models.Procedure, *_PROCEDURE):
            care.procedures.append((stay, Procedure(number, code, label, site, ProcedureStatus(status), *done)))

    def read_reports(self, since: datetime) -> None:
        """Reports told of since then, with their results."""
        columns = ("order_number", "code", "label", "status", "results", "occurred_at", "source")
        for care, stay, number, code, label, status, results, *told in self.rows(Report, *columns, since=since):
            report = SaidReport(number, code, label, status, unpacked(orjson.loads(results)), *told)
            care.reports.append((stay, report))
