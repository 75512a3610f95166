"""`permanence archive`: find paper files from the box's own console, each reading accounted for."""

from dataclasses import asdict
from datetime import datetime

import click
from django.utils.translation import gettext as _

from permanence.care.archive import operations, queries
from permanence.care.archive.rules import letter_subject
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.press import operations as press
from permanence.paper.press.operations import PartPlan


@click.group("archive", help=_("On which shelf paper files stand. What is shown is accounted for."))
def archive() -> None:
    """Group of the commands about the paper archive."""


@archive.command("search", help=_("Find paper files by name and birth date, by file number or patient number."))
@click.argument("text", required=False)
@click.option("--born", type=click.DateTime(["%Y-%m-%d"]), help=_("Birth date (YYYY-MM-DD)."))
@click.option("--limit", default=30, show_default=True, help=_("The most files to show."))
@json_option
def search(*, text: str | None, born: datetime | None, limit: int, as_json: bool) -> None:
    """Search; without an argument it asks, so that no name stays in the shell's history."""
    asked = text or click.prompt(_("Name and birth date, or number"))
    rows = queries.search(asked, birth_date=born.date() if born else None, limit=limit)
    operations.account_for_search(
        entries=[row.id for row in rows],
        patients_shown=[one.id for row in rows for one in row.patients],
        screen="cli archive search",
        by=console_actor(),
        occurred_at=clock.now(),
    )
    report = {"count": len(rows), "entries": [asdict(row) for row in rows]}
    say(report, as_json=as_json, lines=[_line(row) for row in rows] or [_("No paper file answers this.")])


@archive.command("print", help=_("Plan to print the index by name, whole or some letters, or the files to fetch."))
@click.argument("letters", nargs=-1)
@click.option("--to-fetch", is_flag=True, help=_("Only the files of those who are here or expected."))
@json_option
def print_(*, letters: tuple[str, ...], to_fetch: bool, as_json: bool) -> None:
    """Plan a run, printed by the night porter or by `print run`: one file a letter."""
    chosen = [letter.upper() for letter in letters] or queries.letters()
    parts = [PartPlan(letter, [("archive.index", [letter_subject(letter)])]) for letter in chosen]
    title = _("Paper archive by name")
    if to_fetch:
        title = _("Paper files to fetch")
        parts = [PartPlan(title, [("archive.to_fetch", [letter_subject("")])])]
    try:
        run = press.plan_run(
            title=title, parts=parts, picture_at=queries.newest(), by=console_actor(), occurred_at=clock.now()
        )
    except press.NothingToPrint as empty:
        raise click.ClickException(_("The index of the archive is empty.")) from empty
    line = _("Planned: permanence press run {run}")
    say({"run": run, "parts": len(parts)}, as_json=as_json, lines=[line.format(run=run)])


def _line(row: queries.EntryRow) -> str:
    born = row.birth_date.strftime("%d/%m/%Y") if row.birth_date else row.birth_date_as_sent
    used = _("goes by {family}").format(family=row.used_family) if row.used_family else ""
    shelf = _("shelf {shelf}").format(shelf=row.shelf or "?")
    warning = _("HOMONYM") if row.namesake or len(row.patients) > 1 else ""
    before = ", ".join(one.shelf for one in row.before)
    earlier = _("(before: {shelves})").format(shelves=before) if before else ""
    parts = (row.number, row.volume, shelf, earlier, row.birth_family, row.birth_given, used, born, warning, row.remark)
    return "  ".join(part for part in parts if part)


commands: tuple[click.Command, ...] = (archive,)
