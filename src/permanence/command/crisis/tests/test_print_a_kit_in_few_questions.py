"""What a kit asks of the database does not grow with the patients of a ward: a thousand must be printed in a minute."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.care.agenda.operations import AppointmentFact, AppointmentState, receive_appointments
from permanence.care.stays import queries as stays
from permanence.care.stays.tests.hospital import FEED, admit
from permanence.command.crisis.rules import WHOLE_HOSPITAL
from permanence.foundation import clock
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.press.queries import printables

OF_PATIENTS = ("charts.emergency_summary", "stays.wristband", "stays.labels", "charts.observations", "charts.notes")
OF_WARDS = ("beds.ward_census", "stays.ward_days", "crisis.door_notice", "crisis.runners")
OF_THE_HOSPITAL = ("stays.whereabouts", "agenda.call_list", "crisis.first_hour", "crisis.outside_numbers")


def admitted(first: int, count: int) -> list[UUID]:
    """So many more inpatients of one ward, each with an appointment soon."""
    found = [admit(str(first + place), PlaceFact("CARD", "1", str(first + place))) for place in range(count)]
    facts = [
        AppointmentFact(
            number=str(stay), authority="AG", patient=stays.stay(stay).patient, state=AppointmentState.BOOKED,
            starts_at=clock.now() + timedelta(minutes=5), minutes=20, reason="", practitioner="Dr UN", place="",
            phone="", occurred_at=clock.now(), source=uuid4(),
        )
        for stay in found
    ]  # fmt: skip
    receive_appointments(facts=facts, by=FEED)
    return found


def questions(kind: str, subjects: list[UUID]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert list(printables()[kind].contents(subjects))
    return len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*OF_PATIENTS, *OF_WARDS, *OF_THE_HOSPITAL])
def test_twelve_patients_cost_as_many_questions_as_two(kind):
    two = admitted(801, 2)
    ward = stays.stay(two[0]).ward
    fixed = [ward] if kind in OF_WARDS else [WHOLE_HOSPITAL] if kind in OF_THE_HOSPITAL else []
    few = questions(kind, fixed or two)
    twelve = two + admitted(901, 10)
    assert questions(kind, fixed or twelve) == few
