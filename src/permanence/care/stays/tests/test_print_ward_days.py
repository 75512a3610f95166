"""Printing tonight and tomorrow: who comes into a ward, who leaves it, who is expected elsewhere."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from permanence.care.agenda.operations import AppointmentFact, AppointmentState, receive_appointments
from permanence.care.stays import operations, queries
from permanence.care.stays.rules import Action, MovementFact, MovementKind, StayClass, VisitNumber
from permanence.care.stays.tests.hospital import CARDIOLOGY, FEED, NEPHROLOGY, admit
from permanence.foundation import clock
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.press.tests.printing import printed

KIND = "stays.ward_days"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch, db):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def tell(
    stay: UUID, kind: MovementKind, *, place: PlaceFact = CARDIOLOGY, hours: float | None = 2, number: str
) -> None:
    """Somebody says what is planned for this stay, so many hours from now."""
    row = queries.stay(stay)
    expected = None if hours is None else clock.now() + timedelta(hours=hours)
    fact = MovementFact(
        row.patient, VisitNumber("CHX", number), kind, Action.INSERT, clock.now() - timedelta(hours=1), uuid4(),
        place=place, stay_class=StayClass.INPATIENT, expected_at=expected,
    )  # fmt: skip
    operations.receive_movements(facts=[fact], by=FEED)


def page_of(ward: UUID, language: str = "en") -> str:
    (page,) = printed((KIND, [ward]), language=language)
    return " ".join(page.words.split())


def ward_of(stay: UUID) -> UUID:
    return queries.stay(stay).ward


def test_who_is_to_come_from_home_or_another_ward_is_listed():
    here, other = admit("801", CARDIOLOGY), admit("802", NEPHROLOGY)
    tell(other, MovementKind.PLAN_TRANSFER, number="26802")
    tell(here, MovementKind.PREADMIT, number="26999")
    said = page_of(ward_of(here))
    assert "NOM802 ANNE" in said
    assert "NEPH room 7 bed P" in said
    assert "from home" in said
    assert "NOM802" not in page_of(ward_of(other))


def test_who_goes_home_tomorrow_is_listed_and_who_goes_later_is_not():
    soon, later = admit("801"), admit("802", PlaceFact("CARD", "101", "2"))
    tell(soon, MovementKind.PLAN_DISCHARGE, hours=3, number="26801")
    tell(later, MovementKind.PLAN_DISCHARGE, hours=24 * 6, number="26802")
    said = page_of(ward_of(soon)).partition("EXPECTED TO GO HOME")[2]
    assert "NOM801 ANNE" in said
    assert "NOM802" not in said


def test_appointments_of_those_who_lie_here_are_listed():
    stay = admit("801")
    fact = AppointmentFact(
        number="R1", authority="AG", patient=queries.stay(stay).patient, state=AppointmentState.BOOKED,
        starts_at=clock.now() + timedelta(minutes=5), minutes=20, reason="Scanner", practitioner="Dr RAYON",
        place="IMAGERIE", phone="", occurred_at=clock.now(), source=uuid4(),
    )  # fmt: skip
    receive_appointments(facts=[fact], by=FEED)
    assert "IMAGERIE · Scanner Dr RAYON" in page_of(ward_of(stay))


def test_a_ward_nobody_told_anything_of_says_so_and_has_lines_to_write_on():
    said = page_of(ward_of(admit("801")))
    assert said.count("None is known: this does not mean none.") == 3


def test_an_arrival_of_days_ago_that_never_came_is_not_expected():
    here, other = admit("801", CARDIOLOGY), admit("802", NEPHROLOGY)
    tell(other, MovementKind.PREADMIT, hours=-30, number="26999")
    assert "NOM802" not in page_of(ward_of(here))


def test_it_is_in_french_where_the_box_is():
    said = page_of(ward_of(admit("801")), "fr")
    for words in ("Cette nuit et demain", "SORTIES PRÉVUES", "Aucun connu : cela ne veut pas dire aucun."):
        assert words in said
