"""Patients, stays and everything a feed may tell of their care, for this room's tests."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from permanence.care.charts import operations, queries
from permanence.care.charts.operations import (
    AdministrationFact,
    AdministrationStatus,
    AllergyFact,
    AllergyListFact,
    CodeStatusFact,
    ConditionFact,
    DeviceFact,
    DeviceStatus,
    DocumentFact,
    PrecautionFact,
    ProcedureFact,
    ProcedureStatus,
    ReportFact,
    Result,
    TreatmentFact,
)
from permanence.care.patients import operations as patients
from permanence.care.stays import operations as stays
from permanence.care.stays.operations import Action, MovementFact, MovementKind, StayClass, VisitNumber
from permanence.foundation import clock
from permanence.foundation.accounts.tests.people import PASSWORD, create
from permanence.foundation.actors import Actor, Role
from permanence.foundation.ids import new_id
from permanence.foundation.places.operations import PlaceFact

FEED = Actor("feed", "DPI")
# Recent, because a summary is about now.
START = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
INS = patients.IdentifierFact("1.2.250.1.213.1.4.10", "260058815400233", "INS")


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def known(number: str = "800001", *, ins: bool = False, **traits) -> UUID:
    told = {"birth_family": f"NOM{number}", "birth_given": "ANNE", "sex": patients.Sex.FEMALE, **traits}
    identifiers = (patients.IdentifierFact("CHX", number, "PI"), *((INS,) if ins else ()))
    fact = patients.IdentityFact(identifiers, patients.Traits(**told), at(0), new_id())
    (patient,) = patients.receive_identities(facts=[fact], by=FEED)
    return patient


def admit(patient: UUID, visit: str = "V1", hour: float = 8, **said) -> UUID:
    said = {"place": PlaceFact("CARD", "101", "1"), "stay_class": StayClass.INPATIENT, **said}
    fact = MovementFact(
        patient, VisitNumber("CHX", visit), MovementKind.ADMIT, Action.INSERT, at(hour), new_id(), **said
    )
    (stay,) = stays.receive_movements(facts=[fact], by=FEED)
    return stay


def allergies(patient: UUID, *labels: str, hour: float = 9, complete: bool = True, code: str = "") -> None:
    listed = tuple(AllergyFact(code, label) for label in labels)
    facts = [AllergyListFact(patient, listed, complete, at(hour), new_id())]
    operations.receive_allergy_lists(facts=facts, by=FEED)


def treatment(patient: UUID, label: str, status: str = "NW", *, number: str = "", hour: float = 9, **said) -> None:
    said = {"stay": None, "dose": "1 g", "route": "PO", "frequency": "3/j", "starts_at": None, "ends_at": None,
            "last_given_at": None, **said}  # fmt: skip
    fact = TreatmentFact(
        patient=patient, order_number=number, status=status, label=label, occurred_at=at(hour), source=new_id(), **said
    )
    operations.receive_treatments(facts=[fact], by=FEED)


def condition(patient: UUID, label: str, *, active: bool = True, stay: UUID | None = None, hour: float = 9) -> None:
    fact = ConditionFact(patient, stay, "", label, "W", at(hour), new_id(), active)
    operations.receive_conditions(facts=[fact], by=FEED)


def precaution(patient: UUID, label: str, *, active: bool = True, stay: UUID | None = None, hour: float = 9) -> None:
    fact = PrecautionFact(patient, stay, label[:3].upper(), label, active, at(hour), new_id())
    operations.receive_precautions(facts=[fact], by=FEED)


def device(patient: UUID, label: str, status: DeviceStatus = DeviceStatus.ACTIVE, *, hour: float = 9, **said) -> None:
    said = {"stay": None, "number": "", "code": "", "body_site": "", "detail": "", "starts_at": None, "ends_at": None,
            **said}  # fmt: skip
    fact = DeviceFact(patient=patient, label=label, status=status, occurred_at=at(hour), source=new_id(), **said)
    operations.receive_devices(facts=[fact], by=FEED)


def procedure(
    patient: UUID, label: str, status: ProcedureStatus = ProcedureStatus.COMPLETED, *, hour: float = 9, **said
) -> None:
    said = {"stay": None, "number": "", "code": "", "body_site": "", "performed_at": None, "performed_by": "", **said}
    fact = ProcedureFact(patient=patient, label=label, status=status, occurred_at=at(hour), source=new_id(), **said)
    operations.receive_procedures(facts=[fact], by=FEED)


def code_status(patient: UUID, value: str, *, resuscitate: bool | None = None, hour: float = 9, **said) -> None:
    said = {"stay": None, "code": "LATA", "label": "Limitation", "stated_by": "", "stated_at": None, **said}
    fact = CodeStatusFact(
        patient=patient, value=value, resuscitate=resuscitate, occurred_at=at(hour), source=new_id(), **said
    )
    operations.receive_code_statuses(facts=[fact], by=FEED)


def dose(
    patient: UUID,
    label: str,
    hour: float,
    status: AdministrationStatus = AdministrationStatus.COMPLETED,
    *,
    number: str = "",
    told: float | None = None,
    **said,
) -> None:
    said = {"stay": None, "code": "", "dose": "1 g", "route": "PO", "given_by": "", "reason": "", **said}
    fact = AdministrationFact(
        patient=patient, order_number=number, label=label, status=status, given_at=at(hour),
        occurred_at=at(hour if told is None else told), source=new_id(), **said,
    )  # fmt: skip
    operations.receive_administrations(facts=[fact], by=FEED)


def contacts(patient: UUID, *listed: patients.ContactFact, hour: float = 9, complete: bool = True) -> None:
    facts = [patients.ContactListFact(patient, listed, complete, at(hour), new_id())]
    patients.receive_contacts(facts=facts, by=FEED)


def result(code: str, value: str, flag: str = "", status: str = "F", hour: float | None = None) -> Result:
    return Result(code, code, value, "mmol/L", "3.5-5", flag, status, None if hour is None else at(hour))


def report(patient: UUID, *results: Result, number: str = "", hour: float = 10, stay=None, status: str = "F") -> None:
    fact = ReportFact(patient, stay, number, "IONO", "Ionogramme", status, results, at(hour), new_id())
    operations.receive_reports(facts=[fact], by=FEED)


def document(patient: UUID, number: str, *, replaces: str = "", hour: float = 10, stay=None) -> None:
    fact = DocumentFact(patient, stay, number, replaces, "CR", f"Compte rendu {number}", "AU", at(hour), new_id())
    operations.receive_documents(facts=[fact], by=FEED)


@pytest.fixture
def patient(db) -> UUID:
    return known()


@pytest.fixture
def stay(patient) -> UUID:
    return admit(patient, reason="Douleur thoracique", attending_doctor="MARTIN ANNE")


@pytest.fixture
def summary(stay) -> Callable[[], queries.EmergencySummary]:
    def summary():
        (only,) = queries.emergency_summaries([stay])
        return only

    return summary


@pytest.fixture
def signed_in(db, monkeypatch) -> Callable[..., Client]:
    """The browser of nadia, who holds these roles, in English."""
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 512)

    def signed_in(*roles: Role) -> Client:
        create("nadia", *roles, at=clock.now())
        client = Client(headers={"accept-language": "en"})
        client.post("/accounts/sign-in/", {"username": "nadia", "secret": PASSWORD})
        return client

    return signed_in
