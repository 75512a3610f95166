"""A ward with two beds and a feed that fills them, for this room's tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from permanence.care.patients import operations as patients
from permanence.care.stays import operations as stays
from permanence.care.stays.operations import Action, MovementFact, MovementKind, StayClass, VisitNumber
from permanence.foundation import clock
from permanence.foundation.accounts.tests.people import PASSWORD, create
from permanence.foundation.actors import Actor, Role
from permanence.foundation.ids import new_id
from permanence.foundation.places import operations as places
from permanence.foundation.places.operations import PlaceFact

FEED = Actor("feed", "GAM")
NURSE = Actor("person", "nadia", frozenset({Role.NURSE}))
BED_1, BED_2 = PlaceFact("CARD", "101", "1"), PlaceFact("CARD", "101", "2")
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def at(hour: float | datetime) -> datetime:
    return hour if isinstance(hour, datetime) else MIDNIGHT + timedelta(hours=hour)


@dataclass(frozen=True)
class Ward:
    """The ward CARD and its two beds."""

    id: UUID
    bed_1: UUID
    bed_2: UUID


@pytest.fixture
def ward(db) -> Ward:
    found = places.ensure_places(facts=[BED_1, BED_2], by=FEED, occurred_at=at(0))
    return Ward(found[BED_1].ward, found[BED_1].bed, found[BED_2].bed)


@pytest.fixture
def admit(ward) -> Callable[..., UUID]:
    """Admit a made-up patient; gives the patient."""
    numbers = iter(range(1, 1000))

    def admit(
        place: PlaceFact = BED_1,
        *,
        family: str = "",
        hour: float | datetime = 8,
        kind: MovementKind = MovementKind.ADMIT,
        patient: UUID | None = None,
        **said,
    ) -> UUID:
        number = next(numbers)
        if patient is None:
            traits = patients.Traits(birth_family=family or f"NOM{number}", birth_given="ANNE", sex=patients.Sex.FEMALE)
            identifier = patients.IdentifierFact("CHX", f"8{number:05}", "PI")
            identity = patients.IdentityFact((identifier,), traits, at(0), new_id())
            (patient,) = patients.receive_identities(facts=[identity], by=FEED)
        said = {"stay_class": StayClass.INPATIENT, **said}
        fact = MovementFact(
            patient, VisitNumber("CHX", f"V{number}"), kind, Action.INSERT, at(hour), new_id(), place=place, **said
        )
        stays.receive_movements(facts=[fact], by=FEED)
        return patient

    return admit


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
