"""Everything told of the care of many patients, read in one round trip.

What was told of a stay follows it to the patient it was given to; the rest is of the file's patient, after merges. What
came with a stay number that another patient's stay holds stays with the patient it was told of.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from permanence.care.charts import models
from permanence.care.charts.models import AllergyList, Condition, Document, Precaution, Report, Treatment
from permanence.care.charts.queries.doses import LAST_OF_EACH_ORDER
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
from permanence.foundation.together import Part, read_together


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
    replaces: str


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


@dataclass(frozen=True, slots=True)
class Kin:
    """Which files are whose (file -> the patient it lives on in), and which stays were taken from whom."""

    files: Mapping[UUID, UUID]
    taken: Collection[tuple[UUID, UUID]]

    @classmethod
    def of(cls, patients: Collection[UUID]) -> "Kin":
        """What the database says of these patients; two queries."""
        files = {file: survivor or file for file, survivor in files_of_patients(patients).items()}
        return cls(files, stays_taken(files))


def gather(
    patients: Collection[UUID], stays: Collection[UUID], *, reports_since: datetime, kin: Kin | None = None
) -> dict[UUID, Care]:
    """The care of each patient, `stays` being stays of theirs; three queries for any number, one with `kin`."""
    return _gather(_WHOLE, patients, stays, kin, {"since": [reports_since]})


def gather_alerts(patients: Collection[UUID], stays: Collection[UUID]) -> dict[UUID, Care]:
    """Of the care of each patient what everybody near the bed must know; three queries for any number of patients."""
    return _gather(_ALERTS, patients, stays, None, {})


def standing_documents(care: Care) -> list[DocumentRow]:
    """The documents that no later one replaces, the newest first."""
    replaced = {one.replaces for one in care.documents}
    standing = (one for one in care.documents if not one.number or one.number not in replaced)
    return sorted(standing, key=lambda one: one.occurred_at, reverse=True)


def _gather(
    told: "tuple[_Told, ...]",
    patients: Collection[UUID],
    stays: Collection[UUID],
    kin: Kin | None,
    since: dict[str, list[datetime]],
) -> dict[UUID, Care]:
    care = {patient: Care() for patient in patients}
    if not care:
        return care
    known = kin or Kin.of(patients)
    sets = {"files": known.files, "stays": stays, **since}
    answers = read_together([one.part for one in told], sets)
    for one, rows in zip(told, answers, strict=True):
        for owner, stay, row in _owned(rows, known, care):
            one.add(care[owner], stay, row)
    return care


def _owned(
    rows: Iterable[tuple[Any, ...]], kin: Kin, care: Collection[UUID]
) -> "Iterable[tuple[UUID, UUID | None, list[Any]]]":
    """(whose care, stay, what is told) of each row that is of one of these patients."""
    for file, survivor, holder, holder_survivor, stay, *row in rows:
        patient, of_stay = survivor or file, holder_survivor or holder
        follows = of_stay == patient or (stay, file) in kin.taken or (stay, patient) in kin.taken
        # A stay of another patient, never taken from this one, is a number that came with two patients.
        owner = of_stay if stay and follows else patient
        if owner in care:
            yield owner, stay if follows else None, row


@dataclass(frozen=True, slots=True)
class _Told:
    """A table, and how a row of it is added to the care of its patient."""

    part: Part
    add: Callable[[Care, UUID | None, list[Any]], None]


_OWNERS = ("patient", "patient__survivor", "stay__patient", "stay__patient__survivor", "stay")
_OF_THEM = (("patient", "files"), ("stay", "stays"))


def _allergies(care: Care, _stay: UUID | None, row: list[Any]) -> None:
    complete, allergies, said_at = row
    listed = tuple(AllergyFact(**one) for one in orjson.loads(allergies))
    care.allergies.append(SaidAllergies(listed, complete, said_at))


def _precaution(care: Care, stay: UUID | None, row: list[Any]) -> None:
    code, label, active, said_at = row
    care.precautions.append(Said(stay, code, label, "", active=active, said_at=said_at))


def _code_status(care: Care, stay: UUID | None, row: list[Any]) -> None:
    care.code_statuses.append((stay, CodeStatus(*row)))


def _condition(care: Care, stay: UUID | None, row: list[Any]) -> None:
    code, label, kind, active, said_at = row
    care.conditions.append(Said(stay, code, label, kind, active=active, said_at=said_at))


def _order(care: Care, stay: UUID | None, row: list[Any]) -> None:
    key, state, *order = row
    care.orders.append(OrderOf(stay, key, Order(TreatmentState(state), *order)))


def _dose(care: Care, stay: UUID | None, row: list[Any]) -> None:
    key, label, dose, route, status, *given = row
    care.doses.append((stay, Dose(key, label, dose, route, AdministrationStatus(status), *given)))


def _device(care: Care, stay: UUID | None, row: list[Any]) -> None:
    number, code, label, site, detail, status, *when = row
    care.devices.append((stay, Device(number, code, label, site, detail, DeviceStatus(status), *when)))


def _procedure(care: Care, stay: UUID | None, row: list[Any]) -> None:
    number, code, label, site, status, *done = row
    care.procedures.append((stay, Procedure(number, code, label, site, ProcedureStatus(status), *done)))


def _report(care: Care, stay: UUID | None, row: list[Any]) -> None:
    number, code, label, status, results, *told = row
    report = SaidReport(number, code, label, status, unpacked(orjson.loads(results)), *told)
    care.reports.append((stay, report))


def _document(care: Care, stay: UUID | None, row: list[Any]) -> None:
    care.documents.append(DocumentRow(stay, *row))


def _of(model: type[Any], *columns: str, **how: Any) -> Part:
    return Part(model, (*_OWNERS, *columns), _OF_THEM, **how)


_ALERTS = (
    _Told(_of(AllergyList, "complete", "allergies", "said_again_at"), _allergies),
    _Told(_of(Precaution, "code", "label", "active", "said_again_at"), _precaution),
    _Told(_of(models.CodeStatus, "code", "label", "value", "resuscitate", "stated_by", "stated_at", "active",
              "said_again_at"), _code_status),
)  # fmt: skip
_WHOLE = (
    *_ALERTS,
    _Told(_of(Condition, "code", "label", "kind", "active", "said_again_at"), _condition),
    _Told(_of(Treatment, "order_key", "state", "label", "dose", "route", "frequency", "starts_at", "ends_at",
              "last_given_at", "latest_at"), _order),
    # The source alone chooses whose doses: asked of its rows again, the condition would be tried on every one of them.
    _Told(Part(models.Administration, (*_OWNERS, "order_key", "label", "dose", "route", "status", "given_at",
               "given_by", "reason"), source=LAST_OF_EACH_ORDER), _dose),
    _Told(_of(models.Device, "number", "code", "label", "body_site", "detail", "status", "starts_at", "ends_at",
              "said_again_at"), _device),
    _Told(_of(models.Procedure, "number", "code", "label", "body_site", "status", "performed_at", "performed_by",
              "said_again_at"), _procedure),
    _Told(_of(Report, "order_number", "code", "label", "status", "results", "occurred_at", "source",
              since=("occurred_at", "since")), _report),
    _Told(_of(Document, "number", "kind", "title", "status", "occurred_at", "source", "replaces"), _document),
)  # fmt: skip
