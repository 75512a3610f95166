"""A hospital small enough for a test: four wards and three days."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from permanence.command.exercises.adapters.packs import demo_pack
from permanence.command.exercises.rules.hospital import Hospital, Telling, small

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def pack():
    return demo_pack()


@pytest.fixture(scope="session")
def tiny(pack):
    """Emergencies, medicine, maternity, newborns."""
    return replace(
        small(pack),
        patients=2000,
        history_days=4,
        appointments_a_day=12,
        appointment_days=14,
        emergencies_a_day=20,
        wards=("1001", "1201", "1511", "1521"),
    )


@pytest.fixture(scope="session")
def hospital(pack, tiny):
    return Hospital(pack, tiny, seed=7, now=NOW)


@pytest.fixture(scope="session")
def told(hospital):
    """Every message of the tiny hospital, by part."""
    telling = Telling(hospital)
    return {part.name: list(telling.messages(part.name)) for part in telling.parts()}


@pytest.fixture(scope="session")
def present(hospital):
    return Telling(hospital).present()
