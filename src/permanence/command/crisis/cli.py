"""`permanence blackout`: declare it, see how the box stands, end it; `permanence press kit`: print a new kit."""

from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.command.crisis import operations, queries
from permanence.command.crisis.rules import KIT_NAMES
from permanence.exchange.feeds import operations as feeds
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.press import operations as press


@click.group("blackout", help=_("Declare a blackout, print its kit, end it."))
def blackout() -> None:
    """Group of this room's commands."""


@click.group("press")
def printing() -> None:
    """What a crisis adds to the press's commands: whoever prints finds everything under one word."""


@blackout.command("declare", help=_("Open the crisis: freeze the picture, print every ward and every inpatient."))
@click.option("--reason", default=lambda: _("Information system unavailable"), help=_("What happened, in a few words."))
@click.option("--exercise", is_flag=True, help=_("Only an exercise: every page says so."))
@json_option
def declare(*, reason: str, exercise: bool, as_json: bool) -> None:
    """Declare, then print until everything is on disk."""
    by, at = console_actor(), clock.now()
    try:
        run = operations.declare(reason=reason, exercise=exercise, by=by, occurred_at=at)
    except operations.CrisisAlreadyOpen as refused:
        since = timezone.localtime(refused.args[0])
        raise click.ClickException(
            _("A crisis is open since {since:%d/%m/%Y %H:%M}. To print again: permanence press kit").format(since=since)
        ) from refused
    _print(run, as_json=as_json)


@printing.command("kit", help=_("Print the kit again from the picture as it stands, whole or only some documents."))
@click.option(
    "--only",
    type=click.Choice(KIT_NAMES),
    multiple=True,
    help=_("Only these documents; may be given several times."),
)
@json_option
def kit(*, only: tuple[str, ...], as_json: bool) -> None:
    """Plan a new kit and print it."""
    try:
        run = operations.print_kit(only=only, by=console_actor(), occurred_at=clock.now())
    except press.NothingToPrint as refused:
        raise click.ClickException(_("There is nothing of this to print.")) from refused
    except operations.NoCrisisOpen as refused:
        raise click.ClickException(_("No crisis is open: declare it first, permanence blackout declare")) from refused
    _print(run, as_json=as_json)


@blackout.command("status", help=_("Standby, or day N of a crisis."))
@json_option
def status(*, as_json: bool) -> None:
    """Say how the box stands."""
    now, progress = queries.state(), queries.kit_progress()
    report = {
        "crisis": now.declared_at is not None,
        "declared_at": now.declared_at,
        "day": now.day,
        "reason": now.reason,
        "exercise": now.exercise,
        "picture_at": now.picture_at,
        "kit": progress and {"run": progress.id, "parts": len(progress.parts), "done": progress.done},
    }
    line = _("Standby.")
    if now.declared_at is not None:
        line = _("Crisis, day {day}, since {since:%d/%m/%Y %H:%M}: {reason}").format(
            day=now.day, since=timezone.localtime(now.declared_at), reason=now.reason
        )
    say(report, as_json=as_json, lines=[line])


@blackout.command("lift", help=_("End the crisis and let the feeds move the picture again."))
@click.option("--reason", required=True, help=_("Why it ends."))
@click.option("--replay/--leave-apart", default=False, help=_("What becomes of the messages kept apart since H0."))
@json_option
def lift(*, reason: str, replay: bool, as_json: bool) -> None:
    """End the crisis."""
    try:
        operations.lift(reason=reason, replay=replay, by=console_actor(), occurred_at=clock.now())
    except operations.NoCrisisOpen as refused:
        raise click.ClickException(_("No crisis is open.")) from refused
    applied, quarantined = _replay() if replay else (0, 0)
    lines = [_("The crisis is over.")]
    if replay:
        said = _("Of the messages kept apart, {applied} were applied and {quarantined} wait in quarantine.")
        lines.append(said.format(applied=applied, quarantined=quarantined))
    say({"ok": True, "applied": applied, "quarantined": quarantined}, as_json=as_json, lines=lines)


def _replay() -> tuple[int, int]:
    applied = quarantined = 0
    while (done := feeds.replay_held(by=console_actor(), occurred_at=clock.now())) is not None:
        applied, quarantined = applied + done.applied, quarantined + done.quarantined
    return applied, quarantined


def _print(run: UUID, *, as_json: bool) -> None:
    def tell(progress: press.PrintProgress) -> None:
        if not as_json and progress.path:
            click.echo(f"{progress.done}/{progress.parts}  {progress.path}")

    report = press.print_run(run=run, by=console_actor(), occurred_at=clock.now(), on_progress=tell)
    say(
        {
            "run": report.run,
            "folder": report.folder,
            "parts": report.parts,
            "failed": report.failed,
            "sheets": report.sheets,
            "pages": report.pages,
            "first_file_s": report.first_file_s,
            "seconds": report.seconds,
        },
        as_json=as_json,
        lines=[
            _("{pages} pages in {parts} files, in {seconds:.1f} s: {folder}").format(
                pages=report.pages, parts=report.parts, seconds=report.seconds, folder=report.folder
            ),
            *(
                [_("{failed} files could not be printed: see the press page.").format(failed=report.failed)]
                * bool(report.failed)
            ),
        ],
    )


commands: tuple[click.Command, ...] = (blackout, printing)
