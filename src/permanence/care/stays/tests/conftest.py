"""A feed that tells of patients, for this room's tests."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from permanence.care.patients import operations as patients
from permanence.care.stays import operations
from permanence.care.stays.models import Stay
from permanence.care.stays.operations import Action, MovementFact, MovementKind, StayClass, VisitNumber
from permanence.care.stays.tests.stories import at
from permanence.foundation import clock
from permanence.foundation.accounts.tests.people import PASSWORD, create
from permanence.foundation.actors import Actor, Role
from permanence.foundation.ids import new_id
from permanence.foundation.places.operations import PlaceFact

FEED = Actor("feed", "GAM")
BED_1, BED_2 = PlaceFact("CARD", "101", "1"), PlaceFact("PNEU", "201", "1")


def movement(kind: MovementKind, hour: float, patient: UUID, visit: str | None = "V1", **said) -> MovementFact:
    said = {"action": Action.INSERT, "source": new_id(), "stay_class": StayClass.INPATIENT, **said}
    number = VisitNumber("CHX", visit) if visit else None
    return MovementFact(patient, number, kind, occurred_at=at(hour), **said)


def receive(*facts: MovementFact) -> list[Stay]:
    ids = operations.receive_movements(facts=facts, by=FEED)
    stays = Stay.objects.in_bulk(ids)
    return [stays[id_] for id_ in ids]


@pytest.fixture
def known(db) -> Callable[[str], UUID]:
    """The patient with this number, known to the box."""

    def known(number: str = "800001") -> UUID:
        fact = patients.IdentityFact(
            (patients.IdentifierFact("CHX", number, "PI"),),
            patients.Traits(birth_family=f"NOM{number}", birth_given="ANNE"),
            at(0),
            new_id(),
        )
        (patient,) = patients.receive_identities(facts=[fact], by=FEED)
        return patient

    return known


@pytest.fixture
def patient(known) -> UUID:
    return known()


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
