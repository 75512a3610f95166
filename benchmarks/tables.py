"""Tables: rows a second and memory, beside plain csv reading in the same run.

    python benchmarks/tables.py [rows] [--xlsx] [--json]

A made-up list (500,000 rows by default for the archive, a tenth of it for appointments) is read by Python's own csv,
looked at as the preview does, and taken in whole, in a box of its own; then the same file is given again, as a list
sent every night is. Each step is a process: its start counts, and memory is the most it held, pages of the
database file that it maps (256 MB at most) among it. Nothing is asserted.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FAMILIES = ("MARTIN", "BERNARD", "PETIT", "DURAND", "LEFEVRE", "MOREL", "GARCIA", "ROUX", "FOURNIER", "BONNET")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GIVEN = ("Marie", "Jean", "Lucie", "Paul", "Nadia", "Omar", "Zoé", "Anne", "Karim", "Louis")
ARCHIVE = "N° dossier;Rayon;Nom de naissance;Prénom;Né(e) le;Sexe;IPP"
APPOINTMENTS = "N° RDV;IPP;Nom de naissance;Prénom;Né(e) le;Téléphone;Date;Heure;Médecin;Service;Motif"
_READ = "import csv,sys\nfor row in csv.reader(open(sys.argv[1], encoding='utf-8', newline=''), delimiter=';'): pass"
_RUN = "import runpy,sys; sys.argv=['permanence',*sys.argv[1:]]; runpy.run_module('permanence', run_name='__main__')"
# Prints the most memory the process held, whatever became of it.
_MEASURED = """
import atexit, resource, sys
atexit.register(lambda: sys.stderr.write("\\nPEAK %d" % resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


def main() -> None:
    """Make the files up, take them in, print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=500_000)
    parser.add_argument("--xlsx", action="store_true", help="an .xlsx of the archive as well")
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = measured(Path(folder), said.rows, xlsx=said.xlsx)
    if said.json:
        print(json.dumps(report))
        return
    for one in report:
        print(
            f"{one['what']:48} {one['rows']:>8} rows {one['seconds']:8.1f} s {one['rate']:>9} rows/s {one['mb']:>6} MB"
        )


def measured(folder: Path, rows: int, *, xlsx: bool) -> "list[dict[str, object]]":
    """Each step, with what it took."""
    files = {
        "archive": written(folder / "archive.csv", ARCHIVE, rows),
        "appointments": written(folder / "rdv.csv", APPOINTMENTS, rows // 10),
    }
    if xlsx:
        files["archive (.xlsx)"] = as_workbook(files["archive"])
    found: list[dict[str, object]] = []
    for name, path in files.items():
        home = folder / name
        environment = {**os.environ, "PERMANENCE_HOME": str(home), "PERMANENCE_LANGUAGE": "en"}
        environment.pop("PERMANENCE_DATABASE_URL", None)
        count = rows if name.startswith("archive") else rows // 10
        if path.suffix == ".csv":
            found.append(step(f"{name}: csv.reader alone", count, [_READ, str(path)], environment))
        run([_RUN, "migrate"], environment)
        found.append(step(f"{name}: preview", count, [_RUN, "tables", "preview", str(path), "--json"], environment))
        taking = [_RUN, "tables", "import", str(path), "--json"]
        found += [step(f"{name}: {what}", count, taking, environment) for what in ("taken in", "the same file again")]
    return found


def step(what: str, rows: int, words: "list[str]", environment: "dict[str, str]") -> "dict[str, object]":
    """One process: how long it took and how much it held."""
    seconds, peak = run(words, environment)
    return {"what": what, "rows": rows, "seconds": seconds, "rate": int(rows / seconds), "mb": peak // 1024}


def run(words: "list[str]", environment: "dict[str, str]") -> "tuple[float, int]":
    """Seconds and kilobytes of a process."""
    began = time.perf_counter()
    code, *arguments = words
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED + code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stderr[-2000:]}")
    return seconds, int(done.stderr.rsplit("PEAK ", 1)[1])


def written(path: Path, headings: str, rows: int) -> Path:
    """A made-up list."""
    dice = random.Random(1)  # noqa: S311 (made-up names, not secrets)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{headings}\n")
        for n in range(rows):
            born = f"{1 + n % 28:02d}/{1 + n % 12:02d}/{1930 + n % 90}"
            who = f"{dice.choice(FAMILIES)}{LETTERS[n % 26]};{dice.choice(GIVEN)}{LETTERS[n // 26 % 26]};{born}"
            file.write(archived(n, who) if headings is ARCHIVE else expected(n, who))
    return path


def archived(n: int, who: str) -> str:
    """A paper file."""
    return f"{n + 1:07d};{LETTERS[n % 26]}{n % 90:02d}-{n % 9};{who};{'FM'[n % 2]};\n"


def expected(n: int, who: str) -> str:
    """An appointment of the coming 90 days."""
    day = time.strftime("%d/%m/%Y", time.localtime(time.time() + 86400 * (n % 90)))
    hour = f"{8 + n % 10}h{n % 4 * 15:02d}"
    return f"{n + 1};;{who};06{n:08d};{day};{hour};Dr {FAMILIES[n % 10]};Service {n % 40};Contrôle\n"


def as_workbook(source: Path) -> Path:
    """The same list as a workbook."""
    from openpyxl import Workbook  # noqa: PLC0415 (only this option needs it)

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Feuil1")
    # Line by line: a process inherits the most its parent held.
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            sheet.append(line.rstrip("\n").split(";"))
    target = source.with_suffix(".xlsx")
    book.save(target)
    return target


if __name__ == "__main__":
    main()
