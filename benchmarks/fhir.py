"""How many FHIR resources a second the box takes in durably, from a bulk export and from one large bundle.

The command itself is run, on a new box, on files made up here; its peak memory is the operating system's count. Beside
it, in the same run, what the same bytes cost anybody: reading them as JSON (orjson, one core), and validating them with
`fhir.resources` where that is installed (`pip install fhir.resources`; R4B, the nearest it has to R4).

    python benchmarks/fhir.py [resources] [--json]
"""

import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

# This file is called as the package of the peer begins.
sys.path[:] = [folder for folder in sys.path if Path(folder) != Path(__file__).parent]
OF_ONE_PATIENT = 30
SERVER = "https://dpi.example/fhir"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
LABORATORY = [("2823-3", "Potassium", "mmol/L"), ("2951-2", "Sodium", "mmol/L"), ("718-7", "Hémoglobine", "g/dL"),
              ("2160-0", "Créatinine", "µmol/L"), ("1988-5", "CRP", "mg/L")]  # fmt: skip


def main() -> None:
    """Make the files up, take them in, print the table."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    patients = (numbers[0] if numbers else 60_000) // OF_ONE_PATIENT
    resources = list(hospital(patients))
    with tempfile.TemporaryDirectory(prefix="permanence-bench-", dir=os.environ.get("PERMANENCE_BENCH_DIR")) as folder:
        bulk, bundle = write_bulk(Path(folder), resources), write_bundle(Path(folder), resources)
        lines = [orjson.dumps(one) for one in resources]
        rows = [
            imported("bulk export (NDJSON)", bulk, Path(folder) / "bulk-box", len(resources), "--feed", "DPI"),
            imported("one bundle", bundle, Path(folder) / "bundle-box", len(resources)),
            {"what": "orjson alone", "per_second": round(per_second(orjson.loads, lines)), "peak_mb": None},
        ]
        if peer_is_installed():
            validated = lines[: min(len(lines), 3_000)]
            rows.append(
                {"what": "fhir.resources", "per_second": round(per_second(validator(), validated)), "peak_mb": None}
            )
    report = {"resources": len(resources), "mb": round(sum(map(len, lines)) / 1e6), "rows": rows}
    print(json.dumps(report) if "--json" in sys.argv else "\n".join(table(report)))


def hospital(patients: int) -> Iterator[dict[str, Any]]:
    """Patients with a stay, an allergy, a treatment, two problems and results; the same every time."""
    chance = random.Random(20260310)  # noqa: S311 (figures, no secret)
    for number in range(patients):
        who, stay = f"p{number}", f"e{number}"
        came = BEGAN + timedelta(minutes=number)
        about = {"subject": {"reference": f"Patient/{who}"}, "encounter": {"reference": f"Encounter/{stay}"}}
        yield said("Patient", who, came, identifier=[{"system": "urn:oid:1.2.250.1.999.1", "value": f"8{number:07}"}],
                   name=[{"use": "official", "family": f"MARTIN{number}", "given": ["Élise"]}], gender="female",
                   birthDate=f"{1930 + number % 80}-0{1 + number % 9}-1{number % 9}")  # fmt: skip
        yield said("Encounter", stay, came, status="in-progress", subject=about["subject"],
                   identifier=[{"type": {"coding": [{"code": "VN"}]}, "system": "urn:oid:9", "value": f"V{number}"}],
                   period={"start": came.isoformat()}, **{"class": {"code": "IMP"}},
                   location=[{"location": {"display": f"Service {number % 40}"}}])  # fmt: skip
        yield said("AllergyIntolerance", f"a{number}", came, patient=about["subject"], code={"text": "Pénicilline"})
        yield said("MedicationRequest", f"t{number}", came, status="active", intent="order", **about,
                   medicationCodeableConcept={"text": "Paracétamol 1 g"},
                   dosageInstruction=[{"text": "1 g x 4 / j"}])  # fmt: skip
        for rank in range(2):
            yield said("Condition", f"c{number}-{rank}", came, code={"text": f"Problème {rank}"}, **about)
        for rank in range(OF_ONE_PATIENT - 6):
            code, label, unit = LABORATORY[rank % len(LABORATORY)]
            yield said("Observation", f"o{number}-{rank}", came + timedelta(hours=rank), status="final", **about,
                       code={"coding": [{"system": "http://loinc.org", "code": code, "display": label}]},
                       effectiveDateTime=(came + timedelta(hours=rank)).isoformat(),
                       valueQuantity={"value": round(chance.uniform(1, 150), 2), "unit": unit})  # fmt: skip


def said(type_: str, id_: str, at: datetime, **body: Any) -> dict[str, Any]:
    """One resource."""
    return {"resourceType": type_, "id": id_, "meta": {"versionId": "1", "lastUpdated": at.isoformat()}, **body}


def write_bulk(folder: Path, resources: list[dict[str, Any]]) -> Path:
    """One file a type, as bulk exports are."""
    bulk = folder / "bulk"
    bulk.mkdir()
    for type_ in dict.fromkeys(one["resourceType"] for one in resources):
        lines = (orjson.dumps(one) + b"\n" for one in resources if one["resourceType"] == type_)
        with (bulk / f"{type_}.ndjson").open("wb") as file:
            file.writelines(lines)
    return bulk


def write_bundle(folder: Path, resources: list[dict[str, Any]]) -> Path:
    """All in one."""
    path = folder / "bundle.json"
    entries = [{"fullUrl": f"{SERVER}/{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    path.write_bytes(orjson.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return path


def imported(what: str, path: Path, home: Path, count: int, *options: str) -> dict[str, Any]:
    """Take a file or folder in on a box of its own; a rate with one resource missing is no rate."""
    environment = os.environ | {"PERMANENCE_HOME": str(home), "PERMANENCE_LANGUAGE": "en"}
    run("migrate", environment=environment)
    idle = children()
    start = time.perf_counter()
    report = json.loads(run("fhir", "import", str(path), *options, "--json", environment=environment))
    seconds = time.perf_counter() - start
    if report["applied"] != count:
        raise SystemExit(f"{what}: {count} were to be applied: {report}")
    used = children()
    run("ledger", "verify", environment=environment)
    cpu = used.ru_utime + used.ru_stime - idle.ru_utime - idle.ru_stime
    return {
        "what": what,
        "per_second": round(count / seconds),
        "peak_mb": round(used.ru_maxrss / 1024),
        "cpu_ms": round(cpu / count * 1000, 2),
    }


def children() -> resource.struct_rusage:
    """What finished children used so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def run(*words: str, environment: dict[str, str]) -> str:
    """Type a command at the box's console."""
    command = [sys.executable, "-m", "permanence", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def peer_is_installed() -> bool:
    """Whether `fhir.resources` is there; of a package whose parent is missing even the question fails."""
    return bool(importlib.util.find_spec("fhir") and importlib.util.find_spec("fhir.resources"))


def validator() -> Any:
    """What reads and validates one resource with `fhir.resources`."""
    get = importlib.import_module("fhir.resources.R4B").get_fhir_model_class
    return lambda line: get(orjson.loads(line)["resourceType"]).model_validate_json(line)


def per_second(read: Any, lines: list[bytes]) -> float:
    """How many of these are read in a second, on one core."""
    start = time.perf_counter()
    for line in lines:
        read(line)
    return len(lines) / (time.perf_counter() - start)


def table(report: dict[str, Any]) -> Iterator[str]:
    """The report as people read it."""
    yield f"{report['resources']} resources, {report['mb']} MB"
    yield f"{'':<24}{'resources/s':>12}{'CPU ms each':>13}{'peak MB':>9}"
    for row in report["rows"]:
        yield f"{row['what']:<24}{row['per_second']:>12}{row.get('cpu_ms') or '':>13}{row['peak_mb'] or '':>9}"


if __name__ == "__main__":
    main()
