"""`permanence doctor`: whether the box is ready tonight, with what to do about what is not."""

import click
from django.utils.translation import gettext as _

from permanence.command.readiness import operations, queries
from permanence.foundation import clock
from permanence.foundation.board import Health
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.press import operations as press

_MARKS = {Health.GOOD: "✓", Health.WATCH: "!", Health.BAD: "✕", Health.OFF: "–"}  # noqa: RUF001 (as on the board)


@click.command("doctor", help=_("Say whether the box is ready tonight; ends with 1 when something fails."))
@click.option("--print", "printed", is_flag=True, help=_("Keep the findings as a self-test and print its page."))
@json_option
def doctor(*, printed: bool, as_json: bool) -> None:
    """Look the box over."""
    report: dict[str, object] = {}
    if printed:
        run = operations.test_itself(by=console_actor(), occurred_at=clock.now())
        done = press.print_run(run=run, by=console_actor(), occurred_at=clock.now())
        results = queries.self_tests(1)[0].results
        report = {"run": done.run, "folder": done.folder, "pages": done.pages, "failed": done.failed}
    else:
        results = tuple(
            (one.room, str(one.check.name), one.check.health, str(one.check.found), str(one.check.remedy))
            for one in queries.readiness().checks
        )
    failing = sum(health is Health.BAD for _room, _name, health, _found, _remedy in results)
    to_watch = sum(health is Health.WATCH for _room, _name, health, _found, _remedy in results)
    lines = [line for result in results for line in _lines(*result)]
    lines.append(queries.counted(failing, to_watch))
    if printed:
        lines.append(_("The page lies in {folder}").format(folder=report["folder"]))
    report |= {
        "ready": not failing,
        "failing": failing,
        "to_watch": to_watch,
        "checks": [_facts(*one) for one in results],
    }
    say(report, as_json=as_json, lines=lines)
    if failing:
        raise SystemExit(1)


def _lines(room: str, name: str, health: Health, found: str, remedy: str) -> list[str]:
    told = [f"{_MARKS[health]} {name} ({room}): {found}"]
    return told if not remedy or health is Health.GOOD else [*told, f"    → {remedy}"]


def _facts(room: str, name: str, health: Health, found: str, remedy: str) -> dict[str, object]:
    return {"room": room, "name": name, "health": health, "found": found, "remedy": remedy}


commands: tuple[click.Command, ...] = (doctor,)
