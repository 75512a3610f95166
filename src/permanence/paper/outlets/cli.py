"""`permanence print`: carry printed files out of the box."""

from collections.abc import Callable
from pathlib import Path

import click
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.outlets import operations
from permanence.paper.outlets.queries.exports import stop_label
from permanence.paper.press import queries as prints


@click.group("print")
def outlets() -> None:
    """Joins the press's own group."""


@outlets.command("export", help=_("Copy a print run to a folder or a stick, check it, and go on where a copy stopped."))
@click.argument("run", default="last")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--whole/--no-whole", default=True, help=_("Also the whole run as one file."))
@json_option
def export(*, run: str, folder: Path, whole: bool, as_json: bool) -> None:
    """Copy, and say what to do when the folder fails."""
    row, by, at = _found(run), console_actor(), clock.now()
    tell = None if as_json else _teller()
    try:
        report = operations.export_run(
            run=row.id, folder=folder.absolute(), by=by, occurred_at=at, whole=whole, on_progress=tell
        )
    except operations.CopyStopped as stopped:
        raise click.ClickException(_stopped(stopped)) from stopped
    except operations.NothingReady as refused:
        raise click.ClickException(_("Nothing of this run is printed yet: permanence print run")) from refused
    facts = {
        "run": row.id,
        "folder": str(report.folder),
        "files": report.files,
        "kept": report.kept,
        "bytes": report.bytes,
        "lacking": report.lacking,
    }
    said = _("{files} files, {size:.1f} MB, read back and found right: {folder}").format(
        files=report.files, size=report.bytes / 1e6, folder=report.folder
    )
    say(facts, as_json=as_json, lines=[said, *(_("LACKING: {part}").format(part=part) for part in report.lacking)])
    if report.lacking:
        raise SystemExit(1)


def _stopped(stopped: operations.CopyStopped) -> str:
    said = stop_label(stopped.reason)
    if stopped.needed:
        room = _("{needed:.1f} MB are needed, {free:.1f} MB are free.")
        said += " " + room.format(needed=stopped.needed / 1e6, free=stopped.free / 1e6)
    return said


def _teller() -> Callable[[operations.CopyProgress], None]:
    def tell(progress: operations.CopyProgress) -> None:
        click.echo(f"{progress.files}/{progress.of}  {progress.name}")

    return tell


def _found(text: str) -> prints.RunRow:
    row = prints.run_of_text(text)
    if row is None:
        raise click.ClickException(_("No print run, or several, are called {name}.").format(name=text))
    return row


commands: tuple[click.Command, ...] = (outlets,)
