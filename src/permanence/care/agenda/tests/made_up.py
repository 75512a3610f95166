"""Made-up appointments of made-up people."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from permanence.care.agenda.operations import AppointmentFact, AppointmentState, receive_appointments
from permanence.care.patients.operations import IdentifierFact, IdentityFact, Traits, receive_identities
from permanence.foundation.actors import Actor

GAM = Actor("feed", "RDV")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# A Tuesday in winter: Paris is one hour ahead of UTC.
DAY = date(2026, 11, 24)
TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)


def at(hours: float) -> datetime:
    """An instant so many hours after noon on the day things are told."""
    return NOON + timedelta(hours=hours)


def person(number: str = "100", family: str = "DUPONT", phone: str = "0102") -> UUID:
    """A patient, known to admissions."""
    traits = Traits(birth_family=family, birth_given="MARIE", birth_date=date(1971, 3, 12), phone=phone)
    fact = IdentityFact((IdentifierFact("H", number, "PI"),), traits, NOON, uuid4())
    (patient,) = receive_identities(facts=[fact], by=GAM)
    return patient


def booked(number: str = "R1", *, hours: float = 0, patient: UUID | None = None, **others: object) -> AppointmentFact:
    """A booked appointment at ten, in cardiology, with Dr Cœur."""
    fact = AppointmentFact(
        number=number,
        authority="AGENDA",
        patient=patient,
        state=AppointmentState.BOOKED,
        starts_at=TEN,
        minutes=20,
        reason="Echography",
        practitioner="Dr COEUR",
        place="CARDIO",
        phone="0601",
        occurred_at=at(hours),
        source=uuid4(),
    )
    return replace(fact, **others)


def receive(*facts: AppointmentFact) -> list[UUID]:
    """What the agenda's feed says."""
    return receive_appointments(facts=facts, by=GAM)
