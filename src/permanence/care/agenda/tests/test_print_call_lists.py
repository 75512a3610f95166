"""Printing call lists: every patient a doctor expects can be rung up, and who has no number is a line to write on."""

from datetime import timedelta
from uuid import UUID

import pytest

from permanence.care.agenda.operations import AppointmentState
from permanence.care.agenda.tests.made_up import booked, person, receive
from permanence.foundation import clock
from permanence.paper.press import operations as press_operations
from permanence.paper.press import queries as press
from permanence.paper.press.tests.printing import ALICE, printed
from permanence.paper.sheets import queries as sheets

HOSPITAL, KIND = UUID(int=0), "agenda.call_list"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch, db):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def on(days: int, hour: int = 9):
    """An instant of the day so many days from now."""
    return clock.now().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def pages(language: str = "en") -> list[str]:
    return [" ".join(page.words.split()) for page in printed((KIND, [HOSPITAL]), language=language)]


def test_each_doctor_has_a_list_of_their_own_by_day_and_hour():
    first, second = person("100", "DUPONT"), person("101", "MARTIN")
    receive(
        booked("R1", patient=first, starts_at=on(2, 10), practitioner="Dr COEUR", phone="0601"),
        booked("R2", patient=second, starts_at=on(1, 14), practitioner="Dr COEUR", phone="0602"),
        booked("R3", patient=second, starts_at=on(3, 8), practitioner="Dr REIN"),
    )
    heart, kidney = pages()
    assert heart.index("MARTIN MARIE") < heart.index("DUPONT MARIE")
    for words in (
        "Dr COEUR",
        "2 appointments",
        "12/03/1971",
        "IPP 100",
        "0601",
        "Echography",
        "CARDIO",
        "Reached",
        "Told",
        "New date",
    ):
        assert words in heart
    assert "Dr REIN" in kidney
    assert "DUPONT" not in kidney


def test_what_is_cancelled_blocked_past_or_far_is_not_rung_up():
    patient = person()
    receive(
        booked("R1", patient=patient, starts_at=on(1), reason="Kept"),
        booked("R2", patient=patient, starts_at=on(1), reason="Cancelled", state=AppointmentState.CANCELLED),
        booked("R3", patient=None, starts_at=on(1), reason="Blocked", state=AppointmentState.BLOCKED),
        booked("R4", patient=patient, starts_at=on(-2), reason="Past"),
        booked("R5", patient=patient, starts_at=on(20), reason="Far"),
    )
    (page,) = pages()
    assert "Kept" in page
    assert not {"Cancelled", "Blocked", "Past", "Far"} & set(page.split())


def test_without_a_known_appointment_a_page_says_so():
    (page,) = pages()
    assert "this does not mean that nobody comes" in page


def test_a_long_day_runs_over_pages_and_nobody_is_left_out():
    patients = [person(str(100 + number), f"NOM{number:02d}X") for number in range(60)]
    receive(*(booked(f"R{number}", patient=patient, starts_at=on(1)) for number, patient in enumerate(patients)))
    said = pages()
    assert len(said) > 1
    assert [number for number in range(60) if f"NOM{number:02d}X MARIE" not in " ".join(said)] == []
    assert all("Telephone" in page for page in said)


def test_it_is_in_french_where_the_box_is():
    receive(booked("R1", patient=person(), starts_at=on(1)))
    (page,) = pages("fr")
    for words in ("Liste d'appels", "Téléphone", "Joint", "Nouvelle date"):
        assert words in page.replace("\u2019", "'")


def printed_run(run: UUID) -> list[sheets.SheetRow]:
    press_operations.print_run(run=run, by=ALICE, occurred_at=clock.now())
    (part,) = press.run(run).parts
    return sheets.sheets_of_part(part.id)


def test_a_newer_list_replaces_the_one_of_the_same_doctor_alone():
    patient = person("100", "DUPONT")
    receive(
        booked("R1", patient=patient, starts_at=on(1), practitioner="Dr COEUR"),
        booked("R2", patient=patient, starts_at=on(2), practitioner="Dr REIN"),
    )
    parts = [press_operations.PartPlan("Call lists", [(KIND, [HOSPITAL])])]
    now = clock.now()
    run = press_operations.plan_run(title="Kit", parts=parts, picture_at=now, by=ALICE, occurred_at=now)
    printed_run(run)
    (part,) = press.run(run).parts
    # Kidneys are seen by somebody else now: nobody has a newer list of Dr REIN's.
    receive(
        booked("R2", state=AppointmentState.CANCELLED, patient=patient, practitioner="Dr REIN", hours=1),
        booked("R3", patient=patient, starts_at=on(2), practitioner="Dr ROGNON"),
    )
    again = press_operations.plan_again(parts=[part.id], by=ALICE, occurred_at=now)
    fresh_heart, _other = printed_run(again)
    heart, kidney = sheets.sheets_of_part(part.id)
    assert heart.events[-1].replaced_by == fresh_heart.number
    assert kidney.state is sheets.SheetEventKind.PRINTED
