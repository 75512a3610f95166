"""`permanence press`: carry print runs out, say how far they are, print again."""

from collections.abc import Callable, Iterator

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.press import operations, queries
from permanence.paper.press.queries.progress import failure_label

_RUN_HELP = _("RUN is the name of its folder, or the start of it; `last` is the newest.")


@click.group("press", help=_("The print runs: numbered sheets of paper, ward by ward."))
def press() -> None:
    """Group of the press's commands."""


@press.command("run", help=_("Print what a run still lacks, and try its failed parts again.") + " " + _RUN_HELP)
@click.argument("run", default="last")
@json_option
def print_run(*, run: str, as_json: bool) -> None:
    """Print a run to its end."""
    row = _found(run)
    operations.retry(run=row.id, by=console_actor(), occurred_at=clock.now())
    _carry_out(row, as_json=as_json)


@press.command("list", help=_("List the last print runs."))
@json_option
def list_runs(*, as_json: bool) -> None:
    """Print the runs, newest first."""
    rows = queries.runs()
    report = {"runs": [_facts(row) for row in rows]}
    say(report, as_json=as_json, lines=[_line(row) for row in rows] or [_("Nothing was printed yet.")])


@press.command("show", help=_("Say how far a run is and where its files lie.") + " " + _RUN_HELP)
@click.argument("run", default="last")
@json_option
def show(*, run: str, as_json: bool) -> None:
    """Print a run's parts."""
    row = _found(run)
    report = _facts(row) | {"files": [_part_facts(part) for part in row.parts]}
    say(report, as_json=as_json, lines=_lines(row))


@press.command("reprint", help=_("Print parts of a run again as things stand now, with new numbers.") + " " + _RUN_HELP)
@click.argument("run", default="last")
@click.option("--part", "places", type=int, multiple=True, help=_("Number of a part; may be given several times."))
@json_option
def reprint(*, run: str, places: tuple[int, ...], as_json: bool) -> None:
    """Plan the parts again and print them."""
    row = _found(run)
    parts = [part.id for part in row.parts if not places or part.place in places]
    try:
        again = operations.plan_again(parts=parts, by=console_actor(), occurred_at=clock.now())
    except operations.NothingToPrint as refused:
        raise click.ClickException(_("This run has no such part.")) from refused
    _carry_out(_found(str(again)), as_json=as_json)


def _carry_out(row: queries.RunRow, *, as_json: bool) -> None:
    report = operations.print_run(
        run=row.id, by=console_actor(), occurred_at=clock.now(), on_progress=None if as_json else _teller()
    )
    facts = {
        "run": report.run,
        "folder": str(report.folder),
        "parts": report.parts,
        "failed": report.failed,
        "sheets": report.sheets,
        "pages": report.pages,
        "plain": report.plain,
        "first_file_s": report.first_file_s,
        "seconds": report.seconds,
    }
    said = _("{sheets} sheets, {pages} pages in {folder} ({seconds:.1f} s).").format(
        sheets=report.sheets, pages=report.pages, folder=report.folder, seconds=report.seconds
    )
    say(facts, as_json=as_json, lines=[said])
    if report.failed:
        raise SystemExit(1)


def _teller() -> Callable[[operations.PrintProgress], None]:
    def tell(progress: operations.PrintProgress) -> None:
        click.echo(f"{progress.done}/{progress.parts}  {progress.path or ''}")

    return tell


def _found(text: str) -> queries.RunRow:
    row = queries.run_of_text(text)
    if row is None:
        raise click.ClickException(_("No print run, or several, are called {name}.").format(name=text))
    return row


def _facts(row: queries.RunRow) -> dict[str, object]:
    return {
        "run": row.id,
        "title": row.title,
        "planned_at": row.planned_at,
        "planned_by": row.planned_by,
        "picture_at": row.picture_at,
        "folder": str(row.folder),
        "parts": len(row.parts),
        "done": row.done,
        "failed": row.failed,
        "sheets": row.sheets,
        "pages": row.pages,
    }


def _part_facts(part: queries.PartRow) -> dict[str, object]:
    return {
        "part": part.place,
        "label": part.label,
        "state": part.state,
        "sheets": part.sheets,
        "pages": part.pages,
        "plain": part.plain,
        "path": str(part.path) if part.path else None,
        "sha256": part.sha256,
        "failure": part.failure,
    }


def _line(row: queries.RunRow) -> str:
    planned = f"{timezone.localtime(row.planned_at):%d/%m/%Y %H:%M}"
    said = _("{done} of {parts} parts, {pages} pages").format(done=row.done, parts=len(row.parts), pages=row.pages)
    return f"{row.folder.name}  {planned}  {row.title}  {said}"


def _lines(row: queries.RunRow) -> Iterator[str]:
    yield _line(row)
    for part in row.parts:
        yield f"{part.place:3d}  {queries.part_state_label(part.state):12}  {part.pages:4d}  {part.path or part.label}"
        if part.failure:
            yield f"     {failure_label(part.failure)}"


commands: tuple[click.Command, ...] = (press,)
