"""What it costs to read the picture of a full hospital: `python benchmarks/picture.py [--json]`.

880 patients in 44 wards, each with allergies, a precaution, ten orders given three times a day for five days, and
twenty reports of twenty results.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

os.environ.setdefault("PERMANENCE_HOME", tempfile.mkdtemp(prefix="permanence-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from permanence.care.beds import queries as beds  # noqa: E402
from permanence.care.charts import operations as charts  # noqa: E402
from permanence.care.charts import queries as chart_queries  # noqa: E402
from permanence.care.charts.operations import (  # noqa: E402
    AllergyFact,
    AllergyListFact,
    PrecautionFact,
    ReportFact,
    Result,
    TreatmentFact,
)
from permanence.care.patients import operations as patients  # noqa: E402
from permanence.care.stays import operations as stays  # noqa: E402
from permanence.care.stays import queries as stay_queries  # noqa: E402
from permanence.care.stays.operations import Action, MovementFact, MovementKind, StayClass, VisitNumber  # noqa: E402
from permanence.foundation import clock  # noqa: E402
from permanence.foundation.actors import Actor  # noqa: E402
from permanence.foundation.ids import new_id  # noqa: E402
from permanence.foundation.places.operations import PlaceFact  # noqa: E402

FEED = Actor("feed", "BENCH")
PATIENTS, WARDS, ORDERS, DAYS, REPORTS, RESULTS, CHUNK = 880, 44, 10, 5, 20, 20, 50
START = clock.now() - timedelta(days=DAYS)


def main() -> None:
    """Print the table."""
    call_command("migrate", verbosity=0)
    fill()
    wards = [ward.ward for ward in beds.ward_summaries()]
    here = [row.id for row in stay_queries.in_hospital()]
    patient = stay_queries.in_hospital()[0].patient
    first = stay_queries.present_by_ward()[wards[0]]
    rows = [
        ("every ward with its counts", timed(beds.ward_summaries)),
        ("census of one ward", timed(lambda: beds.ward_censuses(wards[:1]))),
        ("census of every ward", timed(lambda: beds.ward_censuses(wards))),
        ("contradictions", timed(beds.board_queues)),
        ("alerts of one ward", timed(lambda: chart_queries.alerts(first))),
        ("emergency summaries of one ward", timed(lambda: chart_queries.emergency_summaries(first))),
        (f"emergency summaries of {len(here)}, {CHUNK} at a time", timed(lambda: summaries(here), rounds=1)),
        ("chart of one patient", timed(lambda: chart_queries.patient_chart(patient))),
    ]
    if "--json" in sys.argv:
        print(json.dumps([{"vendor": connection.vendor, "what": what, "milliseconds": spent} for what, spent in rows]))
        return
    print(f"{connection.vendor}; {len(here)} patients in {len(wards)} wards")
    print(f"{'what':48} {'ms':>8}")
    for what, spent in rows:
        print(f"{what:48} {spent:8.1f}")


def fill() -> None:
    """The hospital."""
    told = [
        patients.IdentityFact(
            (patients.IdentifierFact("CHX", f"8{number:06}", "PI"),),
            patients.Traits(birth_family=f"NOM{number % 700}", birth_given="JEANNE", sex=patients.Sex.FEMALE),
            START,
            new_id(),
        )
        for number in range(1, PATIENTS + 1)
    ]
    ids = patients.receive_identities(facts=told, by=FEED)
    admissions = [
        MovementFact(
            patient,
            VisitNumber("CHX", f"V{number}"),
            MovementKind.ADMIT,
            Action.INSERT,
            START,
            new_id(),
            stay_class=StayClass.INPATIENT,
            place=PlaceFact(f"UF{number % WARDS}", f"{number // WARDS}", "1", "CHX"),
            attending_doctor="MARTIN ANNE",
            reason="Douleur thoracique",
        )
        for number, patient in enumerate(ids)
    ]
    held = stays.receive_movements(facts=admissions, by=FEED)
    for patient, stay in zip(ids, held, strict=True):
        care_for(patient, stay)


def care_for(patient: UUID, stay: UUID | None) -> None:
    """What five days tell of one patient."""
    allergies = (AllergyFact("", "Pénicilline", severity="SV"), AllergyFact("", "Latex"))
    listed = AllergyListFact(patient, allergies, complete=True, occurred_at=START, source=new_id())
    charts.receive_allergy_lists(facts=[listed], by=FEED)
    precaution = PrecautionFact(
        patient, stay, "ISO", "Isolement contact", active=True, occurred_at=START, source=new_id()
    )
    charts.receive_precautions(facts=[precaution], by=FEED)
    doses = [START + timedelta(hours=8 * turn) for turn in range(3 * DAYS)]
    given = [
        TreatmentFact(patient, stay, f"{order}", "NW" if at == START else "RE", f"Médicament {order}", "1 g", "PO",
                      "3/j", START, None, at, at, new_id())
        for order in range(ORDERS)
        for at in doses
    ]  # fmt: skip
    charts.receive_treatments(facts=given, by=FEED)
    results = tuple(
        Result(f"{code}", f"Analyse {code}", "4.2", "mmol/L", "3-5", "", "F", None) for code in range(RESULTS)
    )
    reports = [
        ReportFact(patient, stay, f"{n}", "BIO", "Biochimie", "F", results, START + timedelta(hours=n), new_id())
        for n in range(REPORTS)
    ]
    charts.receive_reports(facts=reports, by=FEED)


def summaries(here: list[UUID]) -> None:
    """As the press asks for them."""
    for start in range(0, len(here), CHUNK):
        chart_queries.emergency_summaries(here[start : start + CHUNK])


def timed(read: Callable[[], object], rounds: int = 5) -> float:
    """The best of some rounds, in milliseconds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        read()
        best = min(best, time.perf_counter() - start)
    return best * 1000


if __name__ == "__main__":
    main()
