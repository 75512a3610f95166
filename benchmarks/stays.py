"""What one movement costs, in batches as a busy feed makes them: `python benchmarks/stays.py`."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

os.environ["PERMANENCE_HOME"] = tempfile.mkdtemp(prefix="permanence-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")

import django  # noqa: E402 (the home is set first)

django.setup()

from django.core.management import call_command  # noqa: E402

from permanence.care.patients import operations as patients  # noqa: E402
from permanence.care.stays import operations as stays  # noqa: E402
from permanence.care.stays.operations import Action, MovementFact, MovementKind, StayClass, VisitNumber  # noqa: E402
from permanence.foundation.actors import Actor  # noqa: E402
from permanence.foundation.ids import new_id  # noqa: E402
from permanence.foundation.places import operations as places  # noqa: E402
from permanence.foundation.places.operations import PlaceFact  # noqa: E402

FEED = Actor("feed", "BENCH")
START = datetime(2026, 1, 1, tzinfo=UTC)
PATIENTS, WARDS, BEDS, ROUNDS = 2000, 44, 20, 8
KINDS = (MovementKind.ADMIT, *[MovementKind.UPDATE] * 3, MovementKind.TRANSFER, *[MovementKind.UPDATE] * 3)


def known_patients() -> list:
    facts = [
        patients.IdentityFact(
            (patients.IdentifierFact("CHX", f"8{number:06}", "PI"),),
            patients.Traits(birth_family=f"NOM{number}", birth_given="JEANNE", sex=patients.Sex.FEMALE),
            START,
            new_id(),
        )
        for number in range(PATIENTS)
    ]
    return patients.receive_identities(facts=facts, by=FEED)


def movements(ids: list) -> Iterator[MovementFact]:
    """Every patient is admitted, moves once and is spoken of often; one in twenty facts is a cancellation."""
    for round_, kind in enumerate(KINDS):
        for number, patient in enumerate(ids):
            bed = (number * 7 + (round_ >= 4) * 3) % (WARDS * BEDS)
            cancel = round_ == 5 and number % 3 == 0
            yield MovementFact(
                patient,
                VisitNumber("CHX", f"V{number}"),
                MovementKind.TRANSFER if cancel else kind,
                Action.CANCEL if cancel else Action.INSERT,
                START + timedelta(hours=round_, seconds=number),
                new_id(),
                cancels=MovementKind.TRANSFER if cancel else None,
                stay_class=StayClass.INPATIENT,
                place=PlaceFact(f"UF{bed % WARDS}", f"{bed // WARDS}", "1", "CHX"),
                medical_unit="UM1",
                nursing_unit="US1",
                attending_doctor="MARTIN ANNE",
                reason="Douleur thoracique",
            )


def main() -> None:
    call_command("migrate", verbosity=0)
    ids = known_patients()
    print("| facts in a call | facts | wall us a fact | CPU us a fact |")
    print("|---|---|---|---|")
    told = list(movements(ids))
    # The map is learned once in the life of a hospital.
    places.ensure_places(facts={fact.place for fact in told}, by=FEED, occurred_at=START)
    at = 0
    for size in (1, 8, 32, 128):
        count = min(size * 100, len(told) // 4)
        share = told[at : at + count]
        at += count
        wall, cpu = time.perf_counter(), time.process_time()
        for start in range(0, len(share), size):
            stays.receive_movements(facts=share[start : start + size], by=FEED)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"| {size} | {len(share)} | {wall / len(share) * 1e6:.0f} | {cpu / len(share) * 1e6:.0f} |")


if __name__ == "__main__":
    sys.exit(main())
