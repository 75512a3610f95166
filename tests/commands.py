"""What builders type: `./permanence test | check | bench | peers`."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from tests import machine

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
# A file stays with one process: what it sets up once, it sets up once. Journeys and peers go alone: they start whole
# boxes and browsers, and wait for them.
OVER_ALL_CORES = ["-n", "auto", "--dist", "loadfile"]
PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True}


@click.group()
def builders() -> None:
    """Group of the builders' commands."""


@builders.command("test", context_settings=PASS_ON)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
@click.pass_context
def test(context: click.Context, *, as_json: bool) -> None:
    """Run every test on SQLite, then the rooms' tests again on a real PostgreSQL; other words go to pytest."""
    machine.require("chromium", "postgresql")
    compile_catalogues()
    rooms = context.args or [*OVER_ALL_CORES, "src"]
    passed = {"sqlite": run([*PYTEST, *rooms]) == 0}
    if not context.args:
        passed["house"] = run([*PYTEST, "tests"]) == 0
    with machine.postgresql() as url:
        passed["postgresql"] = run([*PYTEST, *rooms], PERMANENCE_DATABASE_URL=url) == 0
    finish(passed, as_json=as_json)


@builders.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
def check(*, as_json: bool) -> None:
    """Lint, types, architecture, docs, and a short round of kill -9."""
    steps = {
        "lint": [sys.executable, "-m", "ruff", "check", "."],
        "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
        "types": [sys.executable, "-m", "mypy"],
        "architecture": [*PYTEST, "tests/architecture"],
        "kill -9": [*PYTEST, "src/permanence/exchange/hl7v2/tests/test_survive_kill_9.py"],
    }
    finish({name: run(command) == 0 for name, command in steps.items()}, as_json=as_json)


@builders.command("bench", context_settings=PASS_ON)
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per benchmark.")
def bench(*, names: tuple[str, ...], as_json: bool) -> None:
    """Run the benchmarks, all or those named; each prints its table."""
    files = [file for file in sorted((ROOT / "benchmarks").glob("*.py")) if not file.stem.startswith("_")]
    chosen = [file for file in files if not names or file.stem in names]
    results = {f.stem: run([sys.executable, str(f), *(["--json"] if as_json else [])]) == 0 for f in chosen}
    finish(results, as_json=False)


@builders.command("peers", context_settings=PASS_ON)
@click.pass_context
def peers(context: click.Context) -> None:
    """Run the tests that talk to real programs of other people."""
    machine.require("postgresql")
    compile_catalogues()
    sys.exit(run([*PYTEST, *(context.args or ["tests/peers"])]))


def compile_catalogues() -> None:
    """Make a fresh clone speak French, as the product's own commands do before anything else."""
    # Never in a database that the environment names: it may be a real one.
    if run([sys.executable, "-m", "permanence", "migrate"], PERMANENCE_DATABASE_URL="") != 0:
        sys.exit(1)


def run(command: list[str], **environment: str) -> int:
    """Run one step in a home of its own and give its exit code."""
    with tempfile.TemporaryDirectory(prefix="permanence-") as home:
        variables = {**os.environ, "PERMANENCE_HOME": home, **environment}
        return subprocess.call(command, cwd=ROOT, env=variables)


def finish(results: dict[str, bool], *, as_json: bool) -> None:
    """Say what passed, and exit with 1 when something did not."""
    if as_json:
        click.echo(json.dumps({"ok": all(results.values()), "steps": results}))
    else:
        for name, passed in results.items():
            click.echo(f"{'passed' if passed else 'FAILED'}  {name}")
    sys.exit(0 if all(results.values()) else 1)


if __name__ == "__main__":
    builders()
