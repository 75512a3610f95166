"""A blackout's kit on paper: when the first file is there, when all are, what it weighs; against one big compile.

`python benchmarks/press.py [--json]`: 1,000 made-up inpatients in 50 wards through the real rooms, and the whole kit as
`crisis` plans it, printed in a process of its own; then the censuses and summaries alone are compiled by Typst at once,
in another.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

STEPS = ("--kit", "--one-compile")
# Never a home that exists: it would be filled with made-up patients.
if not set(STEPS) & set(sys.argv):
    os.environ |= {"PERMANENCE_HOME": tempfile.mkdtemp(prefix="permanence-bench-"), "PERMANENCE_DATABASE_URL": ""}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")

import django  # noqa: E402 (the home is set first)

django.setup()

from _population import people  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import translation  # noqa: E402

from permanence.care.charts import operations as charts  # noqa: E402
from permanence.care.patients import operations as patients  # noqa: E402
from permanence.care.stays import operations as stays  # noqa: E402
from permanence.care.stays import queries as stay_queries  # noqa: E402
from permanence.care.stays.operations import Action, MovementFact, MovementKind, StayClass, VisitNumber  # noqa: E402
from permanence.command.crisis import operations as crisis  # noqa: E402
from permanence.foundation import clock  # noqa: E402
from permanence.foundation.actors import Actor  # noqa: E402
from permanence.foundation.ids import new_id  # noqa: E402
from permanence.foundation.places import queries as places  # noqa: E402
from permanence.foundation.places.operations import PlaceFact  # noqa: E402
from permanence.paper.press import operations as press  # noqa: E402
from permanence.paper.press import queries as runs  # noqa: E402
from permanence.paper.press.adapters.typesetter import Typesetter  # noqa: E402
from permanence.paper.press.models import PrintRun  # noqa: E402
from permanence.paper.sheets.queries import SheetNumber  # noqa: E402

WARDS, PATIENTS_A_WARD, BEDS_A_WARD = 50, 20, 22
TREATMENTS = ("Paracétamol 1 g", "Énoxaparine 4 000 UI", "Furosémide 40 mg", "Bisoprolol 2,5 mg", "Amoxicilline 1 g",
              "Insuline glargine", "Oméprazole 20 mg", "Kardégic 75 mg")  # fmt: skip
TESTS = ("Potassium", "Sodium", "Créatinine", "Urée", "Hémoglobine", "Leucocytes", "Plaquettes", "CRP", "INR", "TSH",
         "Glycémie", "Calcium", "Bilirubine", "ASAT", "ALAT", "Lactates", "Troponine", "Albumine")  # fmt: skip
DEVICES = ("Cathéter veineux périphérique", "Sonde urinaire", "Stimulateur cardiaque", "Drain thoracique")
FEED = Actor("feed", "BENCH")
NOW = clock.now()


def main() -> None:
    """Fill the house, print, compile, say."""
    for step, carry_out in zip(STEPS, (print_kit, compile_at_once), strict=True):
        if step in sys.argv:
            print(json.dumps(carry_out()))
            return
    call_command("migrate", verbosity=0, skip_checks=True)
    fill()
    rows = [
        ("the whole kit, printed by the press", *measured("--kit")),
        ("summaries alone, one compile, no numbers", *measured("--one-compile")),
    ]
    if "--json" in sys.argv:
        print(json.dumps([{"what": what, "peak_rss_mb": peak, **facts} for what, facts, peak in rows]))
        return
    print(f"{WARDS} wards, {WARDS * PATIENTS_A_WARD} inpatients, {os.cpu_count()} cores")
    print(f"{'':42}{'pages':>7}{'first file s':>14}{'all s':>8}{'CPU s':>8}{'peak MB':>9}{'files MB':>10}")
    for what, facts, peak in rows:
        first, total, cpu = facts["first_s"], facts["seconds"], facts["cpu_s"]
        print(f"{what:42}{facts['pages']:7.0f}{first:14.2f}{total:8.2f}{cpu:8.2f}{peak:9d}{facts['mb']:10.1f}")


def fill() -> None:
    """Patients in beds, with what a feed tells of each."""
    rng = random.Random(1)  # noqa: S311 (made-up data, the same each time)
    facts = [person.fact(NOW - timedelta(days=9), new_id()) for person in people(WARDS * PATIENTS_A_WARD)]
    files = patients.receive_identities(facts=facts, by=FEED)
    placed = [
        PlaceFact(f"Service {place // PATIENTS_A_WARD + 1}", str(100 + place % PATIENTS_A_WARD // 2), "PF"[place % 2])
        for place in range(len(files))
    ]
    movements = [
        admission(patient, place, number) for number, (patient, place) in enumerate(zip(files, placed, strict=True))
    ]
    ids = stays.receive_movements(facts=movements, by=FEED)
    for patient, stay in zip(files, ids, strict=True):
        tell(patient, stay, rng)


def admission(patient: UUID, place: PlaceFact, number: int) -> MovementFact:
    """An inpatient comes in."""
    visit, at = VisitNumber("CHX", f"26{number:06}"), NOW - timedelta(days=2)
    return MovementFact(
        patient, visit, MovementKind.ADMIT, Action.INSERT, at, new_id(), place=place,
        stay_class=StayClass.INPATIENT, reason="Décompensation cardiaque", attending_doctor="BENALI KARIM",
    )  # fmt: skip


def tell(patient: UUID, stay: UUID | None, rng: random.Random) -> None:
    """What a feed tells of one patient's care: two in three have an allergy, all have treatments, doses and results."""
    at = NOW - timedelta(hours=6)
    if rng.random() < 2 / 3:
        listed = (charts.AllergyFact("", rng.choice(("Pénicilline", "Iode", "Latex")), "DA", "SV", "œdème"),)
        charts.receive_allergy_lists(
            facts=[charts.AllergyListFact(patient, listed, complete=True, occurred_at=at, source=new_id())], by=FEED
        )
    orders = [
        charts.TreatmentFact(
            patient, stay, f"{label}{patient}", "NW", label, "1", "orale", "3 par jour", at, None, at, at, new_id()
        )
        for label in rng.sample(TREATMENTS, rng.randint(3, 8))
    ]
    charts.receive_treatments(facts=orders, by=FEED)
    charts.receive_administrations(facts=[dose for order in orders for dose in doses(order)], by=FEED)
    tell_of_the_body(patient, stay, rng, at)
    results = tuple(
        charts.Result(
            test, test, f"{rng.uniform(1, 9):.1f}", "mmol/L", "3,5-5,0", rng.choice(("", "", "", "H", "LL")), "F", at
        )
        for test in rng.sample(TESTS, rng.randint(8, 18))
    )
    report = charts.ReportFact(patient, stay, "", "BIO", "Biologie", "F", results, at, new_id())
    charts.receive_reports(facts=[report], by=FEED)


def doses(order: charts.TreatmentFact) -> list[charts.AdministrationFact]:
    """Three doses a day since the patient came, as a record tells them one by one."""
    given = [NOW - timedelta(hours=8 * rank + 2) for rank in range(6)]
    return [
        charts.AdministrationFact(
            order.patient, order.stay, order.order_number, "", order.label, "1", order.route,
            charts.AdministrationStatus.COMPLETED, at, "DUPONT LÉA", "", at, new_id(),
        )
        for at in given
    ]  # fmt: skip


def tell_of_the_body(patient: UUID, stay: UUID | None, rng: random.Random, at: datetime) -> None:
    """Lines, what was done, a decision for one in ten, and two people to call."""
    said = {"occurred_at": at, "source": new_id()}
    status = charts.DeviceStatus.ACTIVE
    devices = [
        charts.DeviceFact(patient, stay, "", "", label, "bras gauche", "", status, at, None, **said)
        for label in rng.sample(DEVICES, rng.randint(0, 3))
    ]
    charts.receive_devices(facts=devices, by=FEED)
    done = charts.ProcedureStatus.COMPLETED
    procedure = charts.ProcedureFact(
        patient, stay, "", "", "Échographie cardiaque", "", done, at, "BENALI KARIM", **said
    )
    charts.receive_procedures(facts=[procedure], by=FEED)
    if rng.random() < 0.1:
        decision = charts.CodeStatusFact(
            patient,
            stay,
            "LATA",
            "Limitation de thérapeutique",
            "pas de réanimation",
            resuscitate=False,
            stated_by="BENALI KARIM",
            stated_at=at,
            **said,
        )
        charts.receive_code_statuses(facts=[decision], by=FEED)
    called = (
        patients.ContactFact("DURAND JEANNE", "épouse", (patients.ContactRole.TRUSTED,), ("06 39 98 00 01",)),
        patients.ContactFact("PETIT PAUL", "", (patients.ContactRole.PHYSICIAN,), ("01 99 00 00 01",)),
    )
    patients.receive_contacts(facts=[patients.ContactListFact(patient, called, complete=True, **said)], by=FEED)


def parts() -> list[press.PartPlan]:
    """A census and the summaries of each ward: what one compile is tried on, as the whole kit would need 10 GB."""
    present = stay_queries.present_by_ward()
    return [
        press.PartPlan(
            ward.name,
            [("beds.ward_census", [ward.id]), ("charts.emergency_summary", present.get(ward.id, []))],
            ward.id,
        )
        for ward in places.wards()
    ]


def print_kit() -> dict[str, float]:
    """Plan and print; the clock starts with the act."""
    begun, cpu = time.perf_counter(), os.times()
    run = crisis.plan_standby_kit(by=FEED, occurred_at=NOW)
    planned = time.perf_counter() - begun
    report = press.print_run(run=run, by=FEED, occurred_at=NOW)
    if report.failed or report.first_file_s is None:
        sys.exit("the kit was not printed whole")
    size = sum(path.stat().st_size for path in report.folder.iterdir())
    facts = {"pages": report.pages, "first_s": planned + report.first_file_s, "seconds": planned + report.seconds}
    return facts | {"cpu_s": _cpu_since(cpu), "mb": size / 1e6}


def compile_at_once() -> dict[str, float]:
    """The same contents, framed the same, handed to Typst whole."""
    begun, cpu, printables = time.perf_counter(), os.times(), runs.printables()
    run = PrintRun(title="Kit", picture_at=NOW, occurred_at=NOW)
    with translation.override("fr"):
        documents = [
            runs.framed(run, printables[kind], content, SheetNumber("K7Q2", 1), "0000", NOW)
            for part in parts()
            for kind, subjects in part.documents
            for content in printables[kind].contents(subjects)
        ]
        labels = {kind: printable.words() for kind, printable in printables.items()}
        job = {"words": runs.frame_words(), "labels": labels, "documents": documents}
    pdf, pages = Typesetter().typeset(job)
    seconds = time.perf_counter() - begun
    return {"pages": sum(pages), "first_s": seconds, "seconds": seconds, "cpu_s": _cpu_since(cpu), "mb": len(pdf) / 1e6}


def measured(step: str) -> tuple[dict[str, float], int]:
    """A step's own figures, and the peak of resident megabytes of its processes together."""
    process = subprocess.Popen([sys.executable, __file__, step], stdout=subprocess.PIPE)
    peak = 0

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, rss_mb(process.pid))
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    said, _nothing = process.communicate()
    watcher.join()
    if process.returncode:
        sys.exit(f"{step} failed")
    return json.loads(said), peak


def rss_mb(parent: int) -> int:
    """Resident megabytes of a process and its children, shared pages counted in each."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        pages = [int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in [parent, *children]]
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") // 2**20


def _cpu_since(start: os.times_result) -> float:
    end = os.times()
    return sum(end[:4]) - sum(start[:4])


if __name__ == "__main__":
    main()
