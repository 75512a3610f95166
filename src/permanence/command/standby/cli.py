"""`permanence standby`: how often a kit is made ready in peace."""

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.command.standby import operations, queries
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.press import operations as press


@click.group("standby", help=_("Keep a recent kit ready, here and in the kept folders."))
def standby() -> None:
    """Group of this room's commands."""


@standby.command("every", help=_("Make a kit ready every HOURS hours while the box serves; 0 ends it."))
@click.argument("hours", type=click.IntRange(0, 168))
@json_option
def every(*, hours: int, as_json: bool) -> None:
    """Set the rhythm."""
    operations.set_rhythm(hours=hours, by=console_actor(), occurred_at=clock.now())
    said = (
        _("A kit is made ready every {hours} h.").format(hours=hours) if hours else _("No kit is made ready by itself.")
    )
    say({"hours": hours}, as_json=as_json, lines=[said])


@standby.command("now", help=_("Make a kit ready now, and bring it to the kept folders."))
@json_option
def now(*, as_json: bool) -> None:
    """Plan, print, copy."""
    by = console_actor()
    try:
        run = operations.make_ready(by=by, occurred_at=clock.now())
    except operations.CrisisAlreadyOpen as refused:
        raise click.ClickException(_("A crisis is open: permanence press kit")) from refused
    except operations.NothingToPrint as refused:
        raise click.ClickException(_("No ward is known yet: there is nothing to print.")) from refused
    report = press.print_run(run=run, by=by, occurred_at=clock.now())
    operations.make_ready_if_due(by=by, occurred_at=clock.now())
    facts = {"run": run, "folder": str(report.folder), "pages": report.pages, "failed": report.failed}
    line = _("{pages} pages lie ready in {folder}").format(pages=report.pages, folder=report.folder)
    say(facts, as_json=as_json, lines=[line])
    if report.failed:
        raise SystemExit(1)


@standby.command("status", help=_("Say how often a kit is made ready, and how old the newest is."))
@json_option
def status(*, as_json: bool) -> None:
    """Say how the box stands ready."""
    row = queries.standby()
    facts = {"hours": row.hours, "planned_at": row.planned_at, "run": row.ready, "ready_at": row.ready_at}
    lines = [_("Every {hours} h.").format(hours=row.hours) if row.hours else _("No kit is made ready by itself.")]
    if row.ready_at:
        lines.append(_("The newest is of {moment:%d/%m/%Y %H:%M}.").format(moment=timezone.localtime(row.ready_at)))
    say(facts, as_json=as_json, lines=lines)


commands: tuple[click.Command, ...] = (standby,)
