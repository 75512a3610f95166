"""`permanence tables`: lists kept in spreadsheets, taken in, looked at, mended."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.exchange.tables import operations, queries
from permanence.exchange.tables.queries import FileRefused, ImportState, Order, ProfileRow, TableKind
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say

KINDS = [kind.value for kind in TableKind]
TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("tables", help=_("Lists from spreadsheets: CSV, .xlsx and .ods files."))
def tables() -> None:
    """Group of the commands about tables."""


@tables.command("import", help=_("Take a table in, or a rejects file that was put right."))
@click.argument("file", type=TABLE)
@click.option("--profile", default="", help=_("How it is read; guessed from the headings and saved when new."))
@click.option("--kind", type=click.Choice(KINDS), help=_("What it lists, when its headings do not tell."))
@click.option("--feed", default="", help=_("Code of the feed it comes from; by default the profile's name."))
@json_option
def import_(*, file: Path, profile: str, kind: str | None, feed: str, as_json: bool) -> None:
    """Exit with 1 when the file is refused."""
    by, now = console_actor(), clock.now()
    with _refusals():
        if queries.is_rejects(file):
            reason = _("Put right in a spreadsheet ({file}).").format(file=file.name)
            mended = operations.mend_rows(path=file, reason=reason, by=by, occurred_at=now)
            line = _("Rows mended: {mended}; still refused: {still_refused}; settled before: {settled_before}.")
            say(asdict(mended), as_json=as_json, lines=[line.format(**asdict(mended))])
            return
        wanted = TableKind(kind) if kind else None
        version = operations.profile_for(path=file, name=profile, kind=wanted, by=by, occurred_at=now)
        row = _run(file, version, feed, as_json=as_json)
    say(_facts(row), as_json=as_json, lines=_lines(row))


@tables.command("preview", help=_("Show how a table would be read, and take nothing in."))
@click.argument("file", type=TABLE)
@click.option("--profile", default="", help=_("A profile; by default one guessed from the headings."))
@click.option("--kind", type=click.Choice(KINDS), help=_("What it lists, when its headings do not tell."))
@click.option("--rows", default=10, show_default=True, help=_("How many rows to show."))
@json_option
def preview(*, file: Path, profile: str, kind: str | None, rows: int, as_json: bool) -> None:
    """Print the first rows as they would be understood; whoever is in them is accounted for."""
    now = clock.now()
    with _refusals():
        known = queries.profile(profile) if profile else None
        read_by = known or queries.guessed_profile(file, name=profile, kind=TableKind(kind) if kind else None)
        found = queries.preview(file, read_by, today=timezone.localdate(now), shown=rows)
    operations.account_for_preview(
        path=file, numbers=[row.ipp for row in found.rows], screen="cli tables preview", by=console_actor(),
        occurred_at=now,
    )  # fmt: skip
    lines = [f"{one.heading} -> {one.label or _('left out')}" for one in found.columns]
    lines += [""] + [f"{row.place}: {_shown(row)}" for row in found.rows] + [""]
    lines += [f"{count:6}  {problem}" for problem, count in found.problems]
    tried = _("Rows understood whole: {good} of {looked_at}.").format(good=found.good, looked_at=found.looked_at)
    say({"profile": asdict(read_by), **asdict(found)}, as_json=as_json, lines=[*lines, tried])


@tables.command("map", help=_("Say how tables are read: saves a new version of a profile."))
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), help=_("What it lists; needed for a new profile."))
@click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD", help=_("A column; repeat for each."))
@click.option("--order", type=click.Choice([order.value for order in Order]), help=_("Order of dates."))
@click.option("--decimal", type=click.Choice([",", "."]), help=_("Decimal sign."))
@click.option("--delimiter", help=_("What parts the cells of a CSV file; found by looking when empty."))
@click.option("--charset", help=_("Characters of a CSV file; found by looking when empty."))
@click.option("--sheet", help=_("Name of the sheet; the first by default."))
@click.option("--header-line", type=click.IntRange(min=1), help=_("The line of the headings; found by looking."))
@click.option("--authority", help=_("Who gave the numbers of appointments, when it is not the feed."))
@json_option
def map_(*, name: str, kind: str | None, columns: Sequence[str], as_json: bool, **said: object) -> None:
    """What is not said stays as it was."""
    known = queries.profile(name)
    if known is None and kind is None:
        raise click.UsageError(_("A new profile needs its kind: --kind."))
    row = known or ProfileRow(None, name, 0, TableKind(str(kind)), ())
    given = {option: value for option, value in said.items() if value is not None}
    if "order" in given:
        given["order"] = Order(str(given["order"]))
    row = replace(row, mapping=_mapping(row, columns) or row.mapping, **given)  # type: ignore[arg-type]
    try:
        version = operations.save_profile(profile_row=row, by=console_actor(), occurred_at=clock.now())
    except operations.ProfileIncomplete as lacking:
        line = _("No column, or two, for: {fields}.").format(fields=", ".join(lacking.args[0]))
        raise click.ClickException(line) from lacking
    saved = queries.profile_version(version)
    line = _("{name} is read so from now on (version {version}).")
    say(asdict(saved), as_json=as_json, lines=[line.format(name=saved.name, version=saved.version)])


@tables.command("profiles", help=_("List the profiles, and which column is which."))
@json_option
def profiles(*, as_json: bool) -> None:
    """Print every profile as it stands."""
    rows = queries.profiles()
    lines = []
    for row in rows:
        lines.append(f"{row.name}  {row.kind.value}  v{row.version}")
        lines += [f"    {heading} -> {field}" for heading, field in row.mapping]
    report = {"profiles": [asdict(row) for row in rows]}
    say(report, as_json=as_json, lines=lines or [_("No profile is saved yet.")])


@tables.command("imports", help=_("List the tables taken in, the newest first."))
@json_option
def imports(*, as_json: bool) -> None:
    """Print how each import stands."""
    rows = queries.imports()
    lines = [f"{row.id}  {row.begun_at:%Y-%m-%d %H:%M}  {row.file_name}  {row.read}/{row.rows}" for row in rows]
    say({"imports": [_facts(row) for row in rows]}, as_json=as_json, lines=lines or [_("No table was taken in yet.")])


@tables.command(
    "rejects", help=_("Write the rows of an import that wait in quarantine to a CSV file, with what is wrong.")
)
@click.argument("table_import", metavar="IMPORT", type=click.UUID)
@click.argument("file", type=click.File("w", encoding="utf-8-sig"))
@json_option
def rejects(*, table_import: UUID, file: TextIO, as_json: bool) -> None:
    """Mend the file in a spreadsheet and import it again: the rows put right are settled."""
    found = queries.table_import(table_import)
    if found is None:
        raise click.ClickException(_("No import has this number."))
    operations.account_for_rejects(
        table_import=table_import, screen="cli tables rejects", by=console_actor(), occurred_at=clock.now()
    )
    lines = queries.rejects_lines(found)
    csv.writer(file, delimiter=";").writerows(lines)
    told = _("{count} rows written. Put them right, leave the last column as it is, and import the file.")
    say({"rows": len(lines) - 1}, as_json=as_json, lines=[told.format(count=len(lines) - 1)])


def _run(file: Path, version: UUID, feed: str, *, as_json: bool) -> queries.ImportRow:
    """Take all of a file in, with a bar where somebody looks."""
    by, named = console_actor(), feed or queries.profile_version(version).name
    begun = operations.begin_import(path=file, profile=version, feed=named, by=by, occurred_at=clock.now())
    row = operations.continue_import(table_import=begun, by=by, occurred_at=clock.now())
    with click.progressbar(length=row.rows, label=file.name, file=_nowhere() if as_json else None) as bar:
        bar.update(row.read)
        while row.state is ImportState.UNDER_WAY:
            before, row = row.read, operations.continue_import(table_import=begun, by=by, occurred_at=clock.now())
            bar.update(row.read - before)
    return row


def _nowhere() -> TextIO:
    return io.StringIO()


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except FileRefused as refused:
        raise click.ClickException(queries.said_refusal(refused.code, refused.detail)) from refused


def _mapping(row: ProfileRow, columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    fields = {field.name for field in queries.SHEETS[row.kind].fields}
    pairs = []
    for column in columns:
        heading, _equals, field = column.rpartition("=")
        if field not in fields or not heading:
            line = _("{column}: write HEADING=FIELD, where the field is one of {fields}.")
            raise click.UsageError(line.format(column=column, fields=", ".join(sorted(fields))))
        pairs.append((heading, field))
    return tuple(pairs)


def _shown(row: queries.PreviewRow) -> str:
    cells = [f"!{cell.wrong}!" if cell.wrong else cell.text or "-" for cell in row.cells]
    return " | ".join([*cells, *([f"!{row.wrong}!"] if row.wrong else [])])


def _facts(row: queries.ImportRow) -> dict[str, object]:
    return asdict(row)


def _lines(row: queries.ImportRow) -> list[str]:
    said = asdict(row)
    lines = [
        _(
            "{read} rows read: {applied} applied, {unchanged} unchanged since last time, {quarantined} in quarantine."
        ).format(**said)
    ]
    if row.duplicates:
        lines.append(_("{duplicates} were received before.").format(**said))
    if row.held:
        lines.append(_("{held} are held until the feeds are released.").format(**said))
    if row.quarantined:
        lines.append(_("To put them right: permanence tables rejects {id} rejects.csv").format(**said))
    return lines


commands: tuple[click.Command, ...] = (tables,)
